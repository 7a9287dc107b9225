"""What the model has before it: everything heard, said and returned, each call with one output."""

import json
from collections.abc import Iterator, Sequence
from typing import assert_never

from signoff.core.canonical import JsonObject, canonical
from signoff.core.journal import Call, Entry, GaveUp, Inbound, ModelSpoke, Refuse, ToolReturned
from signoff.core.keys import Position
from signoff.core.outputs import shortened
from signoff.core.snapshot import Snapshot

LOST = "This call was given up. Nothing is known of its outcome."
NEVER_RUN = "Not run: the run was given up before."


def conversation(view: Snapshot, heard: Sequence[Inbound]) -> tuple[JsonObject, ...]:
    """Give the conversation, with messages that are heard now at its end."""
    return tuple(json.loads(item) for item in (*items(view), *map(_said_by, heard)))


def items(view: Snapshot) -> tuple[str, ...]:
    """Give the conversation so far, item by item, as JSON texts."""
    runs = sorted({step.run for step in view.steps})
    told = [
        item
        for run in runs
        for item in _of_run(view, tuple(step.entry for step in view.steps if step.run == run))
    ]
    return (*view.history, *told)


def _of_run(view: Snapshot, entries: Sequence[Entry]) -> Iterator[str]:
    outputs = {entry.at: entry.output for entry in entries if isinstance(entry, ToolReturned)}
    for entry in entries:
        match entry:
            case ModelSpoke():
                yield from map(_said_by, entry.heard)
                yield from entry.output
                yield from (_output(view, call, outputs) for call in entry.calls)
            case GaveUp():
                yield from map(_said_by, entry.heard)
                yield said_by_us(entry.said)
            case ToolReturned():
                pass
            case _:
                assert_never(entry)


def _said_by(inbound: Inbound) -> str:
    text = inbound.text
    if inbound.files:
        text += f"\n(attached: {', '.join(inbound.files)})"
    content = [{"type": "input_text", "text": text}]
    return canonical({"type": "message", "role": "user", "content": content})


def said_by_us(text: str) -> str:
    """Write words of the agent's as an item that hangs together with no other."""
    content = [{"type": "output_text", "text": text}]
    return canonical({"type": "message", "role": "assistant", "content": content})


def _output(view: Snapshot, call: Call, outputs: dict[Position, str]) -> str:
    told = call.plan.output if isinstance(call.plan, Refuse) else outputs.get(call.at)
    if told is None:
        told = LOST if view.execution(call) else NEVER_RUN
    return canonical(
        {"type": "function_call_output", "call_id": call.call_id, "output": shortened(told)}
    )
