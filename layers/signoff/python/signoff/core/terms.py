"""On what terms a call waits: who decides, who is reminded, what is hidden, where it is shown."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """Whoever opened the run."""

    kind: Literal["requester"] = "requester"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One person, by Slack id.

    Attributes:
        id: The person.
        name: What they were called when the request was made; empty: nobody could say.
    """

    id: str
    name: str = ""
    kind: Literal["user"] = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The members of a user group, by its Slack id.

    Attributes:
        id: The group.
        name: Its handle, as it was when the request was made; empty: nobody could say.
    """

    id: str
    name: str = ""
    kind: Literal["group"] = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMembers:
    """The members of a channel, by its Slack id; without one: of the channel of the thread."""

    id: str = ""
    kind: Literal["channel"] = "channel"


Approver: TypeAlias = Requester | User | Group | ChannelMembers
"""Somebody who may decide, by name or by what they belong to."""

Circle: TypeAlias = Group | ChannelMembers
"""What Slack must be asked about: whether somebody is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Who may decide.

    Attributes:
        approvers: Any of these; empty: every member of the workspace.
        allow_requester: Whether whoever opened the run may be one of them.
        escalate_to: Who may as well, once nobody has decided for so long.
    """

    approvers: tuple[Approver, ...] = ()
    allow_requester: bool = True
    escalate_to: tuple[Approver, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sticky:
    """An approval may stand for later calls that are alike.

    Attributes:
        arguments: What must be the same in them; None: all arguments.
        longest_ms: For how long at most, in milliseconds.
    """

    arguments: tuple[str, ...] | None = None
    longest_ms: int = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a tool's author said about a pause, as it was when the call was made.

    Attributes:
        policy: Who may decide.
        remind_after_ms: When those who may decide are reminded, in milliseconds; None: never.
        escalate_after_ms: When more people may decide; None: never.
        route: Where else the card stands: a channel's id, or `dm` for a direct message to each
            approver; empty: in its thread alone.
        redact: Arguments that nobody sees before they ask to.
        sticky: Whether an approval may stand for later calls; None: it may not.
        yes: What Approve is called; empty: Approve.
        no: What Reject is called; empty: Reject.
    """

    policy: Policy = field(default_factory=Policy)
    remind_after_ms: int | None = None
    escalate_after_ms: int | None = None
    route: str = ""
    redact: tuple[str, ...] = ()
    sticky: Sticky | None = None
    yes: str = ""
    no: str = ""


DM = "dm"
"""The route to a direct message of each approver."""
