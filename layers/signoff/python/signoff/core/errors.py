"""The two kinds of error: what may work later, and what never will."""


class TransientError(Exception):
    """It did not work now and may work later: let the queue try again."""


class PermanentError(Exception):
    """It will never work: say so in the thread, and let it go."""
