"""Who somebody is in Slack, asked now or at most a minute ago."""

from collections.abc import Callable

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.payloads import id_at, object_at, text_at
from signoff.adapters.slack.web import RefusedBySlackError, Web
from signoff.core.canonical import JsonObject
from signoff.core.naming import SOMEONE
from signoff.core.person import Person
from signoff.ports import Clock

FRESH_MS = 60_000

_SLACKBOT = "USLACKBOT"
_DAY_S = 86_400


class People:
    """Asks Slack who somebody is, and remembers it for a minute; a failure is not remembered."""

    def __init__(self, *, web: Web, our_team: Callable[[], str], clock: Clock) -> None:
        """Know nobody yet."""
        self._web = web
        self._our_team = our_team
        self._clock = clock
        self._known: dict[str, tuple[int, Person]] = {}

    def __call__(self, user: str) -> Person:
        """Give somebody as they are, or were less than a minute ago.

        Raises:
            UnreachableError: Slack could not say.
            RefusedBySlackError: Slack knows nobody of that id.
        """
        now = self._clock()
        self._known = {
            name: (asked_at, person)
            for name, (asked_at, person) in self._known.items()
            if 0 <= now - asked_at < FRESH_MS
        }
        if user not in self._known:
            self._known[user] = (now, self._ask(user))
        return self._known[user][1]

    def _ask(self, user: str) -> Person:
        answer = object_at(self._web(Method.USERS_INFO, form={"user": user}), "user")
        if id_at(answer, "id") != user:
            raise RefusedBySlackError(Method.USERS_INFO, "another_user")
        return Person(
            id=user,
            name=_name(answer) or SOMEONE,
            team=self._team(answer),
            is_bot=_is(answer, "is_bot") or user == _SLACKBOT,
            is_guest=_is(answer, "is_restricted") or _is(answer, "is_ultra_restricted"),
            is_stranger=_is(answer, "is_stranger"),
            is_deleted=_is(answer, "deleted"),
            zone=text_at(answer, "tz"),
            offset_s=_offset(answer),
        )

    def _team(self, answer: JsonObject) -> str:
        """Give the person's workspace; in an organisation, ours if they are in it."""
        teams = object_at(answer, "enterprise_user").get("teams")
        if isinstance(teams, list) and self._our_team() in teams:
            return self._our_team()
        return id_at(answer, "team_id")


def _name(answer: JsonObject) -> str:
    profile = object_at(answer, "profile")
    return (
        text_at(profile, "display_name") or text_at(answer, "real_name") or text_at(answer, "name")
    )


def _offset(answer: JsonObject) -> int:
    """Read how far a clock is ahead; no clock is more than a day."""
    match answer.get("tz_offset"):
        case bool():
            return 0
        case int(seconds) if abs(seconds) < _DAY_S:
            return seconds
        case _:
            return 0


def _is(answer: JsonObject, flag: str) -> bool:
    """Read a flag; one that is no plain yes or no counts as a yes."""
    value = answer.get(flag)
    return not (value is None or value is False)
