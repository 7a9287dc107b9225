"""What Slack shows beside a thread of the agent at work, and its Stop button."""

from collections.abc import Callable
from threading import Event

from playground.slack.records import AgentSession
from signoff.adapters.slack.ratings import THANKS
from signoff.core.rating import Opinion
from signoff.usecases import press_stop
from tests.scenarios.stage import ANA, BOB, EMAIL, GUEST, OPS, Stage


def _session(stage: Stage) -> AgentSession | None:
    return stage.slack.session(OPS, stage.thread_ts)


def _status(stage: Stage) -> str:
    session = _session(stage)
    return session.status if session else ""


def _statuses(stage: Stage) -> list[str]:
    return [
        str(call.args["status"])
        for call in stage.slack.calls()
        if call.method == "agents.sessions.setStatus" and call.args["thread_ts"] == stage.thread_ts
    ]


def _until(is_so: Callable[[], bool]) -> None:
    """Look until something is so that another process brings about."""
    pause = Event()
    for _ in range(1_000):
        if is_so():
            return
        pause.wait(0.02)
    raise AssertionError("it did not happen within 20 seconds")


def _is_stored(stage: Stage) -> bool:
    return any("stop" in row for row in stage.rows("META"))


def _asked(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Tell <@U0BOB> about\norder 8841")


def _at_work(stage: Stage) -> None:
    """Leave the agent at work: its model is asked, and does not answer yet."""
    stage.model.hold()
    stage.thread_ts = stage.slack.mention(ANA, OPS, "Look up order 8841")
    _until(lambda: stage.requests == 1)


def test_a_confirmed_call_is_seen_from_its_beginning_to_its_end(stage: Stage) -> None:
    _asked(stage)
    asked = _status(stage)
    stage.model.say("Sent.")
    stage.click("approve")
    stage.settle()

    assert asked == "suspended"
    assert _statuses(stage) == ["processing", "suspended", "processing", "active"]


def test_a_thread_takes_its_first_words_as_its_title_without_an_id(stage: Stage) -> None:
    _asked(stage)

    session = _session(stage)

    assert session is not None
    assert session.title == "Tell @bob about order 8841"


def test_while_the_model_thinks_the_thread_is_processing(stage: Stage) -> None:
    stage.model.say("Paid.")
    _at_work(stage)
    during = _status(stage)
    stage.model.release()
    stage.settle()

    assert (during, _status(stage)) == ("processing", "active")


def test_stop_ends_a_run_that_is_at_work_before_its_next_call(stage: Stage) -> None:
    stage.model.call("look_up_order", order_id="8841").say("Never said.")
    _at_work(stage)

    stage.slack.stop(BOB, OPS, stage.thread_ts)
    _until(lambda: _is_stored(stage))
    stage.model.release()
    stage.settle()

    assert stage.said == ["Stopped by @bob."]
    assert stage.requests == 1
    assert _status(stage) == "closed"


def test_stop_while_a_person_is_asked_settles_the_card(stage: Stage) -> None:
    _asked(stage)

    stage.slack.stop(ANA, OPS, stage.thread_ts)
    stage.settle()

    assert stage.said == ["Stopped by @ana."]
    assert stage.buttons() == []
    assert stage.card.text.startswith("Cancelled")
    assert _status(stage) == "closed"


def test_stop_where_nothing_runs_is_said_privately_and_does_nothing(stage: Stage) -> None:
    stage.model.say("Hello.")
    stage.say("Hi")

    stage.slack.stop(ANA, OPS, stage.thread_ts)
    stage.settle()

    assert stage.private(ANA) == [press_stop.NOTHING_RUNS]
    assert stage.said == ["Hello."]
    assert _status(stage) == "active"


def test_one_press_that_slack_delivers_again_does_nothing_twice(stage: Stage) -> None:
    _asked(stage)
    stage.slack.stop(ANA, OPS, stage.thread_ts)
    stage.settle()
    stage.model.say("New.")
    stage.say("Something new")

    (pressed,) = [
        each.payload
        for each in stage.slack.deliveries("event")
        if each.type == "agent_session_stopped"
        and each.payload["event"]["thread_ts"] == stage.thread_ts
    ]
    stage.slack.send(pressed)
    stage.settle()

    assert stage.said == ["Stopped by @ana.", "New."]
    assert stage.private(ANA) == []


def test_guests_can_stop_nothing(stage: Stage) -> None:
    _asked(stage)

    stage.slack.stop(GUEST, OPS, stage.thread_ts)
    stage.settle()

    assert stage.private(GUEST) == [press_stop.OUTSIDER]
    assert stage.buttons() == ["approve", "reject", "more"]


def test_a_run_knows_nothing_of_a_slack_that_takes_no_status(stage: Stage) -> None:
    stage.slack.fail("agents.sessions.setStatus", "not_in_channel", times=4)

    _asked(stage)
    stage.model.say("Sent.")
    stage.click("approve")
    stage.settle()

    assert stage.said == ["Sent."]


def test_opened_direct_messages_offer_what_the_agent_declares(stage: Stage) -> None:
    stage.slack.open_home(ANA, "messages")
    stage.settle()

    (offered,) = [
        call.args
        for call in stage.slack.calls()
        if call.method == "assistant.threads.setSuggestedPrompts"
    ]
    assert offered["channel_id"] == stage.slack.dm_channel(ANA)
    assert [prompt["title"] for prompt in offered["prompts"]] == [
        "What can you do?",
        "Where is an order?",
        "Refund an order",
    ]


def test_a_thumb_below_an_answer_is_kept_and_thanked_for(stage: Stage) -> None:
    stage.model.say("Hello.")
    stage.say("Hi")
    answer = stage.messages[-1]

    for thumb in ("positive_button", "negative_button"):
        (element,) = answer.blocks[-1]["elements"]
        stage.slack.click(BOB, OPS, answer.ts, "feedback", choose=element[thumb]["value"])
    stage.settle()

    (row,) = stage.rows("FEEDBACK#")
    assert '"bad"' in str(row["body"])
    assert stage.private(BOB) == [THANKS[Opinion.GOOD], THANKS[Opinion.BAD]]
    assert stage.requests == 1
