"""One JSON line per observation: for people to search, and for CloudWatch to count."""

import json
import re
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from signoff.adapters.metrics import embedded
from signoff.core.canonical import Json
from signoff.core.failure import Failure, failure
from signoff.core.keys import Key, Position, ThreadKey
from signoff.core.observations.doors import InvocationFailed
from signoff.core.observations.observed import Observed
from signoff.settings import TellingSettings

_RANKS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def _out(line: str) -> None:
    # Looked up each time: whoever runs the function may put another one there.
    sys.stdout.write(line)


class Teller:
    """The `Tell` port on a function's log.

    Below the level that is asked for, only what is measured is written: an alarm must not fall
    silent because somebody wanted a quieter log.
    """

    def __init__(
        self,
        service: str,
        settings: TellingSettings,
        clock: Callable[[], int],
        write: Callable[[str], object] = _out,
    ) -> None:
        """Take the function's name, its settings, the time, and where lines go."""
        self._service = service
        self._stack = settings.stack
        self._rank = _RANKS.index(settings.level)
        self._clock = clock
        self._write = write

    def __call__(self, observation: Observed) -> None:
        """Write one line."""
        level = observation.level
        measured = embedded(observation.measures, stack=self._stack, at=self._clock())
        if not measured and _RANKS.index(level) < self._rank:
            return
        line = {
            "level": level,
            "message": name_of(type(observation)),
            "service": self._service,
            **dict(_members(observation)),
            **measured,
        }
        self._write(f"{json.dumps(line)}\n")


class FailedInvocationError(Exception):
    """A function raised an error; the line before tells which."""


@contextmanager
def without_words(tell: Callable[[InvocationFailed], None]) -> Generator[None, None, None]:
    """Have a function fail without its error's words, which Lambda would write to the log.

    Raises:
        FailedInvocationError: Something was raised inside; it was told.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it is, its words stay out of the log
        tell(InvocationFailed(failure=failure(error)))
        raise FailedInvocationError(type(error).__name__) from None


def name_of(kind: type) -> str:
    """Give the message of a kind of observation: `CardDrawn` is told as `card drawn`."""
    return _CAPITAL.sub(" ", kind.__name__).lower()


def _members(observation: Observed) -> Iterator[tuple[str, Json]]:
    for each in fields(observation):
        yield from _member(each.name, getattr(observation, each.name))


def _member(name: str, value: Any) -> Iterator[tuple[str, Json]]:
    match value:
        case None:
            return
        case ThreadKey(team=team, channel=channel, thread_ts=thread_ts):
            yield from (("team", team), ("channel", channel), ("thread_ts", thread_ts))
        case Key(pk=pk, sk=sk):
            yield from (("pk", pk), ("sk", sk))
        case Position():
            yield name, value.place
        case Failure(kind=kind, said=said, spots=spots):
            yield from (("error", kind), ("spots", list(spots)))
            if said:
                yield "said", said
        case _:
            yield name, value
