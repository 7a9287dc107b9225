from collections.abc import Callable, Sequence

import pytest

from signoff.agent.agent import Agent
from signoff.core.audit import AuditEntry
from signoff.core.canonical import JsonObject
from signoff.core.codec import from_item
from signoff.core.decision import Approved, RequirementState
from signoff.core.items import Update, Write
from signoff.core.requirement import OutcomeState
from signoff.core.thread import Stop
from signoff.core.transitions import lease, stopping
from signoff.ports import TransientError
from signoff.ports.model import NOBODY, Answer, Listener
from signoff.testing import InMemoryStore, ScriptedModel, call, calls, say
from signoff.testing.model import Line
from signoff.usecases.stop_run import StopAnswer, Stopping
from signoff.usecases.take_turn import TurnEnd
from tests.core.rows import BOB, THREAD
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import LEASE_MS, STOPPED, World

EMAIL = call("send_email", to="bob", subject="Hi")
OTHER = call("send_email", to="eve", subject="Yo")
ASKED = StopAnswer(stopping=Stopping.ASKED, run=1)
NOTHING = StopAnswer(stopping=Stopping.NOTHING_RUNS)


class EventfulStore(InMemoryStore):
    """Something happens just before the next transaction of one row of audit."""

    meanwhile: Callable[[], object] | None = None

    def commit(self, *writes: Write) -> None:
        if self.meanwhile and any(write.key.sk.startswith("AUD#") for write in writes):
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        super().commit(*writes)


class RestlessStore(InMemoryStore):
    """Just before each transaction, somebody stores a late stop or takes one away."""

    def commit(self, *writes: Write) -> None:
        late = Stop(run=9, upto="", by="eve")
        stop = self.read(THREAD.meta())[0] or {}
        put = stopping.stop(THREAD, late, before=None, due=0)
        self.change(stopping.came_late(THREAD, late) if "stop" in stop else put)
        super().commit(*writes)


class OvertakenStore(InMemoryStore):
    """Something happens just before a stop is taken away alone."""

    meanwhile: Callable[[], object] | None = None

    def commit(self, *writes: Write) -> None:
        match writes:
            case [Update(drop=("stop",))] if self.meanwhile:
                meanwhile, self.meanwhile = self.meanwhile, None
                meanwhile()
            case _:
                pass
        super().commit(*writes)


class WatchedModel(ScriptedModel):
    """Something happens once, while the model is thinking."""

    meanwhile: Callable[[], object] | None = None

    def answer(
        self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener = NOBODY
    ) -> Answer:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        return super().answer(agent, conversation, listener)


def watched(*lines: Line) -> tuple[World, WatchedModel]:
    world, model = World(tools=ALL), WatchedModel(*lines)
    world.model = model
    return world, model


def then_stop(world: World) -> None:
    """Have the run stopped while its next tool runs."""

    def stop() -> None:
        DONE.then = None
        world.stop()

    DONE.then = stop


def facts(world: World) -> list[tuple[str, str]]:
    rows = [row for row in world.store.rows if str(row["sk"]).startswith("AUD#")]
    return [
        (fact.action, fact.by.id if fact.by else "")
        for row in rows
        for fact in from_item(AuditEntry, row).facts
    ]


def test_a_waiting_run_is_stopped_and_everything_open_in_it_is_cancelled() -> None:
    world = World(calls(EMAIL, OTHER), tools=ALL)
    world.say("Mail both")
    world.decide(world.requirements[0], Approved())

    answer = world.stop()
    world.work()

    assert answer == ASKED
    assert DONE == []
    assert world.said == (STOPPED,)
    approved, other = world.requirements
    assert other.state is RequirementState.CANCELLED
    assert approved.outcome is not None
    assert approved.outcome.state is OutcomeState.NOT_RUN
    assert approved.consumed_by is not None


def test_who_wanted_it_is_in_the_audit_once() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")

    first, second = world.stop(), world.stop()
    world.work()

    assert first == ASKED
    assert second == StopAnswer(stopping=Stopping.ASKED_BEFORE, run=1)
    assert [fact for fact in facts(world) if fact[0] == "stop_asked"] == [("stop_asked", BOB.id)]
    assert world.said == (STOPPED,)


def test_where_nothing_runs_there_is_nothing_to_stop_and_nothing_is_written() -> None:
    world = World(say("Done."), tools=ALL)
    before_anybody_wrote = world.stop()
    world.say("Hello")
    rows = world.store.rows

    at_rest = world.stop()

    assert (before_anybody_wrote, at_rest) == (NOTHING, NOTHING)
    assert world.store.rows == rows
    assert world.queue.waiting == ()


def test_the_run_after_a_stopped_one_runs() -> None:
    world = World(EMAIL, say("Fresh."), tools=ALL)
    world.say("Mail Bob")
    world.stop()
    world.work()

    world.say("Hello again")

    assert world.said == (STOPPED, "Fresh.")
    assert world.view.meta.stop is None


