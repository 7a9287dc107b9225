"""What a signature may say beyond a type: `Range(1, 100)`, `Email`, `SlackUser`."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias


@dataclass(frozen=True, slots=True)
class Range:
    """A number from `ge` to `le`, both included; None leaves that side open."""

    ge: float | None = None
    le: float | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """A text of so many characters, or a list of so many entries."""

    min_length: int | None = None
    max_length: int | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A text of a named format: `email`, `uri`, `uuid`, `slack-user` or `slack-channel`."""

    format: str


Email: TypeAlias = Annotated[str, Format("email")]
Url: TypeAlias = Annotated[str, Format("uri")]
SlackUser: TypeAlias = Annotated[str, Format("slack-user")]
SlackChannel: TypeAlias = Annotated[str, Format("slack-channel")]
