"""Something is done beside the work, by whoever has a hand free."""

from collections.abc import Callable
from typing import NoReturn, Protocol, TypeVar

from signoff.core.errors import PermanentError, TransientError

T = TypeVar("T")


class Begin(Protocol):
    """Begins something, and gives what waits for its end: as often as that is asked."""

    def __call__(self, work: Callable[[], T], /) -> Callable[[], T]:
        """Begin it; its errors are raised where its end is waited for."""
        ...


def at_once(work: Callable[[], T], /) -> Callable[[], T]:
    """Do it before anything else: where there is only one hand."""
    try:
        found = work()
    except (TransientError, PermanentError) as error:
        failed = error

        def fail() -> NoReturn:
            raise failed

        return fail
    return lambda: found
