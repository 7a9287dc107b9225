"""A run as it went, moment by moment, told from its rows alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from signoff.core.actions import Action, action_of
from signoff.core.audit import Fact
from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Cancelled,
    CouldNotRun,
    Decision,
    Executed,
    Rejected,
    Superseded,
)
from signoff.core.discretion import masked_text, secrets_of, seen_call, words_of
from signoff.core.effects import Card, Out
from signoff.core.execution import ExecutionState
from signoff.core.inbound import Inbound
from signoff.core.journal import Call, Entry, GaveUp, ModelSpoke, Refuse, ToolReturned
from signoff.core.keys import run_prefix
from signoff.core.moments import Detail, Moment, RunRows
from signoff.core.places import channel_and_ts
from signoff.core.rating import Rating
from signoff.core.redaction import without
from signoff.core.requirement import Requirement
from signoff.core.who import Who

_IN_ROWS: frozenset[Action] = frozenset({"asked", "started", "succeeded", "failed"})
"""What rows of their own tell, as they do of decisions."""


def timeline(rows: RunRows) -> tuple[Moment, ...]:
    """Tell a run in order; what has no time of its own stands behind what it followed from."""
    told: list[Moment] = []
    left = dict.fromkeys(_places(rows))
    for entry in rows.entries:
        ended = _ended_before(entry, left)
        told += (moment for place in ended for moment in _call_went(rows, place))
        left = {place: None for place in left if place not in ended}
        told += _entry(entry, rows)
    told += (moment for place in left for moment in _call_went(rows, place))
    told += [_shown(card) for card in rows.cards]
    told += [_said(out) for out in rows.outs]
    told += [_rated(each) for each in rows.ratings]
    told += _told_alone(rows)
    return _in_order(_without_secrets(rows, told))


def _without_secrets(rows: RunRows, told: Iterable[Moment]) -> Iterator[Moment]:
    """Take what is hidden out of everybody's words."""
    secrets = secrets_of(_calls(rows), rows.requirements)
    for moment in told:
        words = {name: without(secrets, text) for name, text in moment.words.items()}
        yield replace(moment, words=words) if secrets else moment


def _ended_before(entry: Entry, left: Iterable[str]) -> tuple[str, ...]:
    """Name the calls whose story is over when an entry is written."""
    match entry:
        case ToolReturned(at=at):
            return (at.place,)
        case GaveUp():
            return tuple(left)
        case ModelSpoke():
            return ()
        case _:
            assert_never(entry)


def _entry(entry: Entry, rows: RunRows) -> Iterator[Moment]:
    match entry:
        case ModelSpoke():
            yield from map(_heard, entry.heard)
            yield _spoke(entry)
            for call in entry.calls:
                yield _planned(call)
                yield from (_asked(each) for each in rows.requirements if each.at == call.at)
        case ToolReturned():
            yield Moment(
                what="returned",
                call=entry.at.place,
                details={"step": entry.step, "characters": len(entry.output)},
                words={"output": entry.output},
            )
        case GaveUp():
            yield from map(_heard, entry.heard)
            yield Moment(
                what="ended_early", details={"step": entry.step}, words={"said": entry.said}
            )
        case _:
            assert_never(entry)


def _heard(inbound: Inbound) -> Moment:
    return Moment(
        what="heard",
        at=_ms(inbound.ts),
        by=Who(id=inbound.user, name=inbound.user),
        details={
            "ts": inbound.ts,
            "characters": len(inbound.text),
            "files": len(inbound.files),
        },
        words={"text": inbound.text, "files": ", ".join(inbound.files)},
    )


def _spoke(entry: ModelSpoke) -> Moment:
    return Moment(
        what="model_spoke",
        details={
            "step": entry.step,
            "calls": len(entry.calls),
            "input_tokens": entry.usage.input,
            "output_tokens": entry.usage.output,
            **({"within": entry.within.place} if entry.within else {}),
        },
        words={"said": entry.said},
    )


def _planned(call: Call) -> Moment:
    told = {"output": call.plan.output} if isinstance(call.plan, Refuse) else {}
    return Moment(
        what="called",
        call=call.at.place,
        details={
            "tool": call.tool,
            "plan": call.plan.kind,
            **({"agent": call.agent} if call.agent else {}),
        },
        words={"arguments": seen_call(call), **told},
    )


def _asked(asked: Requirement) -> Moment:
    return Moment(
        what="asked",
        at=asked.asked_at,
        call=asked.at.place,
        details={
            "tool": asked.tool,
            "kind": asked.ask.kind,
            "risk": asked.risk.value if asked.risk else None,
            "state": asked.state.value,
            "expires_at": None if asked.never_expires else asked.exp,
            "digest": asked.digest,
        },
        words=words_of(asked),
    )


