"""The user's functions: called with typed values; whatever they raise is an answer too."""

from signoff.adapters.typed_values import build_model
from signoff.agent.agent import Agent
from signoff.agent.calling import call
from signoff.agent.errors import ArgumentsError
from signoff.agent.files import ToolResult
from signoff.agent.tool import Tool
from signoff.core.canonical import JsonObject
from signoff.ports.model import ToolFailedError


def declared(agent: object) -> Agent:
    """Take what agent.py calls `agent`.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(agent, Agent):
        raise TypeError(
            f"agent.py: its `agent` is a {type(agent).__name__}; let it be an Agent(...)."
        )
    return agent


class FunctionTools:
    """The `Tools` port: plain functions, called in this thread of this process."""

    def __call__(
        self, tool: Tool, arguments: JsonObject, *, idempotency_key: str
    ) -> str | ToolResult:
        """Call a tool, and give its result as the model reads it."""
        try:
            return call(tool, arguments, idempotency_key=idempotency_key, models=build_model)
        except ArgumentsError as error:
            raise ToolFailedError(str(error)) from error
        except Exception as error:
            # A tool is somebody else's code: whatever it raises, the model and the card are told.
            raise ToolFailedError(f"{type(error).__name__}: {error}") from error
