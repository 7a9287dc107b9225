"""The operator is told each thing once, after it was stored, with keys and times."""

from dataclasses import replace

import pytest

from signoff import tool
from signoff.core.click import OpenForm
from signoff.core.decision import Approved, RunAgain
from signoff.core.observations.people import (
    CardDrawn,
    ClickRefused,
    DecisionTaken,
    FormOpened,
    MessageSent,
    PutOff,
    Undeliverable,
)
from signoff.core.observations.runs import (
    MessageHeard,
    ModelAnswered,
    OutcomeNoted,
    OutcomeUnknown,
    RunGivenUp,
    ThreadAbandoned,
    TurnEnded,
    TurnPutOff,
)
from signoff.core.observations.upkeep import (
    DeadLetterTold,
    LeaseRepaired,
    LetterFailed,
    RowFailed,
    SweepDone,
    ThreadWoken,
)
from signoff.core.requirement import OutcomeState
from signoff.ports import PermanentError, TransientError, UndeliverableError, UnreachableError
from signoff.testing import InMemoryDeadLetters
from signoff.testing.model import call, say, turned_down, unavailable
from signoff.usecases.give_up import TRIES
from signoff.usecases.open_form import open_form
from signoff.usecases.turn import claim
from tests.core.rows import DAY_MS, FIRST, THREAD
from tests.usecases.graves import a_letter, tell
from tests.usecases.tools import ALL
from tests.usecases.world import LEASE_MS, World

EMAIL = call("send_email", to="bob", subject="Hi")


class CutOffError(BaseException):
    """The worker is gone."""


@tool
def weigh(parcel: str) -> str:
    """Weigh a parcel."""
    if parcel == "lost":
        raise CutOffError
    raise ValueError(parcel)


@pytest.fixture
def asked() -> World:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    return world


def test_a_pause_is_told_from_the_answer_to_the_end_of_the_turn(asked: World) -> None:
    told = asked.operator.told

    assert [type(each) for each in told] == [ModelAnswered, CardDrawn, TurnEnded, MessageHeard]
    answered, drawn, ended, heard = told
    assert isinstance(answered, ModelAnswered)
    assert (answered.calls, answered.asks, answered.input_tokens) == (1, 1, 100)
    assert isinstance(drawn, CardDrawn)
    assert (drawn.card, drawn.is_first, drawn.messages, drawn.version) == (FIRST, True, 1, 1)
    assert ended == TurnEnded(thread=THREAD, end="waiting", tries=1, took_ms=0)
    assert heard == MessageHeard(thread=THREAD, ts="1795096800.000100", became="taken")


def test_a_card_is_timed_from_its_question_also_when_the_clock_draws_it() -> None:
    world = World(EMAIL, tools=ALL)
    world.chat.fail_next("show", UnreachableError("chat.postMessage: ratelimited"))
    world.say("Mail Bob")
    world.clock.advance(seconds=90)
    world.sweep()

    (put_off,) = world.operator.of(PutOff)
    assert (put_off.what, put_off.mark, put_off.why) == (
        "card",
        "1.1.0",
        "chat.postMessage: ratelimited",
    )
    (drawn,) = world.operator.of(CardDrawn)
    assert (drawn.is_first, drawn.after_ms) == (True, 90_000)


def test_a_decision_is_told_with_who_took_it_and_after_how_long(asked: World) -> None:
    requirement = asked.requirements[0]
    asked.clock.advance(seconds=61)

    asked.decide(requirement, Approved())

    assert asked.operator.of(DecisionTaken) == [
        DecisionTaken(
            thread=THREAD,
            at=FIRST,
            digest=requirement.digest,
            decision="approved",
            by="U0BOB",
            after_ms=61_000,
        )
    ]


def test_an_expiry_is_a_decision_that_nobody_took(asked: World) -> None:
    asked.clock.advance(ms=DAY_MS)
    asked.sweep()

    (taken,) = asked.operator.of(DecisionTaken)
    assert (taken.decision, taken.by, taken.after_ms) == ("expired", "", DAY_MS)


