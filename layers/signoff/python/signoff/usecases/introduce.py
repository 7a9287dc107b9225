"""Before a model reads messages: who wrote them, and whom and what they mention, by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from signoff.core.inbound import Inbound
from signoff.core.mentions import channels_in, groups_in, people_in, readable
from signoff.core.naming import BESIDE, SOMEONE, is_no_name, plain_name, told_apart
from signoff.core.person import Person
from signoff.core.roll import people_of
from signoff.core.snapshot import Snapshot
from signoff.core.who import Who
from signoff.ports import Chat, PermanentError, TransientError

T = TypeVar("T")

_PLACES = {"C", "G", "D"}

MOST_ASKED = 20
"""So many names are asked for before one call of the model; of a message that holds more, the rest
are someone."""


def introduced(
    view: Snapshot, heard: Sequence[Inbound], *, chat: Chat, with_zones: bool = False
) -> tuple[Inbound, ...]:
    """Give messages with the names that the model reads, now and on every later turn.

    Slack may be slow, down or silent: whom it does not name goes by the name that the thread knows
    already, or by none. No run waits for it.

    Args:
        view: The thread, whose people keep the names that they have in it.
        heard: The messages, as they wait.
        chat: Whom to ask.
        with_zones: Whether the model is told when and where each was written.
    """
    people = (who for who in people_of(view) if who.id[:1] not in _PLACES)
    asking = _Asking(chat=chat, known={who.id: who.name for who in people})
    for each in heard:
        # Who wrote comes first: a message may mention more people than Slack is asked about.
        asking.name(each.user, each.name)
    return tuple(_introduced(each, asking, with_zones=with_zones) for each in heard)


@dataclass(slots=True, kw_only=True)
class _Asking:
    """What is asked of Slack for one call of the model.

    Attributes:
        chat: Whom to ask.
        known: What everybody of the thread is called, by id.
        found: Who was asked for; None: Slack would not say.
        named: What channels and groups are called.
        asked: How often Slack was asked.
        is_silent: Whether it did not answer: it is left alone then.
    """

    chat: Chat
    known: dict[str, str]
    found: dict[str, Person | None] = field(default_factory=dict[str, Person | None])
    named: dict[str, str] = field(default_factory=dict[str, str])
    asked: int = 0
    is_silent: bool = False

    def person(self, user: str) -> Person | None:
        if user not in self.found:
            self.found[user] = self._of_slack(self.chat.person, user)
        return self.found[user]

    def name(self, user: str, given: str = "") -> str:
        """Give the name of somebody in this thread, which nobody else has in it."""
        person = self.person(user) if not given else None
        name = plain_name(given or (person.name if person else ""))
        if is_no_name(name):
            name = self.known.get(user, SOMEONE)
        self.known[user] = told_apart(name, user, self.known)
        return self.known[user]

    def place(self, name_of: Callable[[str], str], which: str) -> str:
        """Give the name of a channel or a group; empty: nobody says."""
        if which not in self.named:
            name = plain_name(self._of_slack(name_of, which) or "")
            self.named[which] = "" if name == SOMEONE else name
        return self.named[which]

    def _of_slack(self, ask: Callable[[str], T], which: str) -> T | None:
        if self.is_silent or self.asked >= MOST_ASKED:
            return None
        self.asked += 1
        try:
            return ask(which)
        except TransientError:
            self.is_silent = True
        except PermanentError:
            pass
        return None


def _introduced(inbound: Inbound, asking: _Asking, *, with_zones: bool) -> Inbound:
    name = asking.name(inbound.user, inbound.name)
    mentioned = {user: asking.name(user) for user in people_in(inbound.text)}
    channels = channels_in(inbound.text)
    places = {
        **{each: asking.place(asking.chat.channel_name, each) for each in channels},
        **{each: asking.place(asking.chat.group_name, each) for each in groups_in(inbound.text)},
    }
    return replace(
        inbound,
        name=name,
        local=_local(inbound, asking) if with_zones else "",
        looks_at=_open_channel(inbound, asking),
        text=readable(inbound.text, {**places, **mentioned}),
        named=(
            *(
                Who(id=user, name=called)
                for user, called in mentioned.items()
                if _is_person(asking.found.get(user))
            ),
            *(Who(id=each, name=places[each]) for each in channels if places[each]),
        ),
    )


def _open_channel(inbound: Inbound, asking: _Asking) -> str:
    """Name the channel that an author has open; the model is told of none that nobody names."""
    return asking.place(asking.chat.channel_name, inbound.looks_at) if inbound.looks_at else ""


def _is_person(found: Person | None) -> bool:
    return found is not None and not found.is_bot


def _local(inbound: Inbound, asking: _Asking) -> str:
    """Say when a message was written, by the clock of whoever wrote it."""
    person = None if inbound.is_bot else asking.person(inbound.user)
    if person is None or not person.zone:
        return ""
    seconds = int(inbound.ts.partition(".")[0])
    moment = datetime.fromtimestamp(seconds, tz=UTC) + timedelta(seconds=person.offset_s)
    return f"{moment:%a %Y-%m-%d %H:%M} {BESIDE} {plain_name(person.zone)}"
