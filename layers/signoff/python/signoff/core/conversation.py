"""What a model has before it: everything heard, said and returned, each call with one output."""

import json
from collections.abc import Iterator, Sequence
from typing import assert_never

from signoff.core.attached_items import parts
from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.frames import calls_into
from signoff.core.inbound import Inbound
from signoff.core.journal import Call, Entry, GaveUp, ModelSpoke, Refuse, ToolReturned
from signoff.core.keys import Position
from signoff.core.merging import final_arguments
from signoff.core.naming import BESIDE, CLOSES, OPENS, unmarked
from signoff.core.outputs import shortened
from signoff.core.snapshot import Snapshot

INPUT = "input"
"""The one parameter of an agent that another one calls: what it is to do."""

LOST = "This call was given up. Nothing is known of its outcome."
NEVER_RUN = "Not run: the run was given up before."


def conversation(view: Snapshot, heard: Sequence[Inbound]) -> tuple[JsonObject, ...]:
    """Give the thread's own conversation, with messages that are heard now at its end."""
    return tuple(json.loads(item) for item in (*items(view), *map(_said_by, heard)))


def conversation_within(view: Snapshot, within: Position) -> tuple[JsonObject, ...]:
    """Give what the agent has before it that a call was handed to: its input, and what followed.

    It sees nothing else of the run, and the run nothing of this but its last word.
    """
    call = calls_into(view, within)[-1]
    inside = _of_frame(view, view.run, within)
    return tuple(json.loads(item) for item in (_said(*parts(_input(view, call), (), ())), *inside))


def items(view: Snapshot) -> tuple[str, ...]:
    """Give the thread's own conversation so far, item by item, as JSON texts."""
    told = [item for entries in _runs(view) for item in _of_frame(view, entries, None)]
    return (*view.history, *told)


def weight(view: Snapshot) -> int:
    """Count the characters that are still read step by step, in whichever conversation."""
    return sum(
        len(item)
        for entries in _runs(view)
        for within in {entry.within for entry in entries if isinstance(entry, ModelSpoke)} | {None}
        for item in _of_frame(view, entries, within)
    )


def _runs(view: Snapshot) -> Iterator[tuple[Entry, ...]]:
    for run in sorted({step.run for step in view.steps}):
        yield tuple(step.entry for step in view.steps if step.run == run)


def _of_frame(view: Snapshot, entries: Sequence[Entry], within: Position | None) -> Iterator[str]:
    outputs = {entry.at: entry.output for entry in entries if isinstance(entry, ToolReturned)}
    for entry in entries:
        match entry:
            case ModelSpoke() if entry.within == within:
                yield from map(_said_by, entry.heard)
                yield from entry.output
                yield from (_output(view, call, outputs) for call in entry.calls)
            case GaveUp() if within is None:
                yield from map(_said_by, entry.heard)
                yield said_by_us(entry.said)
            case ModelSpoke() | GaveUp() | ToolReturned():
                pass
            case _:
                assert_never(entry)


def _input(view: Snapshot, call: Call) -> str:
    requirement = view.requirement(call)
    arguments = final_arguments(requirement) if requirement else call.arguments
    return str(json.loads(arguments)[INPUT])


def _said_by(inbound: Inbound) -> str:
    text = unmarked(inbound.text) if inbound.name else inbound.text
    said = f"{_author(inbound)} {text}" if inbound.name else text
    return _said(*parts(said, inbound.files, inbound.attached))


def _author(inbound: Inbound) -> str:
    """Say who wrote, between marks that nobody can write."""
    told = [
        inbound.name,
        *(["an app"] if inbound.is_bot else []),
        inbound.local,
        f"has #{inbound.looks_at} open" if inbound.looks_at else "",
    ]
    return f"{OPENS}{f' {BESIDE} '.join(filter(None, told))}{CLOSES}"


def _said(*content: Json) -> str:
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
