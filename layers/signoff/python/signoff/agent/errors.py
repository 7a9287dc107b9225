"""What is wrong with a declaration or a call, said to the one who can mend it."""

from signoff.core.schema import Problem


class ToolDefinitionError(TypeError):
    """A tool can't be described, or contradicts itself; raised where it is defined.

    Attributes:
        tool: The tool's name.
        parameter: The parameter at fault, if it is one.
        mend: What to write instead.
    """

    def __init__(self, reason: str, *, tool: str, mend: str, parameter: str | None = None) -> None:
        place = f"Tool {tool!r}" if parameter is None else f"Tool {tool!r}, parameter {parameter!r}"
        super().__init__(f"{place}: {reason}. {mend}.")
        self.tool = tool
        self.parameter = parameter
        self.mend = mend


class ArgumentsError(ValueError):
    """The arguments of a call do not fit the tool, so it was not started.

    Attributes:
        tool: The tool's name.
        problems: What is wrong, part by part.
    """

    def __init__(self, *, tool: str, problems: tuple[Problem, ...]) -> None:
        told = "; ".join(str(problem) for problem in problems)
        super().__init__(f"{tool} was not started: {told}.")
        self.tool = tool
        self.problems = problems
