"""Trouble on order: what a double is to raise at the next call of a method, and when."""

from collections import defaultdict, deque
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """An ordered failure.

    Attributes:
        error: What is raised.
        took_effect: Whether the call did its work all the same, and only its answer was lost.
    """

    error: BaseException
    took_effect: bool


class Faults:
    """The failures that were ordered and not raised yet, by method."""

    def __init__(self) -> None:
        """Begin without any."""
        self._ordered: dict[str, deque[Fault]] = defaultdict(deque)

    def order(self, method: str, error: BaseException, *, took_effect: bool) -> None:
        """Have the next call of a method fail that is not to fail already."""
        self._ordered[method].append(Fault(error=error, took_effect=took_effect))

    @contextmanager
    def around(self, method: str) -> Generator[None, None, None]:
        """Raise what was ordered for a method, before or after its work."""
        waiting = self._ordered[method]
        fault = waiting.popleft() if waiting else None
        if fault and not fault.took_effect:
            raise fault.error
        yield
        if fault:
            raise fault.error
