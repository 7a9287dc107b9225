"""An event arrived: whether somebody wrote to the agent and where, or looks at their inbox."""

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from signoff.core.home_place import HomePlace
from signoff.core.inbound import Inbound
from signoff.core.keys import ThreadKey
from signoff.core.presence import MessagesOpened, StopPressed

_DECIDING = frozenset(
    """
    +1 -1 agree agreed allow allowed approve approved approves confirm confirmed decline declined
    deny denied go good lgtm no nope ok okay proceed reject rejected ship sure thumbsup yeah yep
    yes
    """.split()  # noqa: SIM905 - words, to be read as such
)
_BESIDE = frozenset(
    """
    ahead all and both do fine for from go good i is it looks me my now on please request side
    thank thanks that the this to very you
    """.split()  # noqa: SIM905 - likewise
)
_MENTION = re.compile(r"<@[^>]*>")
_NOT_A_WORD = re.compile(r"[^\w+-]+")


def decides_in_words(text: str) -> bool:
    """Tell whether somebody writes as if that decided a request; it never does."""
    plain = _MENTION.sub(" ", text).replace("\N{THUMBS UP SIGN}", " +1 ")
    said = set(_NOT_A_WORD.sub(" ", plain.lower()).split())
    return bool(said & _DECIDING) and said <= _DECIDING | _BESIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Somebody wrote.

    Attributes:
        thread: Where.
        inbound: What.
        opens: Whether it may open a thread (a mention, a direct message); a plain reply may not.
        author: Every id that whoever wrote it goes by.
    """

    thread: ThreadKey
    inbound: Inbound
    opens: bool
    author: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """Somebody changed what they had written.

    Attributes:
        message: As it is now. It opens a thread if it calls the agent, or did before.
    """

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """A message is no more.

    Attributes:
        thread: Where it was.
        ts: The message.
        opens: Whether it would have opened a thread.
    """

    thread: ThreadKey
    ts: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninstalled:
    """The app was removed somewhere, or its token there was revoked.

    Attributes:
        where: The workspace, or the organisation.
        until: What was installed later than this is not meant.
    """

    where: str
    until: int


Hearing: TypeAlias = (
    Message | Edited | Deleted | HomeOpened | MessagesOpened | StopPressed | Uninstalled | Ignored
)
