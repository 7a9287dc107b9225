"""The pieces of a streamed message: how they add up, and what blocks they leave."""

from collections.abc import Iterable
from typing import Any, cast

from playground.slack.payload import Payload, without_nones
from playground.slack.records import Stream


def grown(chunks: tuple[Payload, ...], added: Iterable[Payload]) -> tuple[Payload, ...]:
    """Append pieces: text joins text, a task is replaced by its id, its details are continued."""
    result = list(chunks)
    for chunk in added:
        _grow(result, chunk)
    return tuple(result)


def _grow(chunks: list[Payload], chunk: Payload) -> None:
    match chunk["type"]:
        case "markdown_text" if chunks and chunks[-1]["type"] == "markdown_text":
            chunks[-1] = {**chunks[-1], "text": chunks[-1]["text"] + chunk["text"]}
        case "task_update":
            _replace_or_append(chunks, chunk, "id")
        case "plan_update":
            _replace_or_append(chunks, chunk, "type")
        case _:
            chunks.append(chunk)


def _replace_or_append(chunks: list[Payload], chunk: Payload, key: str) -> None:
    for index, old in enumerate(chunks):
        if old["type"] == chunk["type"] and old.get(key) == chunk.get(key):
            chunks[index] = old | chunk | _continued(old, chunk)
            return
    chunks.append(chunk)


def _continued(old: Payload, new: Payload) -> Payload:
    both = [key for key in ("details", "output") if key in old and key in new]
    return {key: str(old[key]) + str(new[key]) for key in both}


def text_of_chunks(chunks: tuple[Payload, ...]) -> str:
    """Collect the text of a stream: what a screen reader and a push show."""
    return "".join(str(chunk["text"]) for chunk in chunks if chunk["type"] == "markdown_text")


def final_blocks(stream: Stream) -> tuple[Payload, ...]:
    """Write a finished stream as the blocks that its message keeps."""
    tasks = [_task_card(chunk) for chunk in stream.chunks if chunk["type"] == "task_update"]
    plan = [chunk for chunk in stream.chunks if chunk["type"] == "plan_update"]
    blocks: list[Payload] = []
    if tasks and (plan or stream.display_mode == "plan"):
        title = str(plan[-1]["title"]) if plan else "Plan"
        blocks.append({"type": "plan", "title": title, "tasks": tasks})
    else:
        blocks.extend(tasks)
    for chunk in stream.chunks:
        blocks.extend(_lasting(chunk))
    return tuple({"block_id": f"s{index}", **block} for index, block in enumerate(blocks))


def _lasting(chunk: Payload) -> list[Payload]:
    match chunk["type"]:
        case "markdown_text":
            return [{"type": "markdown", "text": str(chunk["text"])}]
        case "blocks":
            return cast("list[Payload]", chunk["blocks"])
        case _:
            return []


def _task_card(chunk: Payload) -> Payload:
    # A stream that ends with a task under way turns it red.
    status = chunk.get("status") or "pending"
    card: dict[str, Any] = {
        "type": "task_card",
        "task_id": chunk["id"],
        "title": chunk["title"],
        "status": "error" if status == "in_progress" else status,
        "details": _rich(chunk.get("details")),
        "output": _rich(chunk.get("output")),
        "sources": chunk.get("sources"),
    }
    return without_nones(card)


def _rich(text: object) -> Payload | None:
    if not text:
        return None
    if isinstance(text, dict):
        return cast("Payload", text)
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(text)}]}
    return {"type": "rich_text", "elements": [section]}
