"""Who is in a user group or a channel, asked now or at most a minute ago."""

from collections.abc import Callable, Iterator
from typing import assert_never

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.payloads import id_at, object_at, objects_at, text_at
from signoff.adapters.slack.people import FRESH_MS
from signoff.adapters.slack.web import RefusedBySlackError, Web
from signoff.core.canonical import JsonObject
from signoff.core.terms import ChannelMembers, Circle, Group
from signoff.ports import Clock, UnreachableError

_PAGE = 1000
_MOST_PAGES = 20
_LISTING_MS = 600
"""No further page is asked for so long after the first: somebody waits for what becomes of it."""


class Circles:
    """Asks Slack who belongs where, and remembers it for a minute; a failure is not remembered."""

    def __init__(self, *, web: Web, clock: Clock) -> None:
        """Know nothing yet."""
        self._web = web
        self._clock = clock
        self._known: dict[str, tuple[int, frozenset[str]]] = {}
        self._names: dict[str, tuple[int, str]] = {}

    def members(self, of: Circle) -> frozenset[str]:
        """List who is in a circle, or was less than a minute ago.

        Raises:
            UnreachableError: Slack could not say.
            RefusedBySlackError: Slack knows no such circle, or does not say.
        """
        now = self._clock()
        self._known = {
            name: (asked_at, members)
            for name, (asked_at, members) in self._known.items()
            if 0 <= now - asked_at < FRESH_MS
        }
        if of.id not in self._known:
            self._known[of.id] = (now, self._ask(of))
        return self._known[of.id][1]

    def group_name(self, group: str) -> str:
        """Give the handle of a user group, as it is or was less than a minute ago.

        Raises:
            UnreachableError: Slack could not say.
            RefusedBySlackError: Slack knows no such group.
        """
        return self._name(group, self._ask_handle)

    def channel_name(self, channel: str) -> str:
        """Give what a channel is called, or was less than a minute ago.

        Raises:
            UnreachableError: Slack could not say.
            RefusedBySlackError: Slack knows no such channel, or does not say.
        """
        return self._name(channel, self._ask_title)

    def _name(self, which: str, ask: Callable[[str], str]) -> str:
        now = self._clock()
        self._names = {
            known: (asked_at, name)
            for known, (asked_at, name) in self._names.items()
            if 0 <= now - asked_at < FRESH_MS
        }
        if which not in self._names:
            self._names[which] = (now, ask(which))
        return self._names[which][1]

    def _ask_handle(self, group: str) -> str:
        answer = self._web(Method.GROUPS, form={"include_disabled": True})
        for each in objects_at(answer, "usergroups"):
            if id_at(each, "id") == group:
                return text_at(each, "handle")
        raise RefusedBySlackError(Method.GROUPS, "no_such_subteam")

    def _ask_title(self, channel: str) -> str:
        answer = self._web(Method.CHANNEL_INFO, form={"channel": channel})
        name = text_at(object_at(answer, "channel"), "name")
        if not name:
            raise RefusedBySlackError(Method.CHANNEL_INFO, "no_name")
        return name

    def _ask(self, of: Circle) -> frozenset[str]:
        match of:
            case Group(id=group):
                answer = self._web(Method.GROUP_MEMBERS, form={"usergroup": group})
                return _ids(answer, "users", Method.GROUP_MEMBERS)
            case ChannelMembers(id=channel):
                return frozenset(user for page in self._pages(channel) for user in page)
            case _:
                assert_never(of)

    def _pages(self, channel: str) -> Iterator[frozenset[str]]:
        cursor: str | None = None
        since = self._clock()
        for _ in range(_MOST_PAGES):
            if self._clock() - since >= _LISTING_MS:
                raise UnreachableError(f"{Method.CHANNEL_MEMBERS}: too slow for so many members")
            answer = self._web(
                Method.CHANNEL_MEMBERS,
                form={"channel": channel, "limit": _PAGE, "cursor": cursor},
            )
            yield _ids(answer, "members", Method.CHANNEL_MEMBERS)
            cursor = text_at(object_at(answer, "response_metadata"), "next_cursor")
            if not cursor:
                return
        raise RefusedBySlackError(Method.CHANNEL_MEMBERS, "too_many_members")


def _ids(answer: JsonObject, name: str, method: Method) -> frozenset[str]:
    listed = answer.get(name)
    if not isinstance(listed, list):
        raise RefusedBySlackError(method, "no_list")
    return frozenset(each for each in listed if isinstance(each, str))
