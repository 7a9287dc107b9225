"""What people were shown and told, and what they decided."""

import re
from dataclasses import dataclass
from typing import ClassVar, Literal

from signoff.core.click import Click, NotAllowed, NotRecorded, Refusal
from signoff.core.decision import Verdict
from signoff.core.keys import Position, ThreadKey
from signoff.core.observations.observed import Level, Measure, Observed, count, time
from signoff.core.requirement import Requirement

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDrawn(Observed):
    """Slack has a card as it is wanted.

    Attributes:
        thread: The thread.
        card: Its name.
        version: The version that stands there.
        messages: In how many messages it stands.
        is_first: Whether it was drawn for the first time.
        after_ms: How long ago its first request was stored.
    """

    thread: ThreadKey
    card: Position
    version: int
    messages: int
    is_first: bool
    after_ms: int

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (time("TimeToCard", self.after_ms),) if self.is_first else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Observed):
    """Slack has a reply or a notice.

    Attributes:
        thread: The thread.
        mark: Its name: the run's number, and its own.
        tries: How often it was tried, this time included.
        lag_ms: How long ago it was stored.
    """

    thread: ThreadKey
    mark: str
    tries: int
    lag_ms: int

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (time("OutboxLag", self.lag_ms),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff(Observed):
    """Slack did not take something now; the clock tries again.

    Attributes:
        thread: The thread.
        what: A card, or a message.
        mark: Its name.
        why: What Slack said.
    """

    thread: ThreadKey
    what: Literal["card", "message"]
    mark: str
    why: str

    level: ClassVar[Level] = "WARNING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undeliverable(Observed):
    """Slack will not take something, here, ever.

    Attributes:
        thread: The thread.
        what: A card, or a message.
        mark: Its name.
        why: What Slack said.
    """

    thread: ThreadKey
    what: Literal["card", "message"]
    mark: str
    why: str

    level: ClassVar[Level] = "ERROR"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("Undeliverable"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTaken(Observed):
    """A request is decided.

    Attributes:
        thread: The thread.
        at: The request.
        digest: What it was about.
        decision: The kind of decision.
        by: The person's id; empty: the clock.
        after_ms: How long the request had stood.
    """

    thread: ThreadKey
    at: Position
    digest: str
    decision: str
    by: str
    after_ms: int

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (time("DecisionLatency", self.after_ms),)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCounted(Observed):
    """One approval of several is recorded, and more are needed.

    Attributes:
        thread: The thread.
        at: The request.
        digest: What it was about.
        by: The person's id.
        votes: How many have approved.
        quorum: How many must.
    """

    thread: ThreadKey
    at: Position
    digest: str
    by: str
    votes: int
    quorum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Observed):
    """Somebody gave their right to decide to somebody else.

    Attributes:
        thread: The thread.
        at: The request.
        by: The person's id who had it.
        to: The person's id who has it now.
    """

    thread: ThreadKey
    at: Position
    by: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleCalled(Observed):
    """A request waits so long that people are called to it: a reminder, or an escalation.

    Attributes:
        thread: The thread.
        at: The request.
        why: `reminder` or `escalation`.
        after_ms: How long the request has stood.
    """

    thread: ThreadKey
    at: Position
    why: str
    after_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClickRefused(Observed):
    """A click changed nothing.

    Attributes:
        thread: The thread.
        at: The request that was clicked on.
        by: The person's id.
        why: The kind of refusal.
        cause: What went wrong on our side; empty: nothing did.
    """

    thread: ThreadKey
    at: Position
    by: str
    why: str
    cause: str = ""

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (Measure("Refusals", by=("Why", self.why)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOpened(Observed):
    """A person was shown a form.

    Attributes:
        thread: The thread.
        at: The request it is about.
        by: The person's id.
        form: Which form.
    """

    thread: ThreadKey
    at: Position
    by: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTold(Observed):
    """A person could not be told what became of their click.

    Attributes:
        thread: Where they are.
        user: The person's id.
        why: What Slack said.
    """

    thread: ThreadKey
    user: str
    why: str

    level: ClassVar[Level] = "WARNING"


def taken(thread: ThreadKey, requirement: Requirement, verdict: Verdict) -> DecisionTaken:
    """Tell of a verdict that is stored; never what was filled in or given as a reason."""
    return DecisionTaken(
        thread=thread,
        at=requirement.at,
        digest=requirement.digest,
        decision=verdict.decision.kind,
        by=verdict.by.id if verdict.by else "",
        after_ms=verdict.at - requirement.asked_at,
    )


def counted(thread: ThreadKey, requirement: Requirement) -> VoteCounted:
    """Tell of the last vote that is stored."""
    return VoteCounted(
        thread=thread,
        at=requirement.at,
        digest=requirement.digest,
        by=requirement.votes[-1].by.id,
        votes=len(requirement.votes),
        quorum=requirement.quorum,
    )


def handed(thread: ThreadKey, requirement: Requirement) -> HandedOver:
    """Tell of the last handover that is stored."""
    last = requirement.handed[-1]
    return HandedOver(thread=thread, at=requirement.at, by=last.by.id, to=last.to.id)


def turned_away(click: Click, refusal: Refusal) -> ClickRefused:
    """Tell of a click that changed nothing: `AlreadyDecided` is told as `already_decided`."""
    match refusal:
        case NotAllowed(why=bar):
            cause = bar.value
        case NotRecorded(why=why):
            cause = why
        case _:
            cause = ""
    return ClickRefused(
        thread=click.address.thread(click.team),
        at=click.address.at,
        by=click.user,
        why=_CAPITAL.sub("_", type(refusal).__name__).lower(),
        cause=cause,
    )
