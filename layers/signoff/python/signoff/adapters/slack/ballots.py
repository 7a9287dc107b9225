"""Approvals on a card before and after it is decided: who voted, and what somebody changed."""

import json
from collections.abc import Sequence

from signoff.adapters.slack.blocks import Block, line, run
from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.limits import clipped
from signoff.adapters.slack.schemas import order_of, stored_schema
from signoff.adapters.slack.words import live, live_time, named, still_needed, utc_time
from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.decision import Approved, ApprovedEdited
from signoff.core.merging import changed_arguments, final_arguments
from signoff.core.redaction import masked
from signoff.core.requirement import Requirement

ROOM_ALONE, ROOM_AMONG_OTHERS = 1_200, 240
"""How much of all old values stands on a card, by whether it has others beside it."""

_NAME = 60
_VOTERS = 2_000
_LEAST = 40
"""So much of an old value stands on the card at least."""


def is_let_through(asked: Requirement) -> bool:
    """Tell whether it was approved, with edits or without."""
    decision = asked.verdict.decision if asked.verdict else None
    return isinstance(decision, Approved | ApprovedEdited)


def tally(asked: Requirement) -> str:
    """Count the approvals and name who gave them, in mrkdwn; nothing where one is enough."""
    if asked.quorum == 1:
        return ""
    voters = _joined(" · ", [f"{live(vote.by)} {live_time(vote.at)}" for vote in asked.votes])
    count = f"{len(asked.votes)} of {asked.quorum}"
    if is_let_through(asked):
        return f"*{count}*: {voters}"
    if not asked.is_open:
        names = _joined(", ", [live(vote.by) for vote in asked.votes])
        return f"{count} had approved: {names}" if names else ""
    left = still_needed(len(asked.votes), asked.quorum)
    return f"*{count}*: {voters} · {left}" if voters else ""


def _joined(between: str, voters: Sequence[str]) -> str:
    """Name all, unless their names are so strange that a line can't hold them."""
    said = between.join(voters)
    if len(said) <= _VOTERS:
        return said
    room = [voter for voter in voters if len(voter) <= _VOTERS // len(voters)]
    return between.join([*room, f"{len(voters) - len(room)} more"])


def tally_text(asked: Requirement) -> str:
    """Name who approved, in plain text: `bob at 13:41 UTC and eve at 13:52 UTC`."""
    return " and ".join(f"{named(vote.by)} at {utc_time(vote.at)}" for vote in asked.votes)


def changed_count(asked: Requirement) -> str:
    """Count the arguments that people changed, in mrkdwn; nothing where they changed none.

    Where several approve, it also says who of them did.
    """
    changed, edited = len(changed_arguments(asked)), asked.edited
    if not (changed and edited):
        return ""
    count = len(json.loads(final_arguments(asked)))
    said = f"{changed} of {count} {'argument' if count == 1 else 'arguments'} changed"
    by = _joined(", ", [live(who) for who in edited.by])
    return said if asked.quorum == 1 else f"{said} by {by}"


def changed_names(asked: Requirement) -> tuple[str, ...]:
    """Name the arguments that people changed, in the order of the signature."""
    changed = changed_arguments(asked)
    ordered = [name for name in order_of(stored_schema(asked)) if name in changed]
    return (*ordered, *(name for name in changed if name not in ordered))


def diff(asked: Requirement, *, room: int) -> list[Block]:
    """Draw what each changed argument was before; of very many, some are only counted."""
    names = changed_names(asked)
    shown = names[: room // _LEAST]
    lines = [
        line(
            run(f"{clipped(one_line(name), _NAME)} was "),
            run(old_value(asked, name, most=room // len(shown)), strike=True),
        )
        for name in shown
    ]
    left = len(names) - len(shown)
    return [*lines, line(run(f"{left} more were changed.", italic=True))] if left else lines


def old_value(asked: Requirement, name: str, *, most: int) -> str:
    """Write in one line what an argument was before people changed it."""
    given: JsonObject = json.loads(asked.arguments)
    if name not in given:
        return "not given"
    value: Json = masked(given, asked.terms.redact)[name]
    return clipped(one_line(value if isinstance(value, str) else canonical(value)), most)
