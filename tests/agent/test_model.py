"""The model's options."""

from typing import Any

import pytest

from signoff.agent.model import OpenAIResponses


def test_a_model_needs_only_its_name() -> None:
    model = OpenAIResponses(id="gpt-5.4")

    assert (model.id, model.temperature, model.base_url) == ("gpt-5.4", None, None)


def test_options_are_kept() -> None:
    model = OpenAIResponses(
        id="local",
        reasoning_effort="low",
        temperature=0.2,
        max_output_tokens=100,
        base_url="http://localhost:1/v1",
        timeout=5,
        max_retries=0,
    )

    assert (model.reasoning_effort, model.max_output_tokens, model.timeout) == ("low", 100, 5)


@pytest.mark.parametrize(
    "option",
    [
        {"id": ""},
        {"temperature": 2.1},
        {"max_output_tokens": 0},
        {"timeout": 0},
        {"max_retries": -1},
    ],
    ids=str,
)
def test_options_that_no_model_takes_are_refused(option: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(option))):
        OpenAIResponses(**option)
