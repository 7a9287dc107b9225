"""One thing that a person does in Slack, played through the whole stack, and what it lost."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Self, TypeAlias

from tests.scenarios.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """What was counted; the suite holds when every figure is 0.

    Attributes:
        lost_bytes: Bytes of an answer, an argument or a file that do not stand in Slack.
        lost_messages: Messages of people that the model never read, or that nobody answered;
            and those that were answered twice.
        over_tier: Calls of a method that Slack had asked to leave alone.
        raw_ids: Slack ids that a person reads as such.
        runs_failed_by_slack: Runs that ended because Slack did not take a call.
        auth_elsewhere: Requests with an Authorization header to hosts that are not Slack's.
        tokens_left: Tokens that are still stored after an app was removed.
    """

    lost_bytes: int = 0
    lost_messages: int = 0
    over_tier: int = 0
    raw_ids: int = 0
    runs_failed_by_slack: int = 0
    auth_elsewhere: int = 0
    tokens_left: int = 0

    def __add__(self, other: Self) -> Self:
        """Add both, figure by figure."""
        names = [each.name for each in fields(self)]
        return type(self)(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def __bool__(self) -> bool:
        """Tell whether anything was lost."""
        return any(getattr(self, each.name) for each in fields(self))

    def __str__(self) -> str:
        """Write it as `key=value`, for people and machines."""
        return " ".join(f"{each.name}={getattr(self, each.name)}" for each in fields(self))


Play: TypeAlias = Callable[[Stage], Losses]
PlayAlone: TypeAlias = Callable[[], Losses]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Something that happens in a stack that stands for the whole suite.

    Attributes:
        name: A sentence.
        play: Plays it in a thread of its own. What must be so is asserted; what can be counted is
            given back.
    """

    name: str
    play: Play


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Something that needs a stack, a Slack or a server of its own.

    Attributes:
        name: A sentence.
        play: Plays it.
    """

    name: str
    play: PlayAlone
