"""An answer as the Responses API spells it: the response object and its output items."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import assert_never

from playground.model.replies import Answer, Call, Failed, Item, Refusal, Text
from playground.model.request import ModelRequest
from playground.model.sealed import seal
from playground.plain import Json

_ECHOED: Json = {
    "instructions": None,
    "max_output_tokens": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "reasoning": {"effort": None, "summary": None},
    "store": True,
    "temperature": 1.0,
    "text": {"format": {"type": "text"}, "verbosity": "medium"},
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1.0,
    "truncation": "disabled",
}


@dataclass(slots=True, kw_only=True)
class Ids:
    """Gives every response and item an id of its own, the same ones in every run."""

    _next: Iterator[int] = field(default_factory=lambda: count(1))

    def new(self, prefix: str) -> str:
        """Give an id that was not given before."""
        return f"{prefix}_{next(self._next):08x}"


def response_object(
    answer: Answer | Failed, request: ModelRequest, *, ids: Ids, now: float
) -> Json:
    """Write the response as it stands when it is over."""
    base = {
        "id": ids.new("resp"),
        "object": "response",
        "created_at": int(now),
        "background": False,
        "error": None,
        "incomplete_details": None,
        "model": request.model,
        **{name: request.body.get(name, usual) for name, usual in _ECHOED.items()},
        "service_tier": "default",
    }
    match answer:
        case Failed(code=code, message=message):
            error = {"code": code, "message": message}
            return {**base, "status": "failed", "error": error, "output": [], "usage": None}
        case Answer():
            output = output_items(answer, request, ids)
            return {
                **base,
                "status": "incomplete" if answer.incomplete else "completed",
                "completed_at": None if answer.incomplete else int(now),
                "incomplete_details": answer.incomplete and {"reason": answer.incomplete},
                "output": output,
                "usage": _usage(request, output),
            }
        case _:
            assert_never(answer)


def output_items(answer: Answer, request: ModelRequest, ids: Ids) -> list[Json]:
    """Write the answer's items, its reasoning first; what is incomplete is so in its last item."""
    thoughts = [] if answer.thought is None else [_reasoning(answer.thought, request, ids)]
    items = [_item(item, ids) for item in answer.items]
    if answer.incomplete and items:
        items[-1]["status"] = "incomplete"
    return [*thoughts, *items]


def _reasoning(thought: str, request: ModelRequest, ids: Ids) -> Json:
    item_id = ids.new("rs")
    wanted: Json = request.body.get("reasoning") or {}
    wants_summary = wanted.get("summary") is not None
    item: Json = {
        "id": item_id,
        "type": "reasoning",
        "summary": [{"type": "summary_text", "text": thought}] if wants_summary else [],
    }
    if "reasoning.encrypted_content" in (request.body.get("include") or ()):
        item["encrypted_content"] = seal(item_id=item_id)
    return item


def _item(item: Item, ids: Ids) -> Json:
    match item:
        case Text(text=text):
            part: Json = {"type": "output_text", "annotations": [], "logprobs": [], "text": text}
            return _message(part, ids)
        case Refusal(refusal=refusal):
            return _message({"type": "refusal", "refusal": refusal}, ids)
        case Call(name=name, arguments=arguments, call_id=call_id):
            return {
                "id": ids.new("fc"),
                "type": "function_call",
                "status": "completed",
                "call_id": call_id or ids.new("call"),
                "name": name,
                "arguments": arguments if isinstance(arguments, str) else json.dumps(arguments),
            }
        case _:
            assert_never(item)


def _message(part: Json, ids: Ids) -> Json:
    return {
        "id": ids.new("msg"),
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [part],
    }


def _usage(request: ModelRequest, output: list[Json]) -> Json:
    read = _tokens([request.instructions, request.input, request.body.get("tools")])
    written = _tokens(output)
    thought = _tokens([item for item in output if item["type"] == "reasoning"])
    return {
        "input_tokens": read,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": written,
        "output_tokens_details": {"reasoning_tokens": thought},
        "total_tokens": read + written,
    }


def _tokens(value: object) -> int:
    return math.ceil(len(json.dumps(value)) / 4) if value else 0
