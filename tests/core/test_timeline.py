from dataclasses import replace
from typing import Any

from signoff.core.actions import Action
from signoff.core.audit import Fact
from signoff.core.decision import Approved, RequirementState, Verdict
from signoff.core.effects import Card, Out, OutState
from signoff.core.execution import Execution, ExecutionState
from signoff.core.inbound import Inbound
from signoff.core.journal import AskFirst, Call, GaveUp, ModelSpoke, Refuse, ToolReturned, Usage
from signoff.core.moments import Moment, RunRows
from signoff.core.requirement import Outcome, OutcomeState, Requirement
from signoff.core.timeline import timeline
from signoff.core.who import Who
from tests.core.rows import BOB, FIRST, NOON, a_requirement

SECOND = replace(FIRST, index=1)
WORDS = "the very words"


def spoke(*calls: Call) -> ModelSpoke:
    heard = Inbound(ts="1795096800.000100", user="U0ANA", text=WORDS, files=("a.pdf",))
    return ModelSpoke(
        step=1, heard=(heard,), output=(), calls=calls, said=WORDS, usage=Usage(input=7, output=3)
    )


def a_call(at: object = FIRST, *, output: str = "") -> Call:
    plan = Refuse(output=output) if output else AskFirst()
    return Call(
        at=at,  # type: ignore[arg-type]
        call_id="c",
        tool="send_email",
        tool_version="v1",
        arguments=WORDS,
        plan=plan,
    )


def told(rows: RunRows) -> list[tuple[str, str]]:
    return [(each.what, each.call) for each in timeline(rows)]


def rows(**parts: object) -> RunRows:
    nothing: dict[str, object] = dict.fromkeys(
        ("entries", "requirements", "executions", "cards", "outs", "facts"), ()
    )
    return RunRows(run=1, **{**nothing, **parts})  # type: ignore[arg-type]


def decided(**changes: Any) -> Requirement:
    verdict = Verdict(decision=Approved(), at=NOON + 5_000, by=BOB)
    return a_requirement(state=RequirementState.APPROVED, verdict=verdict, **changes)


def test_a_call_is_told_from_its_question_to_its_output() -> None:
    outcome = Outcome(state=OutcomeState.DONE, at=NOON + 7_000, took=900)
    start = Execution(
        at=FIRST,
        attempt=1,
        idempotency_key="k",
        started_at=NOON + 6_000,
        state=ExecutionState.SUCCEEDED,
    )
    returned = ToolReturned(step=2, at=FIRST, call_id="c", output=WORDS)

    found = told(
        rows(
            entries=(spoke(a_call()), returned),
            requirements=(decided(outcome=outcome),),
            executions=(start,),
            cards=(Card(at=FIRST, rows=(FIRST,), ts=("1795096801.000000",), have=1),),
        )
    )

    assert found == [
        ("heard", ""),
        ("model_spoke", ""),
        ("called", "1.1.0"),
        ("asked", "1.1.0"),
        ("card", "1.1.0"),
        ("approved", "1.1.0"),
        ("started", "1.1.0"),
        ("succeeded", "1.1.0"),
        ("outcome", "1.1.0"),
        ("returned", "1.1.0"),
    ]


def test_an_open_call_is_told_as_far_as_it_went() -> None:
    found = told(rows(entries=(spoke(a_call(), a_call(SECOND)),), requirements=(decided(),)))

    assert found[-1] == ("approved", "1.1.0")
    assert ("called", "1.1.1") in found


def test_a_run_that_ended_early_ends_behind_what_became_of_its_calls() -> None:
    gave_up = GaveUp(step=2, heard=(), said=WORDS)
    stop = Fact(action="stop_asked", at=NOON + 1, by=BOB, about=(), digests=(), note="run 1")

    found = told(rows(entries=(spoke(a_call()), gave_up), requirements=(decided(),), facts=(stop,)))

    assert found[-3:] == [("stop_asked", ""), ("approved", "1.1.0"), ("ended_early", "")]


def test_only_what_the_audit_alone_knows_is_taken_from_it() -> None:
    def fact(action: Action, by: Who | None, *about: str, note: str = "") -> Fact:
        return Fact(action=action, at=NOON, by=by, about=about, digests=(), note=note)

    found = told(
        rows(
            requirements=(decided(),),
            facts=(
                fact("refused", BOB, "1.1.0"),
                fact("reviewed", BOB, "1.1.0"),
                fact("approved", BOB, "1.1.0"),
                fact("started", None, "1.1.0"),
                fact("refused", BOB, "2.1.0"),
                fact("stop_asked", BOB, note="run 2"),
            ),
        )
    )

    assert sorted(found) == [("refused", "1.1.0"), ("reviewed", "1.1.0")]


def test_words_never_stand_among_the_details() -> None:
    moments = timeline(
        rows(
            entries=(
                spoke(a_call(output=WORDS)),
                ToolReturned(step=2, at=FIRST, call_id="c", output=WORDS),
                GaveUp(step=3, heard=(), said=WORDS),
            ),
            requirements=(
                decided(
                    title=WORDS,
                    reason=WORDS,
                    arguments=WORDS,
                    outcome=Outcome(state=OutcomeState.FAILED, at=NOON, note=WORDS),
                ),
            ),
            outs=(Out(run=1, name="reply.3", text=WORDS, state=OutState.SENT, ts="1.0"),),
        )
    )

    def is_said(moment: Moment) -> bool:
        return WORDS in str((moment.what, moment.call, moment.by, moment.details))

    assert not any(map(is_said, moments))
    assert sum(WORDS in str(moment.words) for moment in moments) == 8
