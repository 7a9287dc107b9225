"""What of an error may be told: its kind and its place, and its words only where they are ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

from signoff.core.errors import TellableError

_CAUSES = 4
_SPOTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An error, without what people and models wrote.

    Attributes:
        kind: The names of the error and of what caused it, the last one first.
        said: What it says, where the words are ours; otherwise empty.
        spots: Where it was raised, as file:line function, the innermost last.
    """

    kind: str
    said: str
    spots: tuple[str, ...]


def failure(error: BaseException) -> Failure:
    """Read of an error what may be told."""
    chain = tuple(_chain(error))
    said = next((each.in_log for each in chain if isinstance(each, TellableError)), "")
    return Failure(
        kind=" < ".join(type(each).__name__ for each in chain),
        said=said,
        spots=tuple(_spots(chain[-1].__traceback__))[-_SPOTS:],
    )


def reason(error: BaseException) -> str:
    """Say in a few words why something failed, with none that might be a person's."""
    told = failure(error)
    return told.said or told.kind


def _chain(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    for _ in range(_CAUSES):
        if at is None:
            return
        yield at
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)


def _spots(at: TracebackType | None) -> Iterator[str]:
    while at is not None:
        code = at.tb_frame.f_code
        # A folder may be named after anything; the last two parts tell a module well enough.
        file = "/".join(code.co_filename.split("/")[-2:])
        yield f"{file}:{at.tb_lineno} {code.co_name}"
        at = at.tb_next
