"""The copies of a card: in its thread, and where else the people are who decide."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import assert_never

from signoff.adapters.slack import letters
from signoff.adapters.slack.blocks import Drawn
from signoff.adapters.slack.payloads import id_at
from signoff.adapters.slack.posts import CARD, UNDRAWABLE, Posts
from signoff.adapters.slack.routing import Copy, Kind
from signoff.adapters.slack.speech import ends
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.core.canonical import JsonObject
from signoff.core.keys import ThreadKey
from signoff.core.places import channel_and_ts, place
from signoff.core.policy import approvers_now
from signoff.core.requirement import Requirement
from signoff.core.terms import DM, ChannelMembers, Circle, Group, Requester, User
from signoff.ports import CardView, UndeliverableError

MOST_DIRECT = 20
"""So many people get a direct message; of more, a channel is the better place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Puts each copy of a card where it belongs.

    Attributes:
        posts: What stands in Slack.
        direct: Gives the conversation of direct messages with a person.
        members: Lists who is in a circle.
    """

    posts: Posts
    direct: Callable[[str], str]
    members: Callable[[Circle], frozenset[str]]

    def placed(self, view: CardView, draw: Callable[[Copy], Drawn]) -> tuple[str, ...]:
        """Draw every copy, each where it stands or anew, and name where all of them stand.

        The thread's own copy comes last: it says where else to look, or, where nothing else
        takes the card, is the one to decide on.
        """
        away: list[str] = []
        why: UndeliverableError | None = None
        for channel in self._channels(view):
            try:
                away += self._at(view, channel, draw(Copy(kind=Kind.AWAY)))
            except RefusedBySlackError as error:
                if error.code in UNDRAWABLE:
                    raise
                why = error
        is_note = bool(away) and view.card.route != ""
        kind = Kind.NOTE if is_note else Kind.WHOLE
        failed = "" if is_note or why is None else letters.reason(why)
        own = self._at(view, "", draw(Copy(kind=kind, not_elsewhere=failed)))
        return (*own, *away)

    def found(self, view: CardView) -> tuple[str, ...]:
        """Look for every copy that was posted, whether that was noted or not."""
        everywhere = dict.fromkeys(("", *self._channels(view), *self._once_wanted(view)))
        return tuple(
            place(ts, channel=channel)
            for channel in everywhere
            for ts in self._standing(view, channel)
        )

    def _at(self, view: CardView, channel: str, drawn: Drawn) -> tuple[str, ...]:
        where = _where(view.thread, channel)
        known = [ts for at, ts in map(channel_and_ts, view.card.ts) if at == channel]
        # Whoever posted it and whoever clicked on it may both have noted the same message.
        standing = [ts for ts in dict.fromkeys(known) if self.posts.change(where, ts, drawn)]
        if not standing:
            payload: JsonObject = {"mark": _mark(view, channel)}
            standing = [self.posts.post(where, drawn, event_type=CARD, payload=payload)]
        return tuple(place(ts, channel=channel) for ts in standing)

    def _standing(self, view: CardView, channel: str) -> Iterator[str]:
        try:
            for ts, payload in self.posts.marked(
                _where(view.thread, channel), _mark(view, channel)
            ):
                if ends(payload):
                    yield ts
        except RefusedBySlackError:
            if not channel:
                raise
            # A conversation that can't be read holds no copy that could be changed.

    def _channels(self, view: CardView) -> tuple[str, ...]:
        """List the other conversations: where it stands, and where it is to stand while open."""
        standing = [at for at, _ in map(channel_and_ts, view.card.ts) if at]
        wanted = self._wanted(view) if any(row.is_open for row in view.rows) else []
        return tuple(dict.fromkeys((*standing, *wanted)))

    def _once_wanted(self, view: CardView) -> list[str]:
        """List where it was to stand: whoever posted it there may have died before that was noted.

        A group that is gone by then keeps no receipt from the copies that are known.
        """
        try:
            return self._wanted(view)
        except RefusedBySlackError:
            return []

    def _wanted(self, view: CardView) -> list[str]:
        route = view.card.route
        if route != DM:
            return [route] if route and route != view.thread.channel else []
        found = (self._direct(user) for user in _people(view.rows[0], self.members))
        return [channel for channel in found if channel]

    def _direct(self, user: str) -> str:
        try:
            return self.direct(user)
        except RefusedBySlackError:
            # Bots and people who left have no direct messages.
            return ""


def _where(thread: ThreadKey, channel: str) -> ThreadKey:
    return ThreadKey(team=thread.team, channel=channel, thread_ts="") if channel else thread


def _mark(view: CardView, channel: str) -> str:
    at = view.card.at.place
    return letters.marked(view.thread, at) if channel else at


def _people(
    requirement: Requirement, members: Callable[[Circle], frozenset[str]]
) -> tuple[str, ...]:
    """List who may decide, one by one: those to whom it was handed, too."""
    listed: list[str] = []
    for approver in approvers_now(requirement):
        match approver:
            case Requester():
                listed.append(requirement.requester.id)
            case User(id=user):
                listed.append(user)
            case Group() | ChannelMembers():
                listed += sorted(members(approver))
            case _:
                assert_never(approver)
    listed += [each.to.id for each in requirement.handed]
    if not requirement.terms.policy.allow_requester:
        asked_for_it = {requirement.requester.id, *requirement.joined}
        listed = [user for user in listed if user not in asked_for_it]
    # A run that no person asked for has no requester.
    return tuple(dict.fromkeys(filter(None, listed)))[:MOST_DIRECT]


def direct_channel(answer: JsonObject) -> str:
    """Read the conversation that Slack opened.

    Raises:
        UndeliverableError: It named none.
    """
    channel = id_at(answer, "channel", "id")
    if not channel:
        raise UndeliverableError("Slack named no conversation with this person")
    return channel
