"""A model that says what a test wrote down, and remembers what it was asked."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

from signoff.agent.agent import Agent
from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.journal import Usage
from signoff.ports import PermanentError, TransientError
from signoff.ports.model import NOBODY, Answer, Listener, ModelCall


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedCall:
    """A tool call in a script.

    Attributes:
        name: The tool's name.
        arguments: Its arguments, as the model writes them: JSON, or what should have been JSON.
        call_id: The model's id of the call; empty: the next one that was not given before.
    """

    name: str
    arguments: str
    call_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer in a script."""

    text: str = ""
    calls: tuple[ScriptedCall, ...] = ()
    refusal: str = ""
    cut: str = ""


PIECE = 16
"""So many characters of an answer are heard at a time."""

Line: TypeAlias = Reply | TransientError | PermanentError
"""One line of a script: an answer, or what is raised instead."""


def say(text: str) -> Reply:
    """The model says something, and calls nothing."""
    return Reply(text=text)


def call(tool: str, /, **arguments: Json) -> Reply:
    """The model calls one tool."""
    return Reply(calls=(ScriptedCall(name=tool, arguments=canonical(arguments)),))


def calls(*each: Reply | ScriptedCall, text: str = "") -> Reply:
    """The model calls several tools at once, and may say something along with it."""
    wanted = (one.calls if isinstance(one, Reply) else (one,) for one in each)
    return Reply(text=text, calls=tuple(one for some in wanted for one in some))


def refused(why: str) -> Reply:
    """The model will not, and says why."""
    return Reply(refusal=why)


def cut(text: str, *, why: str = "max_output_tokens") -> Reply:
    """The model does not finish what it says."""
    return Reply(text=text, cut=why)


def unavailable(why: str = "the model is busy") -> TransientError:
    """The model cannot be reached now."""
    return TransientError(why)


def turned_down(why: str) -> PermanentError:
    """The model's vendor will never take this request."""
    return PermanentError(why)


class ScriptedModel:
    """The `Model` port, speaking line by line from a script.

    It fails the test when it is asked more often than the script has lines.
    """

    def __init__(self, *lines: Line, pause: Callable[[], None] = lambda: None) -> None:
        """Take the script.

        Args:
            lines: What it says.
            pause: What happens between two pieces of an answer, such as that time passes.
        """
        self.pause: Callable[[], None] = pause
        self._lines = list(lines)
        self._asked: list[tuple[JsonObject, ...]] = []
        self._speakers: list[str] = []
        self._call_ids = count(1)

    def script(self, *lines: Line) -> None:
        """Add lines to the end of the script."""
        self._lines += lines

    def answer(
        self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener = NOBODY
    ) -> Answer:
        """Say the next line, a few words at a time to whoever listens."""
        self._asked.append(tuple(conversation))
        self._speakers.append(agent.id)
        if not self._lines:
            raise AssertionError(f"{agent.name} was asked once more than the script has lines")
        line = self._lines.pop(0)
        if isinstance(line, Reply):
            self._speak(line, listener)
            return self._spoken(line)
        raise line

    @property
    def conversations(self) -> tuple[tuple[JsonObject, ...], ...]:
        """What it was given, at each call."""
        return tuple(self._asked)

    @property
    def speakers(self) -> tuple[str, ...]:
        """The ids of the agents that it was asked for, at each call."""
        return tuple(self._speakers)

    @property
    def remaining(self) -> int:
        """How many lines it has not said yet."""
        return len(self._lines)

    def _speak(self, reply: Reply, listener: Listener) -> None:
        listener.begins()
        said = reply.refusal or reply.text
        for start in range(0, len(said), PIECE):
            listener.hears(said[start : start + PIECE])
            self.pause()

    def _spoken(self, reply: Reply) -> Answer:
        made = tuple(
            ModelCall(
                call_id=one.call_id or f"call_{next(self._call_ids)}",
                name=one.name,
                arguments=one.arguments,
            )
            for one in reply.calls
        )
        return Answer(
            items=_items(reply, made),
            text=reply.text,
            calls=made,
            refusal=reply.refusal,
            cut=reply.cut,
            usage=Usage(input=100, output=20),
        )


def _items(reply: Reply, made: tuple[ModelCall, ...]) -> tuple[str, ...]:
    status = "incomplete" if reply.cut else "completed"
    said: JsonObject = {"type": "output_text", "text": reply.text, "annotations": ()}
    no: JsonObject = {"type": "refusal", "refusal": reply.refusal}
    parts = [part for part, words in ((said, reply.text), (no, reply.refusal)) if words]
    message: JsonObject = {
        "type": "message",
        "role": "assistant",
        "status": status,
        "content": parts,
    }
    called: list[JsonObject] = [
        {
            "type": "function_call",
            "call_id": one.call_id,
            "name": one.name,
            "arguments": one.arguments,
            "status": "completed",
        }
        for one in made
    ]
    return tuple(json.dumps(item) for item in (*([message] if parts else []), *called))
