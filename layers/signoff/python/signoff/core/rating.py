"""What people think of an answer: one word of each, the last they said."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from signoff.core.keys import ThreadKey


class Opinion(StrEnum):
    """What somebody says of an answer."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Somebody clicks below an answer.

    Attributes:
        thread: Where the answer stands.
        run: The run that it ended.
        answer: The name of its message in that run.
        user: Who.
        opinion: What they say.
    """

    thread: ThreadKey
    run: int
    answer: str
    user: str
    opinion: Opinion


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What somebody said of an answer, as it is kept.

    Attributes:
        run: The run that the answer ended.
        answer: The name of its message in that run.
        user: Who, by their Slack id.
        opinion: What they said last.
        at: When, in milliseconds since 1970.
    """

    run: int
    answer: str
    user: str
    opinion: Opinion
    at: int

    columns: ClassVar[tuple[str, ...]] = ()
