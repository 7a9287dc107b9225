from typing import Any

import pytest

from signoff import Agent, OpenAIResponses
from signoff.core.presence import Prompt

MODEL = OpenAIResponses(id="gpt-5.4")


def test_prompts_are_kept_in_order() -> None:
    agent = Agent(
        model=MODEL, suggested_prompts=[("Refund", " Refund order 8841 "), ("Ask", "Why?")]
    )

    assert agent.suggested_prompts == (
        Prompt(title="Refund", message="Refund order 8841"),
        Prompt(title="Ask", message="Why?"),
    )


def test_without_any_there_are_none() -> None:
    assert Agent(model=MODEL).suggested_prompts == ()


@pytest.mark.parametrize(
    "wanted", [["Refund"], [("Refund",)], [("a", "b", "c")], [("a", 1)], "ab", [{}]]
)
def test_what_is_no_pair_of_texts_is_said(wanted: Any) -> None:
    with pytest.raises(TypeError, match=r"suggested_prompts: .* is no"):
        Agent(model=MODEL, suggested_prompts=wanted)


@pytest.mark.parametrize("wanted", [[("", "x")], [("x", " ")]])
def test_a_prompt_says_something(wanted: Any) -> None:
    with pytest.raises(ValueError, match="needs a title and a message"):
        Agent(model=MODEL, suggested_prompts=wanted)


def test_more_than_slack_shows_are_refused() -> None:
    with pytest.raises(ValueError, match="Slack shows 4 at most, not 5"):
        Agent(model=MODEL, suggested_prompts=[("a", "b")] * 5)
