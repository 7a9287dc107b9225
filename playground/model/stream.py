"""A finished response as the events that lead up to it."""

import json
from collections.abc import Iterator
from itertools import count

from playground.model.replies import StreamError
from playground.plain import Json

_PIECE = 16


def events(response: Json) -> Iterator[Json]:
    """Give the events of a response in order, numbered."""
    for number, event in enumerate(_unnumbered(response)):
        yield {**event, "sequence_number": number}


def error_events(error: StreamError, response: Json) -> Iterator[Json]:
    """Give the events of a stream that breaks off with an error."""
    numbers = count()
    for event in _opening(response):
        yield {**event, "sequence_number": next(numbers)}
    yield {
        "type": "error",
        "code": error.code,
        "message": error.message,
        "param": None,
        "sequence_number": next(numbers),
    }


def as_sse(event: Json) -> bytes:
    """Write an event as a server-sent one."""
    return f"event: {event['type']}\ndata: {json.dumps(event, separators=(',', ':'))}\n\n".encode()


def _unnumbered(response: Json) -> Iterator[Json]:
    yield from _opening(response)
    for index, item in enumerate(response["output"]):
        for event in _item_events(item):
            yield {"output_index": index, **event}
    yield {"type": f"response.{response['status']}", "response": response}


def _opening(response: Json) -> Iterator[Json]:
    begun: Json = {**response, "status": "in_progress", "output": [], "usage": None}
    begun |= {"error": None, "incomplete_details": None, "completed_at": None}
    yield {"type": "response.created", "response": begun}
    yield {"type": "response.in_progress", "response": begun}


def _item_events(item: Json) -> Iterator[Json]:
    empty: Json
    match item["type"]:
        case "reasoning":
            empty = {**item, "summary": []}
            between = _summary_events(item)
        case "function_call":
            empty = {**item, "arguments": "", "status": "in_progress"}
            between = _call_events(item)
        case _:
            empty = {**item, "content": [], "status": "in_progress"}
            between = _part_events(item)
    yield {"type": "response.output_item.added", "item": empty}
    yield from between
    yield {"type": "response.output_item.done", "item": item}


def _summary_events(item: Json) -> Iterator[Json]:
    for index, part in enumerate(item["summary"]):
        place = {"item_id": item["id"], "summary_index": index}
        kind = "response.reasoning_summary"
        yield {"type": f"{kind}_part.added", **place, "part": {**part, "text": ""}}
        for piece in _pieces(part["text"]):
            yield {"type": f"{kind}_text.delta", **place, "delta": piece}
        yield {"type": f"{kind}_text.done", **place, "text": part["text"]}
        yield {"type": f"{kind}_part.done", **place, "part": part}


def _call_events(item: Json) -> Iterator[Json]:
    place, kind = {"item_id": item["id"]}, "response.function_call_arguments"
    for piece in _pieces(item["arguments"]):
        yield {"type": f"{kind}.delta", **place, "delta": piece}
    yield {"type": f"{kind}.done", **place, "name": item["name"], "arguments": item["arguments"]}


def _part_events(item: Json) -> Iterator[Json]:
    for index, part in enumerate(item["content"]):
        place = {"item_id": item["id"], "content_index": index}
        field = "text" if part["type"] == "output_text" else "refusal"
        logprobs: Json = {"logprobs": []} if field == "text" else {}
        kind = "response.output_text" if field == "text" else "response.refusal"
        yield {"type": "response.content_part.added", **place, "part": {**part, field: ""}}
        for piece in _pieces(part[field]):
            yield {"type": f"{kind}.delta", **place, "delta": piece, **logprobs}
        yield {"type": f"{kind}.done", **place, field: part[field], **logprobs}
        yield {"type": "response.content_part.done", **place, "part": part}


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE]
