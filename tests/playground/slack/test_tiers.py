"""How often a method is taken, and what counts as a call that was not to be made."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from playground.slack.clock import ManualClock
from playground.slack.local_slack import LocalSlack
from playground.slack.page_api.state import state_for
from playground.slack.tiers import BURST, WORKSPACE_CAP, Tiers, above_tier

NOW = 1_000.0
OPS = {"channel": "C0OPS"}


def _kept() -> Tiers:
    return Tiers(are_kept=True)


def _posts(tiers: Tiers, *, now: float, count: int = 1, channel: str = "C0OPS") -> list[int]:
    args = {"channel": channel}
    return [tiers.admit("chat.postMessage", args, by="a", now=now) for _ in range(count)]


@pytest.mark.parametrize(
    ("method", "most"),
    [
        ("apps.connections.open", 1),
        ("chat.startStream", 20),
        ("chat.update", 50),
        ("reactions.add", 50),
        ("views.open", 100),
        ("chat.appendStream", 100),
    ],
)
def test_a_method_is_taken_as_often_in_a_minute_as_its_tier_says(method: str, most: int) -> None:
    tiers = _kept()

    waits = [tiers.admit(method, {}, by="a", now=NOW + n / 100) for n in range(most + 1)]

    assert waits == [0] * most + [60 - (most // 100)]
    assert tiers.admit(method, {}, by="a", now=NOW + 60) == 0


def test_a_channel_takes_a_few_messages_at_once_and_then_one_a_second() -> None:
    tiers = _kept()

    assert _posts(tiers, now=NOW, count=BURST + 2) == [0] * BURST + [1, 1]
    assert _posts(tiers, now=NOW + 1, count=2) == [0, 1]
    assert _posts(tiers, now=NOW + 1, channel="C0GENERAL") == [0]
    assert _posts(tiers, now=NOW + 60, count=BURST + 1) == [0] * BURST + [1]


def test_a_workspace_takes_no_more_than_its_cap_however_many_channels_it_has() -> None:
    tiers = _kept()
    channels = [f"C{n}" for n in range(WORKSPACE_CAP + 1)]

    waits = [_posts(tiers, now=NOW, channel=each)[0] for each in channels]

    assert waits == [0] * WORKSPACE_CAP + [60]


def test_who_calls_while_asked_not_to_is_counted_and_others_are_not() -> None:
    tiers = Tiers()
    tiers.refuse("chat.update", {}, seconds=30, by="a", now=NOW)

    for by, method, now in (
        ("a", "chat.update", NOW + 29),
        ("a", "chat.update", NOW + 30),
        ("a", "chat.delete", NOW),
        ("b", "chat.update", NOW),
    ):
        tiers.admit(method, {}, by=by, now=now)

    assert tiers.over_tier == 1


@pytest.mark.parametrize(("channels", "over"), [(["C1"], 0), (["C1", "C2"], 1), (["C1", "C1"], 0)])
def test_one_limited_channel_says_nothing_of_others_and_two_say_it_of_all(
    channels: list[str], over: int
) -> None:
    tiers = Tiers()
    for each in channels:
        tiers.refuse("chat.postMessage", {"channel": each}, seconds=30, by="a", now=NOW)

    _posts(tiers, now=NOW + 1, channel="C3")

    assert tiers.over_tier == over


@pytest.mark.parametrize(
    ("method", "times", "above"),
    [
        ("chat.update", [0.0] * 50, 0),
        ("chat.update", [0.0] * 52, 2),
        ("chat.update", [0.0] * 50 + [60.0], 0),
        ("chat.postMessage", [0.0] * 5 + [1.0, 2.0], 0),
        ("chat.postMessage", [0.0] * 5 + [1.0, 1.0], 1),
    ],
)
def test_what_was_let_through_above_its_tier_is_counted_again(
    method: str, times: list[float], above: int
) -> None:
    assert above_tier((method, {"channel": "C1"}, at) for at in times) == above


# Through the door.


def test_nothing_is_limited_unless_asked_for(slack: LocalSlack, client: Any) -> None:
    for _ in range(60):
        client.auth_test()
        client.chat_postMessage(channel="C0OPS", text="x")

    assert [call for call in slack.calls() if call.retry_after] == []


def test_a_limit_is_429_with_the_seconds_and_over_on_the_slacks_own_clock(
    slack: LocalSlack, client: Any, clock: ManualClock
) -> None:
    slack.keep_tiers()
    for _ in range(BURST):
        client.chat_postMessage(channel="C0OPS", text="x")

    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel="C0OPS", text="x")
        error: Any = caught.value
        assert error.response.status_code == 429
        assert error.response["error"] == "ratelimited"
        assert error.response.headers["retry-after"] == "1"
    clock.advance(1)

    assert client.chat_postMessage(channel="C0OPS", text="x")["ok"]
    assert len(slack.messages("C0OPS")) == BURST + 1
    assert slack.let_through == 0


def test_a_process_that_comes_too_early_is_counted(slack: LocalSlack, client: Any) -> None:
    slack.name_caller("worker")
    slack.fail("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C0OPS", text="x")

    client.chat_postMessage(channel="C0OPS", text="x")
    client.chat_postMessage(channel="C0GENERAL", text="x")

    assert slack.over_tier == 1


def test_the_page_is_told_of_each_limit(slack: LocalSlack, client: Any) -> None:
    slack.fail("chat.update", retry_after=7)
    with pytest.raises(SlackApiError):
        client.chat_update(channel="C0OPS", ts="1.1", text="x")

    (call,) = slack.calls("chat.update")

    assert call.as_payload()["retry_after"] == 7
    assert slack.read(lambda site: state_for(site, "U0ANA"))["limits"] == {
        "limited": 1,
        "over_tier": 0,
        "method": "chat.update",
        "retry_after": 7,
    }
