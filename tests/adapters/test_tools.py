import pytest

from signoff import tool
from signoff.adapters.tools import FunctionTools, declared
from signoff.ports.model import ToolFailedError


@tool
def divide(one: int, by: int) -> float:
    """Divide."""
    return one / by


def test_what_is_no_agent_is_named() -> None:
    with pytest.raises(TypeError, match=r"agent\.py: its `agent` is a int; let it be an Agent"):
        declared(5)


def test_a_result_is_text_for_the_model() -> None:
    assert FunctionTools()(divide, {"one": 3, "by": 2}, idempotency_key="k") == "1.5"


def test_whatever_a_tool_raises_is_a_failure_with_its_words() -> None:
    with pytest.raises(ToolFailedError, match="ZeroDivisionError"):
        FunctionTools()(divide, {"one": 3, "by": 0}, idempotency_key="k")


def test_arguments_that_do_not_fit_start_nothing() -> None:
    with pytest.raises(ToolFailedError, match="not started"):
        FunctionTools()(divide, {"one": "three", "by": 1}, idempotency_key="k")