def _call_went(rows: RunRows, place: str) -> Iterator[Moment]:
    """Tell of one call: who decided, when it started, how it ended; questions about that, too."""
    attempts = [each for each in rows.executions if each.at.place == place]
    for asked in rows.requirements:
        if asked.at.place.partition("r")[0] == place:
            if asked.at.again:
                yield _asked(asked)
            yield from _decided(asked, rows.facts)
    for each in attempts:
        yield Moment(
            what="started", at=each.started_at, call=place, details={"attempt": each.attempt}
        )
        if each.state is not ExecutionState.STARTED:
            yield Moment(
                what=each.state.value.lower(), call=place, details={"attempt": each.attempt}
            )
    for asked in rows.requirements:
        if asked.at.place.partition("r")[0] == place and asked.outcome:
            yield Moment(
                what="outcome",
                at=asked.outcome.at,
                call=asked.at.place,
                details={"state": asked.outcome.state.value, "took_ms": asked.outcome.took},
                words={"note": asked.outcome.note},
            )


def _decided(asked: Requirement, facts: Iterable[Fact]) -> Iterator[Moment]:
    if asked.verdict is not None:
        decision, place = asked.verdict.decision, asked.at.place
        told = (f for f in facts if f.action == action_of(decision) and place in f.about)
        yield Moment(
            what=decision.kind,
            at=asked.verdict.at,
            call=place,
            by=asked.verdict.by,
            details=_why(evidence=next((fact.evidence for fact in told), "")),
            words=_words(decision, asked.terms.redact),
        )


def _words(decision: Decision, redact: Sequence[str]) -> dict[str, str]:
    match decision:
        case Rejected(reason=said) | CouldNotRun(reason=said):
            return {"reason": said}
        case Cancelled(reason=said) | Superseded(reason=said):
            return {"reason": said}
        case Answered(values=said):
            return {"values": masked_text(said, redact)}
        case Executed(result=said) | AnsweredFor(output=said):
            return {"result": said}
        case _:
            return {}


def _shown(card: Card) -> Moment:
    is_drawn = card.have == card.want
    return Moment(
        what="card",
        at=_ms(channel_and_ts(card.ts[0])[1]) if card.ts else None,
        call=card.at.place,
        details={
            "state": "drawn" if is_drawn else "not_drawn_yet",
            "version": card.want,
            "ts": ", ".join(card.ts) or None,
        },
    )


def _said(out: Out) -> Moment:
    return Moment(
        what=out.name.partition(".")[0],
        at=_ms(out.ts) if out.ts else None,
        details={"state": out.state.value, "tries": out.tries, "ts": out.ts},
        words={"text": out.text},
    )


def _rated(rating: Rating) -> Moment:
    return Moment(
        what="rated",
        at=rating.at,
        by=Who(id=rating.user, name=rating.user),
        details={"opinion": rating.opinion.value},
    )


def _told_alone(rows: RunRows) -> Iterator[Moment]:
    """Tell of what only the audit knows: refusals, reviews, votes, a stop, the clock."""
    decided = {action_of(each.verdict.decision) for each in rows.requirements if each.verdict}
    for fact in rows.facts:
        if fact.action not in decided | _IN_ROWS and _is_of(fact, rows.run):
            yield Moment(
                what=fact.action,
                at=fact.at,
                call=", ".join(dict.fromkeys(fact.about)),
                by=fact.by,
                details=_why(note=fact.note, evidence=fact.evidence),
            )


def _is_of(fact: Fact, run: int) -> bool:
    if not fact.about:
        return fact.action != "stop_asked" or fact.note == f"run {run}"
    return any(place.startswith((f"{run}.", run_prefix(run))) for place in fact.about)


def _why(**told: str) -> dict[str, Detail]:
    return {name: text for name, text in told.items() if text}


def _places(rows: RunRows) -> Iterable[str]:
    return [call.at.place for call in _calls(rows)]


def _calls(rows: RunRows) -> Iterable[Call]:
    spoken = (entry for entry in rows.entries if isinstance(entry, ModelSpoke))
    return [call for entry in spoken for call in entry.calls]


def _in_order(told: Iterable[Moment]) -> tuple[Moment, ...]:
    """Sort by time; what has none keeps its place behind the one before it."""
    keyed: list[tuple[int, Moment]] = []
    latest = 0
    for moment in told:
        latest = moment.at if moment.at is not None else latest
        keyed.append((latest, moment))
    return tuple(moment for _, moment in sorted(keyed, key=lambda pair: pair[0]))


def _ms(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1000 + int(fraction[:3] or 0)
