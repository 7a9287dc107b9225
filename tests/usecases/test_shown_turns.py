"""What people see of whole turns: first and resumed ones, pauses, failures and endings."""

from signoff import Agent, OpenAIResponses, tool
from signoff.core.items import Update
from signoff.core.transitions import lease
from signoff.ports import Task, TaskState, TransientError
from signoff.testing import SlackThread
from signoff.testing.model import call, calls, say, unavailable
from signoff.testing.streams import Streamed

HIDDEN = "kind words for nobody"


@tool
def look_up(order: str) -> str:
    """Look an order up."""
    if order == "0":
        raise LookupError(order)
    return f"{order}: paid"


@tool(requires_confirmation=True, redact=["note"], summary="Refund {order}")
def refund(order: str, note: str) -> str:
    """Pay an order back."""
    return f"{order}: paid back, {len(note)}"


@tool(redact=["note"])
def note_down(order: str, note: str) -> str:
    """Note something down."""
    return f"{order}: {len(note)}"


HELPER = Agent(name="Helper", model=OpenAIResponses(id="gpt-5.4"), tools=[look_up])
AGENT = Agent(
    model=OpenAIResponses(id="gpt-5.4"),
    tools=[look_up, refund, note_down, HELPER.as_tool()],
    stream="all",
)


def stood(thread: SlackThread) -> tuple[Streamed, ...]:
    return thread.chat.grown(thread.key)


def tasks(message: Streamed) -> list[tuple[str, TaskState]]:
    return [(task.title, task.state) for task in message.tasks]


def test_an_answer_stands_in_the_message_that_grew() -> None:
    thread = SlackThread(AGENT, call("look_up", order="8841"), say("It is paid."))

    thread.say("What of 8841?")

    (message,) = stood(thread)
    assert (message.text, message.is_open, message.rewritten) == ("It is paid.", False, 0)
    assert tasks(message) == [("Look up 8841", TaskState.COMPLETE)]
    assert thread.chat.said == []


def test_a_tool_that_raises_is_complete_and_says_so() -> None:
    thread = SlackThread(AGENT, call("look_up", order="0"), say("There is none."))

    thread.say("What of 0?")

    assert tasks(stood(thread)[0]) == [("Failed: Look up 0", TaskState.COMPLETE)]


def test_a_pause_ends_the_message_before_the_card_and_another_follows_the_decision() -> None:
    asked = calls(call("refund", order="8841", note=HIDDEN), text="I pay it back.")
    thread = SlackThread(AGENT, asked, say("Paid back."))
    thread.say("Pay 8841 back")
    (before,) = stood(thread)

    thread.card.approve()

    first, second = stood(thread)
    assert (first, first.is_open) == (before, False)
    assert int(before.ts.split(".")[1]) < int(thread.chat.shown[0].ts[0].split(".")[1])
    assert tasks(second) == [("Refund 8841", TaskState.COMPLETE)]
    assert second.text == "Paid back."


def test_no_title_holds_what_is_hidden() -> None:
    asked = call("note_down", order=HIDDEN, note=HIDDEN)
    thread = SlackThread(AGENT, asked, say("Noted."))

    thread.say("Note it down")

    assert tasks(stood(thread)[0]) == [("Note down", TaskState.COMPLETE)]


def test_an_agent_that_is_called_is_a_task_and_so_are_its_tools() -> None:
    thread = SlackThread(
        AGENT,
        call("helper", input="Look 8841 up"),
        call("look_up", order="8841"),
        say("It is paid."),
        say("Paid."),
    )

    thread.say("What of 8841?")

    (message,) = stood(thread)
    assert [state for _, state in tasks(message)] == [TaskState.COMPLETE] * 2
    assert message.text == "Paid."


def test_a_call_that_nobody_can_make_is_no_task() -> None:
    thread = SlackThread(AGENT, call("unheard_of"), say("I can't."))

    thread.say("Do it")

    assert stood(thread)[0].tasks == ()


def test_the_words_of_an_answer_that_never_came_go() -> None:
    thread = SlackThread(AGENT, call("look_up", order="8841"), unavailable(), say("It is paid."))

    thread.say("What of 8841?")
    thread.clock.advance(minutes=2)

    done, answered = stood(thread)
    assert (done.text, done.is_open) == ("", False)
    assert answered.text == "It is paid."


def test_a_run_that_ends_without_an_answer_says_so_where_it_grew() -> None:
    agent = Agent(model=AGENT.model, tools=[look_up], stream="all", max_steps=1)
    thread = SlackThread(agent, call("look_up", order="8841"))

    thread.say("What of 8841?")

    (message,) = stood(thread)
    assert message.text.startswith("I stopped after 1 step")


def test_what_a_worker_left_that_died_goes_with_the_next_turn() -> None:
    thread = SlackThread(AGENT, say("It is paid."), say("Yes."))
    thread.say("What of 8841?")
    reader = stood(thread)[0].reader
    left = thread.chat.start_stream(thread.key, reader)
    found = thread.store.change(lease.claim(thread.key, now=thread.clock(), lease_ms=1_000))
    fence = int(str(found["fence"]))
    thread.store.change(lease.streaming(thread.key, (left,), fence=fence))
    thread.chat.grow_stream(
        thread.key, left, (Task(id="1.1.0", title="Half", state=TaskState.IN_PROGRESS),)
    )

    over = Update(key=thread.key.meta(), put={"lease_until": 0}, drop=("due", "due_shard"))
    thread.store.change(over)
    thread.say("Really?")

    assert [each.text for each in stood(thread)] == ["It is paid.", "Yes."]


def test_slack_being_down_touches_no_run() -> None:
    thread = SlackThread(AGENT, call("look_up", order="8841"), say("It is paid."))
    thread.chat.fail_next("start_stream", TransientError("down"))

    thread.say("What of 8841?")

    assert thread.said == ("It is paid.",)
