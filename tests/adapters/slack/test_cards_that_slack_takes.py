"""Whatever is asked, in whatever state, with whatever texts: Slack takes the card."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.slack.blockkit.check import check_blocks, check_view
from signoff.adapters.slack import cards, modals
from signoff.adapters.slack.escapes import is_invisible
from signoff.adapters.slack.limits import BLOCKS_IN_MESSAGE, TEXT_IN_MESSAGE
from signoff.core.address import LONGEST
from signoff.core.canonical import canonical
from signoff.core.click import Form
from signoff.core.decision import (
    Answered,
    Approved,
    ApprovedEdited,
    Cancelled,
    CouldNotRun,
    Decision,
    Executed,
    Expired,
    ItHappened,
    Reconcile,
    Rejected,
    RunAgain,
    Stopped,
    Superseded,
)
from signoff.core.gate import Confirmation, ExternalExecution, Risk, UserFeedback, UserInput
from signoff.core.keys import Position
from signoff.core.requirement import NEVER, Outcome, OutcomeState, Requirement
from signoff.core.who import Who
from tests.adapters.slack import asked
from tests.adapters.slack.test_arguments import ARGUMENTS, TEXTS
from tests.adapters.slack.test_cards import parts

LONG = st.builds(lambda text, times: (text or "x") * times, TEXTS, st.sampled_from([1, 2, 30, 400]))
WORDS = st.one_of(TEXTS, LONG)
WHO = st.builds(Who, id=st.one_of(st.sampled_from(["U0BOB", "", "<!here>"]), TEXTS), name=WORDS)
OUTCOMES = st.none() | st.builds(
    Outcome,
    state=st.sampled_from(OutcomeState),
    at=st.integers(0, NEVER),
    took=st.integers(0, 10**8),
    note=WORDS,
)
NAMES = st.one_of(st.sampled_from(["env", "body", "note", "a_b"]), st.text(min_size=1, max_size=90))
LEAVES = st.one_of(
    st.sampled_from(
        [
            {"type": "string"},
            {"type": "integer", "minimum": 1, "maximum": 100},
            {"type": "number"},
            {"type": "boolean"},
            {"type": "string", "format": "date"},
            {"type": "string", "format": "time"},
            {"type": "string", "format": "date-time"},
            {"type": "string", "format": "email"},
            {"type": "string", "format": "uri"},
            {"type": "object"},
            {"type": "array", "items": {"type": "string"}},
            True,
            {},
        ]
    ),
    st.builds(
        lambda least, most: {"type": "string", "minLength": least, "maxLength": most},
        st.integers(0, 5_000),
        st.integers(0, 9_000),
    ),
    st.builds(
        lambda options: {"enum": options}, st.lists(WORDS, min_size=1, max_size=12, unique=True)
    ),
    st.builds(
        lambda options: {"type": "array", "items": {"enum": options}},
        st.lists(TEXTS, min_size=1, max_size=120, unique=True),
    ),
)
SCHEMAS = st.builds(
    lambda leaf, title, hint: (
        {**leaf, "title": title, "description": hint} if leaf and leaf is not True else leaf
    ),
    LEAVES,
    WORDS,
    WORDS,
)
QUESTIONS = st.lists(
    st.builds(
        lambda text, options, several: asked.question(text, *options, several=several),
        WORDS,
        st.lists(st.one_of(TEXTS, st.tuples(WORDS, WORDS)), max_size=12),
        st.booleans(),
    ),
    max_size=7,
)


@st.composite
def forms(draw: st.DrawFn) -> Requirement:
    """Ask for any fields."""
    properties = draw(st.dictionaries(NAMES, SCHEMAS, min_size=1, max_size=6))
    proposed = draw(ARGUMENTS)
    values = draw(st.lists(st.one_of(st.none(), WORDS, st.integers(), st.booleans()), max_size=6))
    given_values = dict(zip(properties, values, strict=False))
    schema = {"type": "object", "properties": properties, "required": list(properties)[:2]}
    ask = UserInput(fields=tuple(properties))
    return asked.requirement(ask, {**proposed, **given_values}, schema)


@st.composite
def ballots(draw: st.DrawFn) -> Requirement:
    """Ask some people, of whom some have voted or changed something."""
    properties = draw(st.dictionaries(NAMES, SCHEMAS, min_size=1, max_size=6))
    given_arguments = {**dict.fromkeys(properties, ""), **draw(ARGUMENTS)}
    schema = {"type": "object", "properties": properties}
    quorum = draw(st.sampled_from([2, 20]))
    ask = Confirmation(quorum=quorum, editable=tuple(properties))
    row = asked.requirement(ask, given_arguments, schema)
    voters = draw(st.lists(WHO, max_size=quorum - 1))
    if draw(st.booleans()):
        row = asked.edited(row, draw(WHO), **{name: draw(WORDS) for name in list(properties)[:3]})
        voters = voters[1:]
    return asked.voted(row, *voters)


@st.composite
def requirements(draw: st.DrawFn) -> Requirement:
    """Ask for anything, and settle it or not."""
    row: Requirement = draw(
        st.one_of(
            st.builds(asked.confirmation, ARGUMENTS),
            ballots(),
            st.builds(lambda text: asked.confirmation({"text": text * 20}), LONG),
            st.builds(lambda given: asked.external(arguments=given), ARGUMENTS),
            st.builds(lambda text: asked.external(arguments={"run": text}), LONG),
            st.builds(lambda questions: asked.feedback(*questions), QUESTIONS),
            forms(),
            st.just(asked.unknown()),
        )
    )
    row = replace(
        row,
        at=Position(
            run=draw(st.integers(1, 999)),
            step=draw(st.integers(1, 999)),
            index=draw(st.integers(0, 39)),
            again=draw(st.integers(0, 9)),
        ),
        title=draw(WORDS),
        reason=draw(WORDS),
        risk=draw(st.none() | st.sampled_from(Risk)),
        requester=draw(WHO),
        exp=draw(st.sampled_from([asked.EXPIRES, 1, NEVER])),
        rev=draw(st.integers(22, 99)),
    )
    if draw(st.booleans()):
        return row
    decision = draw(decisions(row))
    return asked.decided(row, decision, draw(OUTCOMES), draw(st.none() | WHO))


def decisions(row: Requirement) -> st.SearchStrategy[Decision]:
    """Answer what was asked in any way."""
    by_the_clock = st.one_of(
        st.just(Expired()), st.builds(Cancelled, reason=WORDS), st.builds(Superseded, reason=WORDS)
    )
    match row.ask:
        case Confirmation():
            return st.one_of(
                by_the_clock,
                st.sampled_from([Approved(), ApprovedEdited()]),
                st.builds(Rejected, reason=WORDS),
            )
        case UserInput(fields=names):
            filled = st.fixed_dictionaries(dict.fromkeys(names, WORDS)).map(canonical)
            return st.one_of(by_the_clock, st.builds(Answered, values=filled))
        case ExternalExecution():
            return st.one_of(
                by_the_clock,
                st.builds(Executed, result=WORDS),
                st.builds(CouldNotRun, reason=WORDS),
            )
        case UserFeedback():
            entries = st.builds(
                lambda question, answer: {"question": question, "answer": answer},
                WORDS,
                st.one_of(WORDS, st.lists(WORDS, max_size=3)),
            )
            answers = st.lists(entries, max_size=7).map(canonical)
            return st.one_of(by_the_clock, st.builds(Answered, values=answers))
        case Reconcile():
            return st.sampled_from([ItHappened(), RunAgain(), Stopped(), Expired()])


def weight(drawn: Any) -> int:
    """Count the characters of a drawing."""
    return sum(len(part["text"]) for part in parts(drawn) if isinstance(part.get("text"), str))


def holds_what_it_must(blocks: list[dict[str, Any]]) -> None:
    """Hold a drawing against Slack's rules and our own."""
    assert check_blocks(json.loads(json.dumps(blocks)), surface="message") == []
    assert len(blocks) <= BLOCKS_IN_MESSAGE
    assert weight(blocks) <= TEXT_IN_MESSAGE * 1.25
    for part in parts(blocks):
        if part.get("type") == "text":
            assert not [each for each in part["text"] if each != "\n" and is_invisible(each)]
        if "value" in part and "action_id" in part:
            assert len(part["value"]) <= LONGEST


@given(st.lists(requirements(), min_size=1, max_size=1), st.integers(1, 99))
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_slack_takes_any_card(rows: list[Requirement], want: int) -> None:
    view = asked.card(*rows, want=want)

    for drawn in (cards.draw(view), cards.fallback(view)):
        holds_what_it_must(drawn.blocks)
        assert 0 < len(drawn.text) <= 4_000
        assert "<" not in drawn.text


@given(
    st.lists(
        st.builds(asked.confirmation, ARGUMENTS, title=WORDS, reason=WORDS), min_size=2, max_size=5
    )
)
@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
def test_slack_takes_any_card_of_several_rows(rows: list[Requirement]) -> None:
    numbered = [replace(row, at=replace(row.at, index=index)) for index, row in enumerate(rows)]

    holds_what_it_must(cards.draw(asked.card(*numbered)).blocks)


@given(
    requirements(),
    st.sampled_from(["reject", "edit", "fill", "done", "cannot", "answer", "review"]),
    st.integers(1, 11),
)
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_slack_takes_any_modal(row: Requirement, form: Form, page: int) -> None:
    drawn = modals.view(asked.opening(row, form, page=page), row)

    assert check_view(json.loads(json.dumps(drawn))) == []
