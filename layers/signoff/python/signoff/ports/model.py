"""The language model, and the functions that it calls."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from signoff.agent.agent import Agent
from signoff.agent.files import ToolResult
from signoff.agent.tool import Tool
from signoff.core.canonical import JsonObject
from signoff.core.journal import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """A tool call as the model wrote it."""

    call_id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the model gave out, whole.

    Attributes:
        items: Everything, item by item, as JSON texts: it goes back to the model as it is.
        text: What it said.
        calls: The tools it called.
        refusal: Why it would not, in its words; empty when it did.
        cut: Why the answer is incomplete; empty when it is complete.
        usage: What it cost.
    """

    items: tuple[str, ...]
    text: str
    calls: tuple[ModelCall, ...]
    refusal: str = ""
    cut: str = ""
    usage: Usage = field(default_factory=Usage)


class Listener(Protocol):
    """Hears an answer while it is given; what counts is the whole answer. It never raises."""

    def begins(self) -> None:
        """An answer begins, or begins anew: what was heard of it before does not count."""
        ...

    def hears(self, text: str) -> None:
        """The model has said a little more."""
        ...


class Nobody:
    """Does not listen."""

    def begins(self) -> None:
        """Do nothing."""

    def hears(self, text: str) -> None:
        """Do nothing."""


NOBODY = Nobody()


class Model(Protocol):
    """The language model."""

    def answer(
        self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener = NOBODY
    ) -> Answer:
        """Have the model go on with a conversation, and somebody hear it speak.

        Raises:
            TransientError: It was busy, broken or too slow.
            PermanentError: It will not take this request: the message says why, in plain words.
        """
        ...


class Tools(Protocol):
    """Runs the user's functions."""

    def __call__(
        self, tool: Tool, arguments: JsonObject, *, idempotency_key: str
    ) -> str | ToolResult:
        """Call a tool, and give its result as the model reads it, with files where it has some.

        Raises:
            ToolFailedError: The tool raised; the message is what the model is told.
        """
        ...


class ToolFailedError(Exception):
    """A tool raised."""
