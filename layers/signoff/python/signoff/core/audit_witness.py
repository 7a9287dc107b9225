"""Whether an audit and the rows it tells of agree: nothing is untold, nothing is made up."""

from collections.abc import Iterator, Mapping, Sequence

from signoff.core.actions import Action, action_of
from signoff.core.asked import is_as_told
from signoff.core.audit import Fact
from signoff.core.audit_chain import Finding
from signoff.core.audit_starts import start_disagreements
from signoff.core.audit_testimony import UNREADABLE, Testimony
from signoff.core.codec import UnreadableRowError
from signoff.core.decision import Decision, Verdict, state_after
from signoff.core.items import Item
from signoff.core.keys import Position, ThreadKey
from signoff.core.lost import is_lost, requirement_in
from signoff.core.requirement import Requirement
from signoff.core.standing import binding, require_as_asked

_DECIDING: frozenset[Action] = frozenset(
    {
        *("approved", "rejected", "answered", "executed", "answered_for", "could_not_run"),
        *("it_happened", "run_again", "stopped", "cancelled", "superseded", "expired"),
    }
)


def disagreements(told: Testimony) -> Iterator[Finding]:
    """List what the rows say and the audit does not, and the other way round."""
    asked: dict[str, Requirement] = {}
    for row in told.of("REQ"):
        sk = str(row["sk"])
        try:
            each, place = requirement_in(row), Position.of_key(sk).place
        except (UnreadableRowError, ValueError):
            yield Finding(row=sk, what=UNREADABLE)
            continue
        asked[place] = each
        facts = [fact for fact in told.facts if place in fact.about]
        for what in (*_of_row(told.thread, sk, row, each), *_untold(each, place, facts)):
            yield Finding(row=sk, what=what)
        told_whole = (is_as_told(row, place, fact) for fact in facts if fact.action == "asked")
        if not is_lost(row) and not all(told_whole):
            yield Finding(row=sk, what="it does not keep what it was stored with")
    granted = (each for fact in told.facts if fact.action == "grant_used" for each in fact.about)
    yield from start_disagreements(told, {*asked, *granted})
    yield from _made_up(told, asked)


def _of_row(thread: ThreadKey, sk: str, row: Item, asked: Requirement) -> Iterator[str]:
    """Hold a request against itself."""
    if not is_lost(row):
        if thread.requirement(asked.at).sk != sk:
            yield "it stands in another request's place"
        try:
            require_as_asked(asked)
        except UnreadableRowError:
            yield "its arguments are not what its digest covers"
    verdict = asked.verdict
    if verdict is None:
        if not asked.is_open:
            yield f"it is {asked.state}, and has no decision"
        return
    if asked.state is not state_after(verdict.decision):
        yield f"it is {asked.state}, and its decision says otherwise"
    tied = asked.bound or asked.binds
    if tied and asked.bound != binding(thread, asked, verdict):
        yield "its decision is not bound to what was asked"


def _untold(asked: Requirement, place: str, facts: Sequence[Fact]) -> Iterator[str]:
    """Hold a request against what the audit tells of it."""
    digest = _digest_told(place, facts)
    if digest is None:
        yield "no entry tells that it was asked"
    elif digest != asked.digest:
        yield "what is asked is not what the entries tell"
    if asked.verdict is not None and not _tells(facts, place, asked, asked.verdict):
        yield "no entry tells of its decision as it is stored"
    for vote in asked.votes:
        counted = {"voted", "approved"}
        if not any(f.action in counted and (f.by, f.at) == (vote.by, vote.at) for f in facts):
            yield f"no entry tells of the vote of {vote.by.id}"
    for each in asked.handed:
        # A question about an outcome keeps the handovers of the request before it.
        is_own = asked.at.again == 0
        given = (each.by.id, each.at)
        if is_own and not any(f.action == "handed" and _given(f) == given for f in facts):
            yield f"no entry tells that {each.by.id} handed it on"


def _given(fact: Fact) -> tuple[str, int]:
    return (fact.by.id if fact.by else "", fact.at)


def _digest_told(place: str, facts: Sequence[Fact]) -> str | None:
    """Follow what was asked from the first entry over every change of it."""
    digest: str | None = None
    for fact in facts:
        digests = dict(zip(fact.about, fact.digests, strict=False))
        if fact.action == "asked":
            digest = digests.get(place)
        elif fact.action == "edited" and fact.digests:
            digest = fact.digests[-1] if digest == fact.digests[0] else ""
    return digest


def _tells(facts: Sequence[Fact], place: str, asked: Requirement, verdict: Verdict) -> bool:
    action = action_of(verdict.decision)
    return any(
        (fact.action, fact.at, fact.by) == (action, verdict.at, verdict.by)
        and dict(zip(fact.about, fact.digests, strict=False)).get(place) == asked.digest
        for fact in facts
    )


def _made_up(told: Testimony, asked: Mapping[str, Requirement]) -> Iterator[Finding]:
    """List what entries tell of, and no row says."""
    stored = {str(row["sk"]) for row in told.rows}
    for fact in told.facts:
        for place in fact.about if fact.action in {"asked", *_DECIDING} else ():
            found = asked.get(place)
            row = told.row(place, "REQ")
            if found is None:
                yield Finding(row=row, what=f"it was {fact.action}, says an entry: it is not there")
            elif fact.action in _DECIDING and not _has(found, fact):
                yield Finding(
                    row=row, what=f"it was {fact.action}, says an entry, and it is not so"
                )
    for each in asked.values():
        by = each.consumed_by
        if by and by not in stored:
            yield Finding(row=by, what="it used a decision up, and is not there")


def _has(asked: Requirement, fact: Fact) -> bool:
    decision: Decision | None = asked.verdict.decision if asked.verdict else None
    return decision is not None and action_of(decision) == fact.action
