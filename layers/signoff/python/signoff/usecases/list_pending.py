"""Somebody wants to know what waits on them, what they asked for, and what was decided lately."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from signoff.core.codec import UnreadableRowError
from signoff.core.grants import Grant
from signoff.core.inbox import Inbox, Listed, Unchecked
from signoff.core.items import Item
from signoff.core.keys import Key, Position, ThreadKey
from signoff.core.lost import is_lost, requirement_in
from signoff.core.person import Bar, Person
from signoff.core.policy import Allowed, Barred, Ruling, Unknown, approvers_now, circles_of, ruling
from signoff.core.requirement import Requirement
from signoff.core.standing import require_as_asked
from signoff.core.terms import DM, ChannelMembers, Circle
from signoff.ports import Chat, Clock, Store
from signoff.usecases.authorise import members_of
from signoff.usecases.grants import list_grants

MOST_OPEN = 2_000
"""So many open requests of a workspace are looked at, the first to expire first."""

MOST_DECIDED = 300
"""So many decided ones are looked at, the last decided first."""

KEPT_DECIDED = 60
"""So many of these are shown."""

_DIRECT = "D"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPorts:
    """What an inbox is made from."""

    store: Store
    chat: Chat
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequests:
    """What waits in a workspace.

    Attributes:
        listed: The requests.
        is_cut: Whether there are more than were looked at.
    """

    listed: tuple[Listed, ...]
    is_cut: bool


@dataclass(slots=True, kw_only=True)
class _Judge:
    """Judges one person on many requests, and asks for each membership once."""

    person: Person
    team: str
    chat: Chat
    known: dict[str, frozenset[str] | None] = field(
        default_factory=dict[str, frozenset[str] | None]
    )

    def rule(self, listed: Listed) -> Ruling:
        """Hold the person against the rule of a request, and against who can see its thread."""
        requirement = listed.requirement
        members = {each: self._members(each) for each in circles_of(requirement)}
        said = ruling(self.person, requirement, team=self.team, members=members)
        is_anybodys = not approvers_now(requirement) and not _is_handed(self.person, requirement)
        return self._sees(listed, said) if isinstance(said, Allowed) and is_anybodys else said

    def _sees(self, listed: Listed, said: Allowed) -> Ruling:
        """Leave out what every member may decide, for those who can't see its card."""
        unread: Circle | None = None
        for channel in _channels(listed):
            members = self._members(ChannelMembers(id=channel))
            if members is None:
                unread = ChannelMembers(id=channel)
            elif self.person.id in members:
                return said
        if unread is not None:
            return Unknown(of=unread)
        is_direct = listed.thread.channel.startswith(_DIRECT)
        is_own = self.person.id == listed.requirement.requester.id
        return said if is_direct and is_own else Barred(why=Bar.NOT_APPROVER)

    def _members(self, of: Circle) -> frozenset[str] | None:
        if of.id not in self.known:
            self.known[of.id] = members_of((of,), self.chat)[of]
        return self.known[of.id]


def list_open(store: Store, *, team: str, now: int) -> OpenRequests:
    """List what waits for anybody in a workspace, the first to expire first.

    The index lags, so every row is read again. What can't be read can't be decided, and is left
    out.
    """
    keys = store.pending(team, limit=MOST_OPEN + 1)
    found = _listed(store, keys[:MOST_OPEN])
    still = (each for each in found if each.requirement.is_open and each.requirement.exp > now)
    return OpenRequests(listed=tuple(still), is_cut=len(keys) > MOST_OPEN)


def read_one(store: Store, thread: ThreadKey, at: Position) -> Listed | None:
    """Read one request, open or not; None: there is none, or none that can be read."""
    key = thread.requirement(at)
    return next(_listed(store, (key,)), None)


def list_pending(user: str, *, team: str, ports: InboxPorts) -> Inbox:
    """List what a person may decide, what they asked for, and what was decided lately.

    Raises:
        UnreachableError: Slack can't say now who they are.
        UndeliverableError: Slack knows nobody of that id.
    """
    judge = _Judge(person=ports.chat.person(user), team=team, chat=ports.chat)
    found = list_open(ports.store, team=team, now=ports.clock())
    judged = [(each, judge.rule(each)) for each in found.listed]
    unchecked = Counter(said.of for _, said in judged if isinstance(said, Unknown))
    return Inbox(
        user=user,
        waits=tuple(each for each, said in judged if isinstance(said, Allowed)),
        asked=tuple(each for each in found.listed if each.requirement.requester.id == user),
        decided=tuple(_decided_lately(user, team, ports.store)),
        standing=tuple(_standing(judge, ports)),
        unchecked=tuple(Unchecked(of=of, count=count) for of, count in unchecked.items()),
        is_cut=found.is_cut,
    )


def _decided_lately(user: str, team: str, store: Store) -> Iterable[Listed]:
    found = _listed(store, store.decided(team, limit=MOST_DECIDED))
    theirs = [each for each in found if _is_about(user, each.requirement)]
    return theirs[:KEPT_DECIDED]


def _standing(judge: _Judge, ports: InboxPorts) -> Iterator[Grant]:
    """List what stands and is theirs to take back: what they gave, and what they may decide."""
    found = list_grants(judge.team, store=ports.store, now=ports.clock())
    keys = tuple(each.came_from.requirement(each.at) for each in found)
    asked = {(each.thread, each.requirement.at): each for each in _listed(ports.store, keys)}
    for grant in found:
        about = asked.get((grant.came_from, grant.at))
        may_decide = about is not None and isinstance(judge.rule(about), Allowed)
        if may_decide or grant.by.id == judge.person.id:
            yield grant


def _is_about(user: str, requirement: Requirement) -> bool:
    verdict = requirement.verdict
    if verdict is None:
        return False
    voted = {vote.by.id for vote in requirement.votes}
    decided = {verdict.by.id} if verdict.by else set[str]()
    return user in {requirement.requester.id, *voted, *decided}


def _is_handed(person: Person, requirement: Requirement) -> bool:
    return any(each.to.id == person.id for each in requirement.handed)


def _channels(listed: Listed) -> tuple[str, ...]:
    """List where its card stands, direct messages left out."""
    places = (listed.thread.channel, listed.requirement.terms.route)
    return tuple(each for each in places if each not in {"", DM} and not each.startswith(_DIRECT))


def _listed(store: Store, keys: tuple[Key, ...]) -> Iterator[Listed]:
    for key, item in zip(keys, store.read(*keys), strict=True):
        requirement = _readable(item)
        if requirement is not None:
            yield Listed(thread=ThreadKey.from_pk(key.pk), requirement=requirement)


def _readable(item: Item | None) -> Requirement | None:
    if item is None or is_lost(item):
        return None
    try:
        requirement = requirement_in(item)
        require_as_asked(requirement)
    except UnreadableRowError:
        return None
    return requirement
