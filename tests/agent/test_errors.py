"""What is said to the one who can mend it."""

from signoff.agent.errors import ArgumentsError, ToolDefinitionError
from signoff.core.schema import Problem


def test_a_definition_error_names_tool_parameter_and_mend() -> None:
    error = ToolDefinitionError("it has no type", tool="ship", parameter="to", mend="Give it one")

    assert str(error) == "Tool 'ship', parameter 'to': it has no type. Give it one."
    assert (error.tool, error.parameter, error.mend) == ("ship", "to", "Give it one")


def test_an_error_of_the_whole_tool_names_no_parameter() -> None:
    assert str(ToolDefinitionError("it yields", tool="ship", mend="Return")) == (
        "Tool 'ship': it yields. Return."
    )


def test_an_arguments_error_tells_every_problem() -> None:
    problems = (Problem(path=("to",), message="is missing"), Problem(path=(), message="is odd"))

    assert str(ArgumentsError(tool="ship", problems=problems)) == (
        "ship was not started: to is missing; the value is odd."
    )
