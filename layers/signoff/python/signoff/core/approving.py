"""Somebody approves: it counts as a vote, changes what is asked, or decides."""

import json
from dataclasses import dataclass, replace

from signoff.core.canonical import JsonObject, canonical
from signoff.core.decision import Approved, ApprovedEdited, Verdict, state_after
from signoff.core.defaults import complete
from signoff.core.gate import Confirmation
from signoff.core.merging import changed_arguments, final_arguments
from signoff.core.requirement import Requirement, digest_of
from signoff.core.schema import Problem, check
from signoff.core.voting import Edit, Vote
from signoff.core.who import Who

MOST_EDITED = 100_000
"""How many bytes of changed arguments stand in a row, beside its body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveWith:
    """Somebody wants to approve with other arguments: their new values, as canonical JSON."""

    values: str


def changes_in(requirement: Requirement, wished: JsonObject) -> JsonObject | tuple[Problem, ...]:
    """Write wished arguments out in full, without those that are asked already.

    They are checked together with all the others, as they would run; what is wrong is listed.
    """
    unsound = check({}, wished)
    if unsound:
        return unsound
    schema: JsonObject = json.loads(requirement.schema)
    asked: JsonObject = json.loads(final_arguments(requirement))
    whole = complete(schema, {**asked, **wished})
    full: JsonObject = whole if isinstance(whole, dict) else {}
    gone = sorted(wished.keys() & (asked.keys() - full.keys()))
    if gone:
        return tuple(Problem(path=(name,), message="can't be left empty") for name in gone)
    changes = {name: full[name] for name in wished if not _is_same(full, asked, name)}
    return _unfit(requirement, schema, {**asked, **changes}, changes) or changes


def approved(requirement: Requirement, *, by: Who, at: int, changes: str = "") -> Requirement:
    """Give a requirement as it is once somebody has approved it, with changes or without.

    Changed arguments have a new digest, and nobody else has approved them yet. The last vote that
    was needed decides.
    """
    asked = _edited(requirement, json.loads(changes), by, at) if changes else requirement
    counted = replace(asked, rev=requirement.rev + 1, votes=(*asked.votes, Vote(by=by, at=at)))
    if len(counted.votes) < counted.quorum:
        return counted
    decision = ApprovedEdited() if changed_arguments(counted) else Approved()
    verdict = Verdict(decision=decision, at=at, by=by)
    return replace(counted, state=state_after(decision), verdict=verdict)


def has_voted(requirement: Requirement, user: str) -> bool:
    """Tell whether somebody's approval of what is asked now is counted."""
    return any(vote.by.id == user for vote in requirement.votes)


def _is_same(one: JsonObject, other: JsonObject, name: str) -> bool:
    written = [canonical(each[name]) if name in each else None for each in (one, other)]
    return written[0] == written[1]


def _unfit(
    requirement: Requirement, schema: JsonObject, arguments: JsonObject, changes: JsonObject
) -> tuple[Problem, ...]:
    may_change = requirement.ask.editable if isinstance(requirement.ask, Confirmation) else ()
    foreign = sorted(changes.keys() - set(may_change))
    if foreign:
        return (Problem(path=(foreign[0],), message="can't be changed here"),)
    problems = check(schema, arguments) if changes else ()
    size = len(canonical({**changed_arguments(requirement), **changes}).encode())
    if size > MOST_EDITED and not problems:
        message = f"has {size:,} bytes of changes, and {MOST_EDITED:,} is the most"
        return (Problem(path=(), message=message),)
    return problems


def _edited(requirement: Requirement, changes: JsonObject, by: Who, at: int) -> Requirement:
    given: JsonObject = json.loads(requirement.arguments)
    values = {**changed_arguments(requirement), **changes}
    before = requirement.edited.by if requirement.edited else ()
    edit = Edit(
        values=canonical(
            {n: value for n, value in values.items() if not _is_same(values, given, n)}
        ),
        by=tuple({who.id: who for who in (*before, by)}.values()),
        at=at,
        rev=requirement.rev + 1,
    )
    # Whatever file stands beside its card holds other bytes from now on.
    asked = replace(requirement, edited=edit, votes=(), filed=None)
    arguments = final_arguments(asked)
    new = digest_of(tool=asked.tool, version=asked.tool_version, arguments=arguments, at=asked.at)
    return replace(asked, digest=new)
