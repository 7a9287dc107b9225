"""What a person writes stands in its requirement's row, beside the body: how much of it may."""

from signoff.core.approving import ApproveWith
from signoff.core.canonical import canonical
from signoff.core.click import Wish
from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Cancelled,
    CouldNotRun,
    Executed,
    Rejected,
)
from signoff.core.grants import RejectForGood

LARGEST = 120_000
"""How many bytes, as they are spelled in the row."""


def is_too_large(wish: Wish) -> bool:
    """Tell whether what a person wrote does not fit into a row, however it is spelled there."""
    match wish:
        case RejectForGood(reason=text) | Rejected(reason=text):
            return _size(text) > LARGEST
        case CouldNotRun(reason=text) | Cancelled(reason=text):
            return _size(text) > LARGEST
        case Answered(values=text) | ApproveWith(values=text):
            return _size(text) > LARGEST
        case Executed(result=text) | AnsweredFor(output=text):
            return _size(text) > LARGEST
        case _:
            return False


def _size(text: str) -> int:
    return len(canonical(text).encode("utf-8", "backslashreplace"))
