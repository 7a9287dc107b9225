"""Who is in a group or a channel, is asked at most a minute ago; what is unclear is not known."""

from collections.abc import Iterator
from typing import Any

import pytest

from playground.slack.local_slack import LocalSlack
from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.circles import Circles
from signoff.core.canonical import JsonObject
from signoff.core.terms import ChannelMembers, Group
from signoff.ports import UndeliverableError, UnreachableError
from signoff.testing import ManualClock

NOW = 1_795_420_800_000
SRE, OPS = Group(id="S0SRE"), ChannelMembers(id="C0OPS")


class AnsweringWeb:
    """Answers with what a test says, in order, and takes its time."""

    def __init__(self, *answers: dict[str, Any], clock: ManualClock, slow_ms: int = 0) -> None:
        self.asked: list[tuple[Method, JsonObject | None]] = []
        self._answers, self._clock, self._slow_ms = list(answers), clock, slow_ms

    def __call__(
        self, method: Method, *, json: JsonObject | None = None, form: JsonObject | None = None
    ) -> JsonObject:
        assert json is None
        self._clock.advance(ms=self._slow_ms)
        self.asked.append((method, form))
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def _page(*users: str, then: str = "") -> dict[str, Any]:
    return {"members": list(users), "response_metadata": {"next_cursor": then}}


def _circles(*answers: dict[str, Any], slow_ms: int = 0) -> tuple[Circles, AnsweringWeb]:
    clock = ManualClock(NOW)
    web = AnsweringWeb(*answers, clock=clock, slow_ms=slow_ms)
    return Circles(web=web, clock=clock), web


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


def a_chat(slack: LocalSlack, clock: ManualClock) -> SlackChat:
    return SlackChat(token="xoxb-local", api_url=slack.api_url, timeout_s=5.0, clock=clock)  # noqa: S106


def test_a_group_is_asked_for_its_users() -> None:
    circles, web = _circles({"users": ["U0BOB", "U0EVE"]})

    assert circles.members(SRE) == {"U0BOB", "U0EVE"}
    assert web.asked == [(Method.GROUP_MEMBERS, {"usergroup": "S0SRE"})]


def test_a_channel_is_asked_for_its_members_page_after_page() -> None:
    circles, web = _circles(_page("U0ANA", then="n1"), _page("U0BOB", then="n2"), _page("U0EVE"))

    assert circles.members(OPS) == {"U0ANA", "U0BOB", "U0EVE"}
    assert [form and form["cursor"] for _, form in web.asked] == [None, "n1", "n2"]
    assert {method for method, _ in web.asked} == {Method.CHANNEL_MEMBERS}


@pytest.mark.parametrize(
    "answer", [{}, {"users": None}, {"users": "U0BOB"}, {"users": {"U0BOB": 1}}], ids=range(4)
)
def test_an_answer_without_a_list_is_none(answer: dict[str, Any]) -> None:
    circles, _ = _circles(answer)

    with pytest.raises(UndeliverableError, match="no_list"):
        circles.members(SRE)


def test_what_is_no_id_is_nobody() -> None:
    circles, _ = _circles({"users": [None, 7, {"id": "U0EVE"}, "U0BOB"]})

    assert circles.members(SRE) == {"U0BOB"}


def test_pages_without_an_end_are_given_up() -> None:
    circles, web = _circles(_page("U0ANA", then="again"))

    with pytest.raises(UndeliverableError, match="too_many_members"):
        circles.members(OPS)
    assert len(web.asked) == 20


def test_a_click_does_not_wait_for_a_very_long_list() -> None:
    circles, web = _circles(_page("U0ANA", then="more"), slow_ms=250)

    with pytest.raises(UnreachableError, match="too slow for so many members"):
        circles.members(OPS)
    assert len(web.asked) == 3


def test_members_are_remembered_for_less_than_a_minute(slack: LocalSlack) -> None:
    clock = ManualClock(NOW)
    chat = a_chat(slack, clock)
    before = chat.members(SRE)
    slack.change_group("S0SRE", ["U0ANA"])

    clock.advance(ms=59_999)
    remembered = chat.members(SRE)
    clock.advance(ms=1)
    asked_again = chat.members(SRE)

    assert before == remembered == {"U0BOB", "U0EVE"}
    assert asked_again == {"U0ANA"}


def test_a_clock_that_goes_backwards_makes_nothing_fresh(slack: LocalSlack) -> None:
    clock = ManualClock(NOW)
    chat = a_chat(slack, clock)
    chat.members(SRE)
    slack.change_group("S0SRE", ["U0ANA"])

    clock.advance(ms=-1)

    assert chat.members(SRE) == {"U0ANA"}


def test_a_failure_is_not_remembered(slack: LocalSlack) -> None:
    chat = a_chat(slack, ManualClock(NOW))
    slack.fail("usergroups.users.list", "internal_error")
    with pytest.raises(UnreachableError):
        chat.members(SRE)

    assert chat.members(SRE) == {"U0BOB", "U0EVE"}


@pytest.mark.parametrize("circle", [Group(id="S0NONE"), ChannelMembers(id="C0NONE")], ids=str)
def test_what_slack_does_not_know_has_no_members(
    slack: LocalSlack, circle: Group | ChannelMembers
) -> None:
    with pytest.raises(UndeliverableError):
        a_chat(slack, ManualClock(NOW)).members(circle)


def test_a_channel_of_the_workspace_has_its_members(slack: LocalSlack) -> None:
    assert {"U0ANA", "U0BOB", "U0EVE"} <= a_chat(slack, ManualClock(NOW)).members(OPS)


def test_a_group_is_known_by_its_handle(slack: LocalSlack) -> None:
    chat = a_chat(slack, ManualClock(NOW))

    assert chat.group_name("S0SRE") == "sre-leads"
    with pytest.raises(UndeliverableError, match="no_such_subteam"):
        chat.group_name("S0NONE")


def test_a_channel_and_a_group_are_asked_for_their_names_once_a_minute() -> None:
    circles, web = _circles(
        {"channel": {"id": "C0OPS", "name": "ops"}},
        {"usergroups": [{"id": "S0SRE", "handle": "sre-leads"}]},
    )

    names = [circles.channel_name("C0OPS"), circles.group_name("S0SRE")]
    again = [circles.channel_name("C0OPS"), circles.group_name("S0SRE")]

    assert names == again == ["ops", "sre-leads"]
    assert len(web.asked) == 2


def test_a_channel_without_a_name_is_none() -> None:
    circles, web = _circles({"channel": {"id": "D0ANA", "is_im": True}})

    for _ in range(2):
        with pytest.raises(UndeliverableError, match="no_name"):
            circles.channel_name("D0ANA")
    assert len(web.asked) == 2


def test_slack_names_a_channel_and_says_who_we_are(slack: LocalSlack) -> None:
    chat = a_chat(slack, ManualClock(NOW))

    assert chat.channel_name("C0OPS") == "ops"
    assert chat.own_ids() == {"U0BOT", "B0BOT"}
