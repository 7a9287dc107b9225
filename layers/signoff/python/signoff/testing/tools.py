"""The agent's own functions, called as the worker calls them, and remembered."""

from dataclasses import dataclass

from signoff.agent.calling import call
from signoff.agent.errors import ArgumentsError
from signoff.agent.files import ToolResult
from signoff.agent.tool import Tool
from signoff.agent.values import BuildModel, no_models
from signoff.core.canonical import JsonObject
from signoff.ports.model import ToolFailedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A tool that ran.

    Attributes:
        tool: Its name.
        arguments: What it ran with, as JSON.
        idempotency_key: The key it was given.
    """

    tool: str
    arguments: JsonObject
    idempotency_key: str


class RecordingTools:
    """The `Tools` port: calls the real functions, and remembers each call.

    Attributes:
        ran: Every call, in order; those that raised, too.
    """

    def __init__(self, models: BuildModel = no_models) -> None:
        """Begin with none; `models` builds pydantic objects for tools that take them."""
        self.ran: list[Ran] = []
        self._models = models

    def __call__(
        self, tool: Tool, arguments: JsonObject, *, idempotency_key: str
    ) -> str | ToolResult:
        """Call a tool, and give its result as the model reads it."""
        self.ran.append(Ran(tool=tool.name, arguments=arguments, idempotency_key=idempotency_key))
        try:
            return call(tool, arguments, idempotency_key=idempotency_key, models=self._models)
        except ArgumentsError as error:
            raise ToolFailedError(str(error)) from error
        except Exception as error:
            # Whatever the function raises is an answer for the model, as it is in the worker.
            raise ToolFailedError(f"{type(error).__name__}: {error}") from error
