"""A turn of three quarters of an hour: each worker goes on where the last one left off."""

from signoff.core.codec import from_item
from signoff.core.journal import ModelSpoke, Step
from signoff.testing.model import call, say
from tests.simulation.endings import at_the_end
from tests.simulation.faults import Faults
from tests.simulation.figures import in_words
from tests.simulation.invariants import Watch
from tests.simulation.mind import script
from tests.simulation.people import Crowd
from tests.simulation.scenes import SAID, Stage
from tests.simulation.system import System

CALLS = 59
CALL_MS = 46_000
MINUTES = 45


def a_long_turn() -> Stage:
    """Let 59 tools run one after the other, and then an answer be given."""
    system = System(faults=Faults())
    crowd = Crowd(system=system)
    stage = Stage(system=system, crowd=crowd, watch=Watch(system=system, crowd=crowd))
    looked_up = [call("look_up", order=str(number)) for number in range(CALLS)]
    system.mind.scripts["Do it"] = script(*looked_up, say(SAID))
    system.hands.takes_ms = CALL_MS
    stage.write("Do it")
    stage.settle()
    return stage


def test_it_takes_many_invocations_and_no_repair() -> None:
    system = System(faults=Faults())
    began = system.scheduler.now

    stage = a_long_turn()

    assert stage.system.scheduler.now - began >= MINUTES * 60_000
    assert stage.system.worked.count("yielded") >= 3
    assert stage.system.mailbox.buried == 0
    assert stage.system.sweeps == []
    assert in_words(at_the_end(stage.watch, is_quiet=stage.is_quiet)) == ""


def test_each_of_its_sixty_lines_is_asked_for_once_and_each_call_made_once() -> None:
    stage = a_long_turn()

    steps = [from_item(Step, row) for row in stage.system.stored("#STEP#")]
    spoken = [step for step in steps if isinstance(step.entry, ModelSpoke)]
    orders = [deed.arguments for deed in stage.system.hands.done]
    assert list(stage.system.mind.asked.values()) == [1] * (CALLS + 1)
    assert len(spoken) == CALLS + 1
    assert len(orders) == len(set(orders)) == CALLS
    assert [step.entry.step for step in steps] == list(range(1, len(steps) + 1))
    assert {step.run for step in steps} == {1}


def test_its_thread_holds_one_reply_and_nothing_else() -> None:
    stage = a_long_turn()

    (reply,) = stage.system.slacks["T0LOCAL"].messages.values()
    assert stage.thread is not None
    assert (reply.thread_ts, reply.text) == (stage.thread.thread_ts, SAID)
