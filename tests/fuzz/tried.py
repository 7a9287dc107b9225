"""What a case came to, and what is wrong when it is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A case that went as it must.

    Attributes:
        shape: What was tried, for the table.
        became: What became of it, for the table.
        counts: Further figures, to be summed up.
    """

    shape: str
    became: str
    counts: Mapping[str, int] = field(default_factory=dict[str, int])


class ViolationError(Exception):
    """A promise was broken.

    Attributes:
        figure: The figure of the closing line that counts it.
        shown: The input.
    """

    def __init__(self, why: str, shown: Any, *, figure: str = "unsafe") -> None:
        super().__init__(why)
        self.figure = figure
        self.shown = shown


def require(is_right: object, why: str, shown: Any, *, figure: str = "unsafe") -> None:
    """Raise if it is not right."""
    if not is_right:
        raise ViolationError(why, shown, figure=figure)
