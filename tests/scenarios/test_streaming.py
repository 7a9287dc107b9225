"""Answers grow while they are made, and what was journalled stands in the end."""

import json
from collections.abc import Iterator

import pytest

from playground.model import Text, call
from playground.runner.everything import Everything
from playground.slack.records import Message
from signoff.core.codec import from_item
from signoff.core.effects import Out, OutState
from tests.scenarios.stacks import stack_with
from tests.scenarios.stage import BOT, Stage

DIRECT = "D0ANA"
LONG = "\n\n".join(f"{number}. The order of that number is paid." for number in range(200))
SECRET = "kind words, for nobody"  # noqa: S105 - hidden, and no password


@pytest.fixture(scope="module")
def streaming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """The stack of template.yaml, with an agent that streams everywhere."""
    root = tmp_path_factory.mktemp("project")
    with stack_with("streaming_agent.py", root) as everything:
        yield everything


@pytest.fixture
def stage(streaming: Everything) -> Iterator[Stage]:
    stage = Stage(streaming)
    yield stage
    stage.clear()


@pytest.fixture
def direct(streaming: Everything) -> Iterator[Stage]:
    stage = Stage(streaming, channel=DIRECT)
    yield stage
    stage.clear()


def shown(message: Message) -> str:
    """The Markdown that stands in a message."""
    return "".join(str(each["text"]) for each in message.blocks if each["type"] == "markdown")


def tasks(message: Message) -> list[tuple[str, str]]:
    """The tool calls that stand in a message, with how far they came."""
    blocks = [
        each
        for block in message.blocks
        for each in (block["tasks"] if block["type"] == "plan" else [block])
    ]
    return [(each["title"], each["status"]) for each in blocks if each["type"] == "task_card"]


def journalled(stage: Stage) -> list[str]:
    """What was said in the thread, as it is stored; all of it was sent."""
    outs = [from_item(Out, row) for row in stage.rows("#OUT#")]
    assert {out.state for out in outs} == {OutState.SENT}
    return [out.text for out in outs]


def words(stage: Stage) -> list[str]:
    """The Markdown of all that the agent said, without what holds only tasks."""
    ours = [message for message in stage.messages if message.user == BOT]
    return [text for text in map(shown, ours) if text]


def test_in_direct_messages_an_answer_grows_and_ends_as_it_was_journalled(direct: Stage) -> None:
    direct.model.say(LONG)

    direct.say("What is paid?")

    assert words(direct) == journalled(direct) == [LONG]
    assert direct.slack_calls("chat.startStream") == direct.slack_calls("chat.stopStream") == 1
    assert direct.slack_calls("chat.postMessage") == direct.slack_calls("chat.update") == 0
    begun = next(c for c in direct.slack.calls("chat.startStream")[::-1])
    assert begun.args["recipient_user_id"] == "U0ANA"
    assert begun.args["recipient_team_id"] == direct.thread.team


def test_in_a_channel_it_grows_once_the_agent_says_so(stage: Stage) -> None:
    stage.model.say("All of them.")

    stage.say("What is paid?")

    assert words(stage) == journalled(stage) == ["All of them."]
    assert stage.slack_calls("chat.startStream") == 1


def test_tool_calls_are_tasks_and_one_that_fails_says_so(direct: Stage) -> None:
    direct.model.calls([call("look_up", order="8841"), call("look_up", order="0")])
    direct.model.say("One of them.")

    direct.say("What of 8841 and 0?")

    (answer,) = [message for message in direct.messages if message.user == BOT]
    assert tasks(answer) == [
        ("Look up 8841", "complete"),
        ("Failed: Look up 0", "complete"),
    ]
    assert shown(answer) == "One of them."


def test_a_pause_ends_the_message_and_the_decision_begins_another(stage: Stage) -> None:
    stage.model.calls([Text(text="I pay it back."), call("refund", order="8841", note=SECRET)])
    stage.say("Pay 8841 back")
    before, card = (message for message in stage.messages if message.user == BOT)
    assert shown(before) == "I pay it back."
    assert before.stream is not None
    assert not before.stream.is_open

    stage.model.say("It is paid back.")
    stage.click("approve", card=card)
    stage.settle()

    after = stage.messages[-1]
    assert stage.messages[0] == before
    assert shown(after) == "It is paid back."
    assert [state for _, state in tasks(after)] == ["complete"]
    streams = [call for call in stage.slack.calls() if call.method.endswith("Stream")]
    assert SECRET not in json.dumps([call.args for call in streams])


def test_where_slack_does_not_stream_the_answer_is_posted(stage: Stage) -> None:
    stage.slack.fail("chat.startStream", "team_not_found")
    stage.model.call("look_up", order="8841").say("It is paid.")

    stage.say("What of 8841?")

    assert words(stage) == journalled(stage) == ["It is paid."]
    assert stage.slack_calls("chat.startStream") == 1
    assert stage.slack_calls("chat.appendStream") == 0


@pytest.mark.parametrize("error", ["message_not_in_streaming_state", "stopped_by_user"])
def test_an_answer_whose_message_breaks_is_put_right(direct: Stage, error: str) -> None:
    direct.slack.fail("chat.appendStream", error)
    direct.model.say(LONG)

    direct.say("What is paid?")

    assert words(direct) == journalled(direct) == [LONG]


def test_an_answer_whose_end_is_lost_stands_once(direct: Stage) -> None:
    direct.slack.fail("chat.stopStream", lose_reply=True)
    direct.model.say(LONG)
    direct.say("What is paid?")

    direct.overdue("#OUT#")

    assert words(direct) == journalled(direct) == [LONG]


def test_what_is_said_beside_calls_goes_once_the_reply_is_there(direct: Stage) -> None:
    direct.model.calls([Text(text="I look."), call("look_up", order="8841")]).say("It is paid.")

    direct.say("What of 8841?")

    assert words(direct) == journalled(direct) == ["It is paid."]


def test_a_model_that_begins_anew_leaves_nothing_of_the_first_time(direct: Stage) -> None:
    direct.model.cut(LONG, events=300).say("It is paid.")

    direct.say("What of 8841?")

    assert words(direct) == journalled(direct) == ["It is paid."]
