"""An event arrived: whether somebody wrote to the agent, and where."""

from dataclasses import dataclass
from typing import TypeAlias

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


Hearing: TypeAlias = Message | Ignored
