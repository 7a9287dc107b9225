"""A high-risk tool starts on the word of people who may decide at that moment, and on no other."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from signoff import tool
from signoff.agent.tool import Tool
from signoff.core.audit import AuditEntry, Fact, is_intact
from signoff.core.click import Applied, Gone
from signoff.core.codec import column, from_item
from signoff.core.decision import Answered, Approved, Rejected, RunAgain, Stopped
from signoff.core.items import Update
from signoff.core.observations.runs import TurnPutOff
from signoff.core.outputs import FAILED_UNKNOWN
from signoff.core.requirement import OutcomeState
from signoff.core.voting import Handover
from signoff.ports import UndeliverableError, UnreachableError
from signoff.testing import guest, member
from signoff.testing.model import Line, call, say
from signoff.usecases.give_up import TRIES
from signoff.usecases.take_turn import TRIED_TOO_OFTEN, TurnEnd
from tests.core.rows import ANA, BOB, NOON
from tests.simulation.faults import CrashError
from tests.usecases.tools import DONE
from tests.usecases.tools import nothing_done_yet as _nothing_done_yet
from tests.usecases.world import World

nothing_done_yet = _nothing_done_yet
GONE = "Not run: @bob, who approved it, may not decide any more."
FILLED = Answered(values='{"amount":120}')


def _wiping(**options: Any) -> Tool:
    @tool(risk="high", approvers="S0SRE", **({"requires_confirmation": True} | options))
    def wipe(table: str, amount: int = 1) -> str:
        """Wipe a table."""
        DONE.append(f"wiped {table}")
        return f"wiped {amount}"

    return wipe


class Guarded(World):
    """A world in which the SRE leads, bob and eve, decide on one high-risk call."""

    def __init__(self, wipe: Tool, *lines: Line) -> None:
        super().__init__(call("wipe", table="orders"), *lines, tools=[wipe])
        self.chat.gather("S0SRE", "U0BOB", "U0EVE")
        self.say("Wipe it")
        self.queue.taken()

    @property
    def facts(self) -> list[Fact]:
        entries = [from_item(AuditEntry, row) for row in self.rows if "AUD#" in str(row["sk"])]
        assert all(map(is_intact, entries))
        return [fact for entry in entries for fact in entry.facts]


def _approved(*lines: Line, by: tuple[str, ...] = ("U0BOB",), **options: Any) -> Guarded:
    world = Guarded(_wiping(**options), *lines)
    for user in by:
        world.decide(world.requirements[0], Approved(), by=user)
    return world


def test_whoever_may_still_decide_has_it_run() -> None:
    world = _approved(say("Wiped."))

    world.work()

    assert DONE == ["wiped orders"]
    assert [fact.action for fact in world.facts] == ["asked", "approved", "started", "succeeded"]


LEAVES: list[tuple[Callable[[Guarded], None], str]] = [
    (lambda world: world.chat.gather("S0SRE", "U0EVE"), "U0BOB: not_approver"),
    (lambda world: world.chat.know(guest("U0BOB", "bob")), "U0BOB: outsider"),
    (
        lambda world: world.chat.know(replace(member("U0BOB", "bob"), is_deleted=True)),
        "U0BOB: deactivated",
    ),
]


@pytest.mark.parametrize(("leave", "note"), LEAVES, ids=["left the group", "a guest", "gone"])
def test_on_the_word_of_whoever_may_not_any_more_nothing_starts(
    leave: Callable[[Guarded], None], note: str
) -> None:
    world = _approved(say("It was not run."))
    leave(world)

    world.work()

    assert not DONE
    assert world.outputs() == [GONE]
    outcome = world.requirements[0].outcome
    assert outcome is not None
    assert (outcome.state, outcome.note) == (OutcomeState.NOT_RUN, GONE)
    assert world.chat.shown[-1].view.rows[0].outcome == outcome
    blocked = world.facts[-1]
    assert (blocked.action, blocked.note, blocked.by) == ("blocked", note, None)
    assert blocked.digests == (world.requirements[0].digest,)


def test_each_of_a_quorum_must_still_be_allowed() -> None:
    world = _approved(say("It was not run."), by=("U0BOB", "U0EVE"), quorum=2)
    world.chat.gather("S0SRE", "U0EVE")

    world.work()

    assert not DONE
    assert world.outputs() == [GONE]


def test_all_who_are_gone_are_named() -> None:
    world = _approved(say("It was not run."), by=("U0BOB", "U0EVE"), quorum=2)
    world.chat.gather("S0SRE")

    world.work()

    assert world.outputs() == ["Not run: @bob and @eve, who approved it, may not decide any more."]
    assert world.facts[-1].note == "U0BOB: not_approver, U0EVE: not_approver"


def test_who_filled_in_a_form_is_held_against_the_rule_too() -> None:
    form = {
        "requires_confirmation": False,
        "requires_user_input": True,
        "user_input_fields": ["amount"],
    }
    world = Guarded(_wiping(**form), say("It was not run."))
    world.decide(world.requirements[0], FILLED)
    world.chat.gather("S0SRE")

    world.work()

    assert not DONE
    assert world.outputs() == ["Not run: @bob, who filled it in, may not decide any more."]


def test_who_had_it_start_again_is_held_against_the_rule_too() -> None:
    world = _approved(say("It was not run."))
    _die_once(world)
    world.turn()
    world.decide(world.requirements[-1], RunAgain(), by="U0EVE")
    world.chat.gather("S0SRE", "U0BOB")

    world.work()

    assert DONE == ["wiped orders"]
    assert world.outputs() == ["Not run: @eve, who restarted it, may not decide any more."]


def _die_once(world: World) -> None:
    def die() -> None:
        DONE.then = None
        world.store.fail_next("commit", KeyboardInterrupt())

    DONE.then = die
    with pytest.raises(KeyboardInterrupt):
        world.work()


@pytest.mark.parametrize(
    "error", [UnreachableError("down"), UndeliverableError("no_such_subteam")], ids=str
)
@pytest.mark.parametrize("method", ["person", "members"])
def test_what_cannot_be_verified_does_not_start_and_is_tried_again(
    method: str, error: Exception
) -> None:
    world = _approved(say("Wiped."))
    world.chat.fail_next(method, error)

    end = world.turn()

    assert (end, DONE) == (TurnEnd.DELAYED, [])
    assert world.requirements[0].consumed_by is None
    (put_off,) = world.operator.of(TurnPutOff)
    assert put_off.failure.kind.startswith("UnverifiedVoiceError")
    world.work()
    assert DONE == ["wiped orders"]


def test_what_cannot_be_verified_at_all_is_given_up_and_said() -> None:
    world = _approved()
    for _ in range(TRIES):
        world.chat.fail_next("members", UnreachableError("down"))
        assert world.turn() is TurnEnd.DELAYED

    world.work()

    assert not DONE
    assert world.said == (TRIED_TOO_OFTEN.format(tries=TRIES),)
    outcome = world.requirements[0].outcome
    assert outcome is not None
    assert outcome.state is OutcomeState.NOT_RUN


@pytest.mark.parametrize("risk", ["low", "medium", None])
def test_at_any_other_risk_the_decision_stands_as_it_was_taken(risk: Any) -> None:
    @tool(requires_confirmation=True, risk=risk, approvers="S0SRE")
    def wipe(table: str) -> str:
        """Wipe a table."""
        DONE.append(f"wiped {table}")
        return "wiped"

    world = Guarded(wipe, say("Wiped."))
    world.decide(world.requirements[0], Approved())
    world.chat.gather("S0SRE")

    world.work()

    assert DONE == ["wiped orders"]


def test_a_call_that_waits_for_nobody_is_nobodys_word() -> None:
    @tool(risk="high")
    def wipe(table: str) -> str:
        """Wipe a table."""
        DONE.append(f"wiped {table}")
        return "wiped"

    world = World(call("wipe", table="orders"), say("Wiped."), tools=[wipe])
    world.chat.fail_next("person", UnreachableError("down"))

    world.say("Wipe it")

    assert DONE == ["wiped orders"]


def test_a_rejection_is_told_without_asking_who_may() -> None:
    world = Guarded(_wiping(), say("It was rejected."))
    world.decide(world.requirements[0], Rejected())
    world.chat.gather("S0SRE")

    world.work()

    assert world.outputs()[0].startswith("Rejected by @bob")


def test_whoever_handed_their_right_on_has_no_voice_left() -> None:
    world = _approved(say("It was not run."))
    handed = column((Handover(by=BOB, to=ANA, at=NOON),))
    key = world.thread.requirement(world.requirements[0].at)
    world.store.change(Update(key=key, put={"handed": handed}))

    world.work()

    assert not DONE
    assert world.facts[-1].note == "U0BOB: handed_on"


def _cut_off(**options: Any) -> Guarded:
    """The worker dies in a call, and the next one finds that it was started."""
    world = _approved(say("Nobody knows."), by=("U0BOB", "U0EVE"), **options)

    def die() -> None:
        DONE.then = None
        raise CrashError

    DONE.then = die
    with suppress(CrashError):
        world.work()
    return world


def test_a_start_that_was_cut_off_is_not_made_again_on_the_word_of_who_may_not_any_more() -> None:
    world = _cut_off(quorum=2, idempotent=True)
    world.chat.gather("S0SRE", "U0EVE")

    world.turn()

    assert DONE == ["wiped orders"]
    assert world.outputs() == [FAILED_UNKNOWN]
    assert world.facts[-1].action == "blocked"


def test_a_start_that_was_cut_off_is_made_again_while_they_may() -> None:
    world = _cut_off(quorum=2, idempotent=True)

    world.turn()

    assert DONE == ["wiped orders"] * 2


def test_what_two_must_approve_is_not_started_again_by_one() -> None:
    world = _cut_off(quorum=2)
    world.turn()
    question = world.requirements[1]

    refused = world.decide(question, RunAgain(), by="U0EVE")
    stopped = world.decide(question, Stopped(), by="U0EVE")
    world.work()

    assert isinstance(refused, Gone)
    assert isinstance(stopped, Applied)
    assert DONE == ["wiped orders"]