def test_a_second_click_is_told_as_refused(asked: World) -> None:
    asked.decide(asked.requirements[0], Approved())
    asked.decide(asked.requirements[0], Approved(), by="U0EVE")

    (refused,) = asked.operator.of(ClickRefused)
    assert (refused.by, refused.why, refused.cause) == ("U0EVE", "already_decided", "")


@pytest.mark.parametrize(
    ("error", "cause"),
    [(TransientError("canary"), "TransientError"), (PermanentError("canary"), "PermanentError")],
)
def test_a_click_that_could_not_be_recorded_is_told_without_strange_words(
    asked: World, error: Exception, cause: str
) -> None:
    asked.store.fail_next("read", error)

    asked.decide(asked.requirements[0], Approved())

    (refused,) = asked.operator.of(ClickRefused)
    assert (refused.why, refused.cause) == ("not_recorded", cause)


def test_why_somebody_may_not_decide_is_told(asked: World) -> None:
    asked.decide(asked.requirements[0], Approved(), by="U0GUEST")

    (refused,) = asked.operator.of(ClickRefused)
    assert (refused.why, refused.cause) == ("not_allowed", "outsider")


def test_a_form_is_told_when_it_opens_and_when_it_does_not(asked: World) -> None:
    form = OpenForm(click=asked.click(asked.requirements[0]), form="reject", trigger="t")
    ports = {"store": asked.store, "chat": asked.chat, "clock": asked.clock}

    open_form(form, **ports, tell=asked.tell)  # type: ignore[arg-type]
    asked.chat.fail_next("open_form", UndeliverableError("canary"))
    open_form(form, **ports, tell=asked.tell)  # type: ignore[arg-type]

    assert asked.operator.of(FormOpened) == [
        FormOpened(thread=THREAD, at=FIRST, by="U0BOB", form="reject")
    ]
    (refused,) = asked.operator.of(ClickRefused)
    assert (refused.why, refused.cause) == ("not_recorded", "UndeliverableError")


def test_a_tool_that_ends_well_is_told_with_how_long_it_took(asked: World) -> None:
    asked.decide(asked.requirements[0], Approved())
    asked.work()

    (noted,) = asked.operator.of(OutcomeNoted)
    assert (noted.at, noted.tool, noted.attempt, noted.outcome) == (
        FIRST,
        "send_email",
        1,
        OutcomeState.DONE,
    )


def test_a_tool_that_raises_is_told_by_the_kind_of_error() -> None:
    world = World(call("weigh", parcel="canary"), say("No."), tools=[weigh])
    world.say("Weigh it")

    (noted,) = world.operator.of(OutcomeNoted)
    assert noted.outcome is OutcomeState.FAILED
    assert noted.failure is not None
    assert noted.failure.kind == "ToolFailedError < ValueError"
    assert noted.failure.spots[-1].endswith("weigh")
    assert "canary" not in str(world.operator.told)


def test_a_tool_that_was_changed_is_told_as_not_run(asked: World) -> None:
    asked.agent = replace(asked.agent, tools=())
    asked.decide(asked.requirements[0], Approved())
    asked.work()

    (noted,) = asked.operator.of(OutcomeNoted)
    assert (noted.attempt, noted.outcome) == (0, OutcomeState.NOT_RUN)


def test_a_start_without_an_end_is_told_once_and_its_second_start_too() -> None:
    world = World(call("weigh", parcel="lost"), say("No."), tools=[weigh])
    with pytest.raises(CutOffError):
        world.say("Weigh it")
    world.turn()

    assert world.operator.of(OutcomeUnknown) == [
        OutcomeUnknown(thread=THREAD, at=FIRST, tool="weigh", attempt=1, is_asked=True)
    ]
    world.decide(world.requirements[-1], RunAgain())
    with pytest.raises(CutOffError):
        world.work()
    world.turn()
    assert [each.attempt for each in world.operator.of(OutcomeUnknown)] == [1, 2]


def test_a_worker_that_is_cut_off_ends_a_turn_that_failed() -> None:
    world = World(call("weigh", parcel="lost"), tools=[weigh])
    with pytest.raises(CutOffError):
        world.say("Weigh it")

    assert [each.end for each in world.operator.of(TurnEnded)] == ["failed"]


