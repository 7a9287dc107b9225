"""What the agent says about its work, by the real client."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack.clock import ManualClock
from playground.slack.local_slack import LocalSlack
from playground.slack.page_api.state import state_for
from playground.slack.payload import Payload
from playground.slack.records import Installation
from playground.slack.seed import seeded_workspace

PLACE: dict[str, Any] = {"channel_id": "C0OPS", "thread_ts": "1795096800.000100"}


def statuses(slack: LocalSlack) -> list[Payload]:
    return slack.read(lambda site: state_for(site, "U0ANA"))["statuses"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("status", ["active", "processing", "suspended", "closed"])
def test_a_session_has_one_of_four_states(
    slack: LocalSlack, client: WebClient, status: str
) -> None:
    client.api_call("agents.sessions.setStatus", json=PLACE | {"status": status, "title": "Refund"})

    session = slack.session("C0OPS", PLACE["thread_ts"])
    assert session is not None
    assert (session.status, session.title) == (status, "Refund")


@pytest.mark.parametrize("status", ["Waiting for Bob", ""])
def test_free_text_is_no_state(client: WebClient, status: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.api_call("agents.sessions.setStatus", json=PLACE | {"status": status})

    assert caught.value.response["error"] == "invalid_arguments"
    assert "must be a valid enum value" in str(caught.value.response["response_metadata"])


def test_a_title_counts_at_the_beginning_and_by_rename(
    slack: LocalSlack, client: WebClient
) -> None:
    for title in ("First", "Second"):
        args = PLACE | {"status": "processing", "title": title}
        client.api_call("agents.sessions.setStatus", json=args)
    before = slack.session("C0OPS", PLACE["thread_ts"])
    client.api_call("agents.sessions.rename", json=PLACE | {"title": "Third"})
    after = slack.session("C0OPS", PLACE["thread_ts"])

    assert before is not None
    assert after is not None
    assert (before.title, after.title) == ("First", "Third")


def test_a_typing_line_fades_after_two_minutes(
    slack: LocalSlack, client: WebClient, clock: ManualClock
) -> None:
    client.assistant_threads_setStatus(**PLACE, status="looks", loading_messages=["one", "two"])

    shown = statuses(slack)
    clock.advance(120)

    assert shown[0]["loading_messages"] == ["one", "two"]
    assert statuses(slack) == []


def test_a_typing_line_ends_when_the_app_speaks_or_says_so(
    slack: LocalSlack, client: WebClient
) -> None:
    client.assistant_threads_setStatus(**PLACE, status="looks")
    client.chat_postMessage(channel="C0OPS", thread_ts=PLACE["thread_ts"], text="found")
    spoken = statuses(slack)
    client.assistant_threads_setStatus(**PLACE, status="looks")
    client.assistant_threads_setStatus(**PLACE, status="")

    assert spoken == statuses(slack) == []


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("assistant.threads.setStatus", PLACE | {"status": "x", "loading_messages": ["x"] * 11}),
        ("agents.sessions.rename", PLACE | {"title": "x" * 201}),
        ("agents.sessions.rename", PLACE),
        ("assistant.threads.setSuggestedPrompts", PLACE | {"prompts": []}),
        ("assistant.threads.setSuggestedPrompts", PLACE | {"prompts": [{"title": "x"}]}),
    ],
)
def test_what_slack_would_refuse_is_refused(
    client: WebClient, method: str, args: dict[str, Any]
) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.api_call(method, json=args)


def test_prompts_are_shown_where_they_are_offered(slack: LocalSlack, client: WebClient) -> None:
    prompt = {"title": "Refund", "message": "Refund order 8841"}

    client.api_call(
        "assistant.threads.setSuggestedPrompts", json={"channel_id": "D0ANA", "prompts": [prompt]}
    )

    shown = slack.read(lambda site: state_for(site, "U0ANA"))["prompts"]
    assert shown == {"D0ANA": [prompt]}
    assert slack.read(lambda site: state_for(site, "U0BOB"))["prompts"] == {}


def test_an_app_that_is_no_agent_has_no_sessions(app: Any, clock: ManualClock) -> None:
    plain = seeded_workspace(Installation(is_agent=False))
    with LocalSlack(deliver=app, clock=clock, workspace=plain) as slack:
        for method in ("agents.sessions.setStatus", "agents.sessions.rename"):
            with pytest.raises(SlackApiError, match="not_authorized"):
                slack.client().api_call(method, json=PLACE | {"status": "active", "title": "x"})


def test_an_app_that_does_not_hear_of_stop_is_warned_and_not_told(
    app: Any, clock: ManualClock
) -> None:
    deaf = seeded_workspace(Installation(events=("message.im",)))
    with LocalSlack(deliver=app, clock=clock, workspace=deaf) as slack:
        args = PLACE | {"status": "processing"}
        answer = slack.client().api_call("agents.sessions.setStatus", json=args)
        slack.stop("U0ANA", "C0OPS", PLACE["thread_ts"])

    assert answer["warning"] == "missing_agent_session_stopped_event_subscription"
    assert app.events() == []


def test_an_app_that_hears_of_stop_is_not_warned(client: WebClient) -> None:
    answer = client.api_call("agents.sessions.setStatus", json=PLACE | {"status": "processing"})

    assert "warning" not in answer.data


def test_what_nobody_has_heard_of_for_an_hour_is_not_at_work(
    slack: LocalSlack, client: WebClient, clock: ManualClock
) -> None:
    client.api_call("agents.sessions.setStatus", json=PLACE | {"status": "processing"})
    before = slack.session("C0OPS", PLACE["thread_ts"])
    clock.advance(3_600)
    after = slack.session("C0OPS", PLACE["thread_ts"])

    assert before is not None
    assert after is not None
    assert (before.status, after.status) == ("processing", "active")


def test_what_waits_for_a_person_may_take_longer(
    slack: LocalSlack, client: WebClient, clock: ManualClock
) -> None:
    client.api_call("agents.sessions.setStatus", json=PLACE | {"status": "suspended"})
    clock.advance(90_000)

    session = slack.session("C0OPS", PLACE["thread_ts"])

    assert session is not None
    assert session.status == "suspended"
