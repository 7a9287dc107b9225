"""Where in a declaration the reader stands, so that what it refuses can be found and mended."""

from dataclasses import dataclass, replace
from typing import Any

from signoff.agent.errors import ToolDefinitionError

SUPPORTED = (
    "Use str, int, float, bool, Literal[...], an Enum, date, datetime, time, list[...], "
    "dict[str, ...], a dataclass, a TypedDict or a pydantic model"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A tool, one of its parameters, and the classes that the reader is inside of."""

    tool: str
    parameter: str | None = None
    inside: tuple[type[Any], ...] = ()

    def at(self, parameter: str) -> "Spot":
        """Name the parameter."""
        return replace(self, parameter=parameter)

    def within(self, cls: type[Any]) -> "Spot":
        """Go into a class.

        Raises:
            ToolDefinitionError: The class holds itself.
        """
        if cls in self.inside:
            raise self.refusal(f"{cls.__name__} holds itself", "Flatten it; a form has no depth")
        return replace(self, inside=(*self.inside, cls))

    def refusal(self, reason: str, mend: str = SUPPORTED) -> ToolDefinitionError:
        """Say what is wrong here and how to mend it, ready to raise."""
        return ToolDefinitionError(reason, tool=self.tool, parameter=self.parameter, mend=mend)