def test_a_model_that_is_busy_puts_the_turn_off() -> None:
    world = World(unavailable("canary"))
    world.say("Hi")

    (put_off,) = world.operator.of(TurnPutOff)
    assert (put_off.again_s, put_off.failure.kind) == (5, "TransientError")
    assert [each.end for each in world.operator.of(TurnEnded)] == ["delayed"]
    assert "canary" not in str(world.operator.told)


def test_a_run_that_is_given_up_says_why_in_words_of_ours() -> None:
    world = World(turned_down("canary"))
    world.say("Hi")

    (given_up,) = world.operator.of(RunGivenUp)
    assert (given_up.why, given_up.cancelled, given_up.unknown) == ("PermanentError", 0, 0)


def test_a_thread_whose_rows_cannot_be_read_is_told_when_it_is_let_lie() -> None:
    world = World(*[say("Hi.")] * 9)
    world.say("Hi")
    for _ in range(TRIES + 1):
        world.store.fail_next("query", ValueError("canary"))
        with pytest.raises(ValueError, match="canary"):
            world.say("Hi")

    (abandoned,) = world.operator.of(ThreadAbandoned)
    assert abandoned.failure.kind == "ValueError"


def test_a_reply_is_told_with_how_long_it_lay() -> None:
    world = World(say("Hello."))
    world.chat.fail_next("say", UnreachableError("chat.postMessage: ratelimited"))
    world.say("Hi")
    world.clock.advance(seconds=75)
    world.sweep()

    (put_off,) = world.operator.of(PutOff)
    assert (put_off.what, put_off.mark) == ("message", "1.reply.1")
    assert world.operator.of(MessageSent) == [
        MessageSent(thread=THREAD, mark="1.reply.1", tries=2, lag_ms=75_000)
    ]


def test_a_reply_that_reaches_nobody_is_told() -> None:
    world = World(say("Hello."))
    world.chat.fail_next("say", UndeliverableError("canary"))
    world.chat.fail_next("forward", UndeliverableError("canary"))
    world.say("Hi")

    assert world.operator.of(Undeliverable) == [
        Undeliverable(thread=THREAD, what="message", mark="1.reply.1", why="UndeliverableError")
    ]


def test_a_lease_that_ran_out_is_told_apart_from_a_wake_that_was_lost(asked: World) -> None:
    asked.decide(asked.requirements[0], Approved())
    asked.queue.taken()
    asked.clock.advance(seconds=15)
    asked.sweep()
    assert claim(asked.thread, asked.ports, lease_ms=LEASE_MS)
    asked.clock.advance(ms=LEASE_MS + 1_000)
    asked.sweep()

    assert asked.operator.of(ThreadWoken) == [ThreadWoken(thread=THREAD, late_ms=5_000)]
    assert asked.operator.of(LeaseRepaired) == [
        LeaseRepaired(thread=THREAD, late_ms=1_000, tries=1)
    ]


def test_a_sweep_is_told_with_what_it_did_and_what_it_could_not_do(asked: World) -> None:
    asked.decide(asked.requirements[0], Approved())
    asked.clock.advance(seconds=60)
    asked.store.fail_next("read", ValueError("canary"))
    with pytest.raises(ExceptionGroup):
        asked.sweep()
    asked.sweep()

    failed, well = asked.operator.of(SweepDone)
    assert (dict(failed.became), failed.failed) == ({}, 1)
    assert (dict(well.became), well.failed) == ({"woken": 1}, 0)
    (row,) = asked.operator.of(RowFailed)
    assert (row.key, row.failure.kind) == (THREAD.meta(), "ValueError")


def test_a_dead_letter_is_told_once_and_one_that_cannot_be_seen_to_each_time(asked: World) -> None:
    letters = InMemoryDeadLetters(a_letter(asked.message("Hello"), name="m1"))
    asked.store.fail_next("read", ValueError("canary"))
    with pytest.raises(ExceptionGroup):
        tell(asked, letters)
    for _ in range(2):
        tell(asked, letters)

    assert asked.operator.of(DeadLetterTold) == [DeadLetterTold(thread=THREAD, message_id="m1")]
    (failed,) = asked.operator.of(LetterFailed)
    assert (failed.message_id, failed.failure.kind) == ("m1", "ValueError")
