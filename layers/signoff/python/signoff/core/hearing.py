"""An event arrived: whether somebody wrote to the agent and where, or looks at their inbox."""

from dataclasses import dataclass, field
from typing import TypeAlias

from signoff.core.inbox import HomePlace
from signoff.core.journal import Inbound
from signoff.core.keys import ThreadKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Somebody wrote.

    Attributes:
        thread: Where.
        inbound: What.
        opens: Whether it may open a thread (a mention, a direct message); a plain reply may not.
    """

    thread: ThreadKey
    inbound: Inbound
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Nothing that the agent is to react to, and why."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened:
    """Somebody opened the app's Home tab.

    Attributes:
        team: Their workspace.
        user: Who.
        place: Where in their inbox they are.
    """

    team: str
    user: str
    place: HomePlace = field(default_factory=HomePlace)


Hearing: TypeAlias = Message | HomeOpened | Ignored
