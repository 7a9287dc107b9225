"""The two kinds of error: what may work later, and what never will."""


class TransientError(Exception):
    """It did not work now and may work later: let the queue try again."""


class PermanentError(Exception):
    """It will never work: say so in the thread, and let it go."""


class TellableError(Exception):
    """An error whose words may stand in a log: they are ours, and quote nobody.

    All others are told by their kind and place alone, since words of theirs may hold arguments,
    messages, or a row.
    """

    @property
    def in_log(self) -> str:
        """The words for the log."""
        return str(self)
