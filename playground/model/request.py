"""What a client asked of the model, in the questions that a script asks of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground.plain import Json, is_object


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSpec:
    """A function that the model may call."""

    name: str
    description: str
    parameters: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one call."""

    call_id: str
    tool: str
    arguments: str
    output: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """One POST /v1/responses."""

    body: Json
    headers: Mapping[str, str]

    @property
    def model(self) -> str:
        """The model that was asked for."""
        return str(self.body.get("model", ""))

    @property
    def is_streaming(self) -> bool:
        """Whether the answer is to come as events."""
        return self.body.get("stream") is True

    @property
    def instructions(self) -> str:
        """The system's words."""
        return str(self.body.get("instructions") or "")

    @property
    def input(self) -> tuple[Json, ...]:
        """The conversation, oldest first, each item as an object."""
        given = self.body.get("input", [])
        if isinstance(given, str):
            return ({"type": "message", "role": "user", "content": given},)
        return tuple({"type": "message", **item} for item in given)

    @property
    def tools(self) -> tuple[ToolSpec, ...]:
        """The functions on offer."""
        return tuple(
            ToolSpec(
                name=tool["name"],
                description=tool.get("description") or "",
                parameters=tool.get("parameters") or {},
            )
            for tool in self.body.get("tools") or ()
            if tool.get("type") == "function"
        )

    @property
    def user_texts(self) -> tuple[str, ...]:
        """Everything people said, oldest first."""
        return tuple(text_of(item) for item in self.input if is_from_user(item))

    @property
    def last_user_text(self) -> str:
        """What a person said last."""
        return self.user_texts[-1] if self.user_texts else ""

    @property
    def outputs(self) -> dict[str, str]:
        """The output of each call that has one, by call id."""
        return {each.call_id: each.output for each in outcomes(self.input)}


def is_from_user(item: Json) -> bool:
    """Say whether a person wrote this item."""
    return item["type"] == "message" and item.get("role") == "user"


def is_from_model(item: Json) -> bool:
    """Say whether this item is words of the model's."""
    return item["type"] == "message" and item.get("role") == "assistant"


def text_of(item: Json) -> str:
    """Give the words of a message item, or of a call's output."""
    content: Any = item.get("content", item.get("output", ""))
    if isinstance(content, str):
        return content
    return "\n".join(_words(content or []))


def _words(parts: list[Any]) -> Iterator[str]:
    for part in parts:
        if "text" in part:
            yield str(part["text"])


def outcomes(items: tuple[Json, ...]) -> tuple[Outcome, ...]:
    """Pair each output among the items with the call before it."""
    calls: dict[str, Json] = {}
    found: list[Outcome] = []
    for item in items:
        if item["type"] == "function_call":
            calls[item["call_id"]] = item
        if item["type"] == "function_call_output":
            call = calls.get(item["call_id"], {})
            found.append(
                Outcome(
                    call_id=item["call_id"],
                    tool=str(call.get("name", "")),
                    arguments=str(call.get("arguments", "")),
                    output=text_of(item),
                )
            )
    return tuple(found)


def parse(body: bytes, headers: Mapping[str, str]) -> ModelRequest:
    """Read a request.

    Raises:
        ValueError: The body is no JSON object.
    """
    parsed: Any = json.loads(body)
    if not is_object(parsed):
        raise ValueError("no object")
    return ModelRequest(body=parsed, headers=headers)
