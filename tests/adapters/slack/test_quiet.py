"""What Slack asked to be left alone with is not called again before its time is over."""

import pytest

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.web import SlackWeb
from signoff.ports import UnreachableError
from signoff.testing import ManualClock
from tests.adapters.slack.test_web import NOW, CountingSlack, a_slack, a_web

LIMITED = {"ok": False, "error": "ratelimited"}
OPS, GENERAL, SALES = ({"channel": each, "text": "Hi"} for each in ("C1", "C2", "C3"))


def _limited(
    slack: CountingSlack, web: SlackWeb, method: Method, json: dict[str, str] | None = None
) -> None:
    """Have one call limited, and let Slack take everything again."""
    taken, slack.answer, slack.status = slack.answer, b'{"ok":false,"error":"ratelimited"}', 429
    with pytest.raises(UnreachableError):
        web(method, json=json)
    slack.answer, slack.status = taken, 200


@pytest.mark.parametrize(("passed_s", "left_s"), [(0, 30), (1, 29), (29, 1)])
def test_a_limited_method_is_left_alone_and_how_long_still_is_said(
    passed_s: int, left_s: int
) -> None:
    clock = ManualClock(NOW)
    with a_slack(headers={"Retry-After": "30"}) as slack:
        web = a_web(slack, clock=clock)
        _limited(slack, web, Method.UPDATE)
        clock.advance(seconds=passed_s)

        with pytest.raises(UnreachableError) as caught:
            web(Method.UPDATE)

    assert (caught.value.retry_after_s, caught.value.is_ambiguous) == (left_s, False)
    assert len(slack.calls) == 1


def test_once_the_time_is_over_it_is_called_again() -> None:
    clock = ManualClock(NOW)
    with a_slack(headers={"Retry-After": "30"}) as slack:
        web = a_web(slack, clock=clock)
        _limited(slack, web, Method.UPDATE)
        clock.advance(seconds=30)

        assert web(Method.UPDATE) == {"ok": True}


def test_other_methods_are_called_meanwhile() -> None:
    with a_slack(headers={"Retry-After": "30"}) as slack:
        web = a_web(slack)
        _limited(slack, web, Method.UPDATE)

        assert web(Method.POST_MESSAGE, json=OPS) == {"ok": True}


@pytest.mark.parametrize("header", ["0", "soon", "-5"])
def test_a_limit_without_a_time_holds_for_a_second(header: str) -> None:
    clock = ManualClock(NOW)
    with a_slack(headers={"Retry-After": header}) as slack:
        web = a_web(slack, clock=clock)
        _limited(slack, web, Method.UPDATE)
        with pytest.raises(UnreachableError):
            web(Method.UPDATE)
        clock.advance(seconds=1)

        assert web(Method.UPDATE) == {"ok": True}


def test_a_message_is_limited_in_its_channel() -> None:
    with a_slack(headers={"Retry-After": "30"}) as slack:
        web = a_web(slack)
        _limited(slack, web, Method.POST_MESSAGE, OPS)
        with pytest.raises(UnreachableError, match="left alone"):
            web(Method.POST_MESSAGE, json=OPS)

        assert web(Method.POST_MESSAGE, json=GENERAL) == {"ok": True}


def test_where_two_channels_are_limited_the_whole_workspace_is() -> None:
    with a_slack(headers={"Retry-After": "30"}) as slack:
        web = a_web(slack)
        _limited(slack, web, Method.POST_MESSAGE, OPS)
        _limited(slack, web, Method.POST_MESSAGE, GENERAL)

        with pytest.raises(UnreachableError, match="left alone"):
            web(Method.POST_MESSAGE, json=SALES)

    assert len(slack.calls) == 2


def test_a_second_channel_that_is_limited_after_the_first_was_over_says_nothing_of_others() -> None:
    clock = ManualClock(NOW)
    with a_slack(headers={"Retry-After": "30"}) as slack:
        web = a_web(slack, clock=clock)
        _limited(slack, web, Method.POST_MESSAGE, OPS)
        clock.advance(seconds=30)
        _limited(slack, web, Method.POST_MESSAGE, GENERAL)

        assert web(Method.POST_MESSAGE, json=SALES) == {"ok": True}


def test_a_limit_that_comes_as_an_answer_counts_as_well() -> None:
    with a_slack(LIMITED, headers={"Retry-After": "30"}) as slack:
        web = a_web(slack)
        for _ in range(3):
            with pytest.raises(UnreachableError):
                web(Method.UPDATE)

    assert len(slack.calls) == 1
