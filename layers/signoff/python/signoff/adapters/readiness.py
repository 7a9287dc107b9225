"""At the start of a process, where nobody waits and the processor is whole: what can be done is."""

from collections.abc import Callable
from contextlib import suppress

from signoff.adapters.aws import answered
from signoff.core.errors import PermanentError, TransientError


def make_ready(*deeds: Callable[[], object]) -> None:
    """Do now what the first invocation would wait for.

    What can't be done now is done then, and whoever asks for it says what is wrong.
    """
    for deed in deeds:
        with suppress(TransientError, PermanentError, *answered()):
            deed()
