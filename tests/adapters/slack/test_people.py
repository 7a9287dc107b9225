"""Who somebody is, is asked at most a minute ago; in doubt they are not one of us."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from playground.slack.local_slack import LocalSlack
from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.people import People
from signoff.core.canonical import JsonObject
from signoff.core.person import Bar, Person, bar_to_decide
from signoff.ports import UndeliverableError, UnreachableError
from signoff.testing import ManualClock

NOW = 1_795_420_800_000
OURS = "xoxb-local"


class AskedWeb:
    """Answers `users.info` with what a test says."""

    def __init__(self, user: object) -> None:
        self.user = user
        self.asked: list[JsonObject | None] = []

    def __call__(
        self, method: Method, *, json: JsonObject | None = None, form: JsonObject | None = None
    ) -> JsonObject:
        assert (method, json) == (Method.USERS_INFO, None)
        self.asked.append(form)
        answer: dict[str, Any] = {"ok": True, "user": self.user}
        return answer


def an_answer(**fields: object) -> dict[str, object]:
    return {
        "id": "U0BOB",
        "team_id": "T0LOCAL",
        "name": "bob",
        "real_name": "Bob Berg",
        "profile": {"display_name": "bobby"},
        "deleted": False,
        "is_bot": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_stranger": False,
    } | fields


def people(web: AskedWeb, *, clock: ManualClock | None = None) -> Callable[[str], Person]:
    return People(web=web, our_team=lambda: "T0LOCAL", clock=clock or ManualClock(NOW))


def bar(**fields: object) -> Bar | None:
    return bar_to_decide(people(AskedWeb(an_answer(**fields)))("U0BOB"), team="T0LOCAL")


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


def a_chat(slack: LocalSlack, clock: ManualClock) -> SlackChat:
    return SlackChat(token=OURS, api_url=slack.api_url, timeout_s=5.0, clock=clock)


def test_a_member_is_known_by_the_name_they_chose() -> None:
    assert people(AskedWeb(an_answer()))("U0BOB") == Person(
        id="U0BOB", name="bobby", team="T0LOCAL"
    )


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"profile": {"display_name": ""}}, "Bob Berg"),
        ({"profile": None, "real_name": None}, "bob"),
        ({"profile": None, "real_name": None, "name": 5}, "someone"),
    ],
    ids=range(3),
)
def test_without_that_name_there_is_another(fields: dict[str, object], name: str) -> None:
    assert people(AskedWeb(an_answer(**fields)))("U0BOB").name == name


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"deleted": True}, Bar.DEACTIVATED),
        ({"is_bot": True}, Bar.BOT),
        ({"is_restricted": True}, Bar.OUTSIDER),
        ({"is_ultra_restricted": True}, Bar.OUTSIDER),
        ({"is_stranger": True}, Bar.OUTSIDER),
        ({"is_stranger": "yes"}, Bar.OUTSIDER),
        ({"is_stranger": []}, Bar.OUTSIDER),
        ({"is_stranger": 0}, Bar.OUTSIDER),
        ({"team_id": "T0OTHER"}, Bar.OUTSIDER),
        ({"team_id": None}, Bar.OUTSIDER),
        ({"is_bot": None, "is_stranger": None}, None),
        ({"enterprise_user": {"teams": ["T0X", "T0LOCAL"]}, "team_id": "T0X"}, None),
        ({"enterprise_user": {"teams": ["T0X"]}, "team_id": "T0X"}, Bar.OUTSIDER),
        ({"enterprise_user": {"teams": "T0LOCAL"}, "team_id": "T0X"}, Bar.OUTSIDER),
    ],
    ids=range(15),
)
def test_whoever_is_not_plainly_a_member_does_not_decide(
    fields: dict[str, object], expected: Bar | None
) -> None:
    assert bar(**fields) is expected


def test_slackbot_is_a_bot_though_slack_says_otherwise() -> None:
    web = AskedWeb(an_answer(id="USLACKBOT"))

    assert people(web)("USLACKBOT").is_bot


@pytest.mark.parametrize("user", [None, {}, "U0BOB", an_answer(id="U0EVE")], ids=range(4))
def test_an_answer_about_somebody_else_is_none(user: object) -> None:
    with pytest.raises(UndeliverableError):
        people(AskedWeb(user))("U0BOB")


def test_who_somebody_is_is_remembered_for_less_than_a_minute() -> None:
    clock, web = ManualClock(NOW), AskedWeb(an_answer())
    ask = people(web, clock=clock)
    ask("U0BOB")
    web.user = an_answer(deleted=True)

    clock.advance(ms=59_999)
    remembered = ask("U0BOB")
    clock.advance(ms=1)
    asked_again = ask("U0BOB")

    assert not remembered.is_deleted
    assert asked_again.is_deleted
    assert web.asked == [{"user": "U0BOB"}] * 2


def test_a_failure_is_not_remembered(slack: LocalSlack) -> None:
    chat = a_chat(slack, ManualClock(NOW))
    slack.fail("users.info", "internal_error")
    with pytest.raises(UnreachableError):
        chat.person("U0BOB")

    assert chat.person("U0BOB").name == "bob"


def test_nobody_is_made_up(slack: LocalSlack) -> None:
    with pytest.raises(UndeliverableError, match="user_not_found"):
        a_chat(slack, ManualClock(NOW)).person("U0NOBODY")


@pytest.mark.parametrize(
    ("user", "expected"),
    [("U0ANA", None), ("U0GUEST", Bar.OUTSIDER), ("U0OUT", Bar.OUTSIDER), ("U0BOT", Bar.BOT)],
)
def test_the_people_of_a_workspace_are_told_apart(
    slack: LocalSlack, user: str, expected: Bar | None
) -> None:
    person = a_chat(slack, ManualClock(NOW)).person(user)

    assert bar_to_decide(person, team="T0LOCAL") is expected