def test_a_run_that_ends_in_the_moment_of_the_stop_is_not_stopped_and_neither_is_the_next() -> None:
    world = World(EMAIL, say("Done."), say("Fresh."), tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())
    store = EventfulStore(*world.store.rows)
    world.store, store.meanwhile = store, world.work

    world.stop()
    world.say("Hello again")

    assert world.said == ("Done.", "Fresh.")
    assert world.view.meta.stop is None


def test_a_stop_that_came_late_does_not_take_the_next_one_away_with_it() -> None:
    world = World(say("Done."), call("look_up", order="1"), tools=ALL)
    world.say("Hello")
    late = Stop(run=1, upto="", by="ana")
    world.store.change(stopping.stop(THREAD, late, before=None, due=world.clock()))
    world.store.commit(
        *lease.accept(THREAD, world.message("Go").inbound, opens=True, now=world.clock())
    )
    store = OvertakenStore(*world.store.rows)
    world.store, store.meanwhile = store, world.stop

    world.turn()

    assert DONE == []
    assert world.said == ("Done.", STOPPED)


def test_a_stop_that_comes_late_does_not_take_the_place_of_one_that_counts() -> None:
    world = World(EMAIL, OTHER, tools=ALL)
    world.say("Mail Bob")
    store = EventfulStore(*world.store.rows)
    world.store = store

    def meanwhile() -> None:
        world.stop()
        world.work()
        world.say("Mail Eve")
        world.decide(world.requirements[1], Approved())
        assert world.stop() == StopAnswer(stopping=Stopping.ASKED, run=2)

    store.meanwhile = meanwhile
    late = world.stop()
    world.work()

    assert late == StopAnswer(stopping=Stopping.ASKED_BEFORE, run=2)
    assert DONE == []
    assert world.said == (STOPPED, STOPPED)


def test_who_is_always_overtaken_by_other_stops_is_told_to_try_again() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    world.store = RestlessStore(*world.store.rows)

    with pytest.raises(TransientError, match="try again"):
        world.stop()

    assert ("stop_asked", BOB.id) not in facts(world)


def test_a_stop_while_the_model_gives_its_last_answer_ends_the_run_before_it_is_said() -> None:
    world, model = watched(EMAIL, say("Never said."), say("Fresh."))
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())
    model.meanwhile = world.stop

    world.work()
    world.say("Hello again")

    assert world.said == (STOPPED, "Fresh.")
    assert world.view.meta.stop is None


def test_a_stop_while_a_tool_runs_lets_it_end_and_asks_the_model_nothing_more() -> None:
    world = World(calls(call("look_up", order="1"), call("look_up", order="2")), tools=ALL)
    then_stop(world)

    world.say("Look both up")

    assert DONE == ["looked up 1"]
    assert len(world.model.conversations) == 1
    assert world.said == (STOPPED,)


def test_a_stop_while_the_only_tool_runs_is_heard_before_the_model_is_asked_again() -> None:
    world = World(call("look_up", order="1"), tools=ALL)
    then_stop(world)

    world.say("Look it up")

    assert len(world.model.conversations) == 1
    assert world.said == (STOPPED,)


def test_a_run_is_stopped_while_its_first_answer_is_awaited() -> None:
    world, model = watched(call("look_up", order="1"))
    model.meanwhile = world.stop

    world.say("Look it up")

    assert DONE == []
    assert world.said == (STOPPED,)


def test_a_message_that_nobody_took_up_yet_is_stopped_and_a_later_one_is_heard() -> None:
    world = World(say("Fresh."), tools=ALL)
    for text in ("First", "Second"):
        inbound = world.message(text).inbound
        world.store.commit(*lease.accept(world.thread, inbound, opens=True, now=world.clock()))
        if text == "First":
            assert world.stop() == ASKED

    world.turn()

    assert world.said == (STOPPED, "Fresh.")
    heard = world.model.conversations[0]
    assert "Second" in str(heard[-1])


def test_a_message_that_came_after_the_stop_of_a_waiting_run_begins_the_next() -> None:
    world = World(EMAIL, say("Fresh."), tools=ALL)
    world.say("Mail Bob")
    world.say("And quickly")
    world.stop()

    world.say("Something else")

    assert DONE == []
    assert world.said == (STOPPED, "Fresh.")
    assert "Something else" in str(world.model.conversations[-1][-1])
    assert "And quickly" not in str(world.model.conversations[-1][-1])


def test_a_stop_whose_worker_died_is_carried_out_by_the_next() -> None:
    world = World(calls(EMAIL, call("look_up", order="1")), tools=ALL)
    world.hear(world.message("Do both"))
    world.store.change(lease.claim(world.thread, now=world.clock(), lease_ms=LEASE_MS))

    world.stop()
    busy = world.turn()
    world.clock.advance(ms=LEASE_MS + 1)
    world.sweep()
    world.work()

    assert busy is TurnEnd.BUSY
    assert world.said == (STOPPED,)


def test_a_wake_that_is_lost_costs_a_minute() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    world.queue.fail_next("wake", TransientError("busy"))

    world.stop()
    world.clock.advance(seconds=60)
    world.sweep()
    world.work()

    assert world.said == (STOPPED,)
