"""Where answers grow is said in the declaration, and checked there."""

from typing import Any

import pytest

from signoff.agent.agent import Agent
from signoff.agent.model import OpenAIResponses
from signoff.agent.streaming import Stream, streams_in

MODEL = OpenAIResponses(id="gpt-5.4")


def test_answers_grow_in_direct_messages_unless_one_says_otherwise() -> None:
    agent = Agent(model=MODEL)

    assert (agent.stream, agent.task_display) == ("dm", "timeline")


@pytest.mark.parametrize(
    ("stream", "direct", "channel"),
    [("dm", True, False), ("all", True, True), ("off", False, False)],
)
def test_each_word_names_its_conversations(stream: Stream, direct: bool, channel: bool) -> None:
    agent = Agent(model=MODEL, stream=stream)

    assert streams_in("D0ANA", agent.stream) is direct
    assert streams_in("C0OPS", agent.stream) is channel


@pytest.mark.parametrize(
    ("option", "words"),
    [("stream", '"dm" or "all" or "off"'), ("task_display", '"plan" or "timeline"')],
)
@pytest.mark.parametrize("value", ["always", "", None, True])
def test_another_word_is_refused_with_those_that_there_are(
    option: str, words: str, value: object
) -> None:
    wrong: Any = {option: value}

    with pytest.raises(ValueError, match=f"^{option} must be {words}, not {value!r}"):
        Agent(model=MODEL, **wrong)
