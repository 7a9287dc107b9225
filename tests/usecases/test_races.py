"""Several at once, on one thread: workers, people and the clock; and too much of everything."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from signoff import tool
from signoff.core.audit import Fact
from signoff.core.click import AlreadyDecided, Applied, ClickOutcome, NotRecorded
from signoff.core.codec import UnreadableRowError
from signoff.core.conversation import NEVER_RUN, conversation
from signoff.core.decision import Approved, Rejected, RequirementState
from signoff.core.items import Put, Update, Write
from signoff.core.keys import Key
from signoff.core.outputs import MOST_TOLD
from signoff.core.requirement import OutcomeState
from signoff.core.switches import EveryTool, Switch, switch_key
from signoff.core.thread import ThreadState
from signoff.core.transitions.lease import accept
from signoff.core.who import Who
from signoff.ports import TransientError, UnreachableError
from signoff.testing import InMemoryStore
from signoff.testing.model import Reply, call, calls, say, unavailable
from signoff.usecases.auditing import commit_audited
from signoff.usecases.give_up import STUCK, TRIES
from signoff.usecases.kill import KillPorts, kill_on
from signoff.usecases.take_turn import TurnEnd
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import STOPPED, World

EMAIL = call("send_email", to="bob", subject="Hi")
OTHER = call("send_email", to="eve", subject="Yo")
FORM = call("refund", order="1", amount=None)


class BusyStore(InMemoryStore):
    """Something happens just before the next transaction."""

    meanwhile: Callable[[], object] | None = None

    def commit(self, *writes: Write) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        super().commit(*writes)


def _at_once(*acts: Callable[[], None]) -> None:
    together = Barrier(len(acts))

    def start(act: Callable[[], None]) -> None:
        together.wait()
        act()

    threads = [Thread(target=start, args=(act,)) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def _busy(world: World) -> BusyStore:
    busy = BusyStore(*world.store.rows)
    world.store = busy
    return busy


def _write(world: World, times: int) -> None:
    for _ in range(times):
        inbound = world.message("And this").inbound
        world.store.commit(*accept(world.thread, inbound, opens=True, now=world.clock()))


def _spoil(world: World, kind: str) -> None:
    """Have a row be of a version that is not known yet."""
    for row in world.store.rows:
        if kind in str(row["sk"]):
            spoilt = {**row, "v": 2}
            world.store.commit(Put(key=Key(str(row["pk"]), str(row["sk"])), item=spoilt))


def test_of_fifty_people_who_click_at_once_one_wins() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    asked, outcomes = world.requirements[0], list[ClickOutcome]()

    _at_once(*[lambda: outcomes.append(world.decide(asked, Approved()))] * 50)
    world.work()

    kinds = Counter(type(outcome) for outcome in outcomes)
    assert kinds[Applied] == 1
    assert kinds[AlreadyDecided] + kinds[NotRecorded] == 49
    assert DONE == ["sent Hi to bob"]


def test_two_people_who_decide_two_rows_at_once_both_count() -> None:
    world = World(calls(EMAIL, OTHER), say("Both."), tools=ALL)
    world.say("Mail both")
    first, second = world.requirements

    _at_once(
        lambda: _must_count(world.decide(first, Approved())),
        lambda: _must_count(world.decide(second, Approved(), by="U0EVE")),
    )
    world.work()

    assert sorted(DONE) == ["sent Hi to bob", "sent Yo to eve"]
    assert world.sweep() == {}


def _must_count(outcome: ClickOutcome) -> None:
    assert isinstance(outcome, Applied)


def test_a_decision_while_a_worker_has_the_thread_is_not_forgotten() -> None:
    @tool
    def slow(x: str) -> str:
        """Somebody decides meanwhile."""
        world.decide(world.requirements[0], Approved())
        assert world.turn() is TurnEnd.BUSY
        return x

    world = World(calls(EMAIL, call("slow", x="1")), say("Done."), tools=[*ALL, slow])

    world.say("Do both")

    assert DONE == ["sent Hi to bob"]
    assert world.said == ("Done.",)


def test_a_decision_that_is_faster_than_giving_up_counts_and_its_call_is_said_not_to_have_run() -> (
    None
):
    world = World(calls(EMAIL, OTHER), tools=ALL)
    world.say("Mail both")
    first = world.requirements[0]
    world.stop()
    _busy(world).meanwhile = lambda: world.decide(first, Approved())

    assert world.turn() is TurnEnd.IDLE

    assert DONE == []
    assert world.said == (STOPPED,)
    states = [each.state for each in world.requirements]
    assert states == [RequirementState.APPROVED, RequirementState.CANCELLED]
    outcome = world.requirements[0].outcome
    assert outcome is not None
    assert outcome.state is OutcomeState.NOT_RUN
    told = [item.get("output") for item in conversation(world.view, ())]
    assert told.count(NEVER_RUN) == 2


def test_a_stop_that_comes_just_before_a_start_is_heard_in_the_same_turn() -> None:
    world = World(call("look_up", order="1"), tools=ALL)
    _write(world, 1)
    busy = _busy(world)

    def stop_before_the_start() -> None:
        busy.meanwhile = world.stop

    busy.meanwhile = stop_before_the_start

    assert world.turn() is TurnEnd.IDLE
    assert DONE == []
    assert world.said == (STOPPED,)


def test_a_message_and_a_refused_click_in_the_moment_of_the_answer_cost_no_second_answer() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    _write(world, 1)
    busy = _busy(world)
    fact = Fact(action="refused", at=world.clock(), by=None, about=(), digests=())

    def both() -> None:
        _write(world, 1)
        commit_audited(busy, world.thread, (fact,))

    busy.meanwhile = both

    assert world.turn() is TurnEnd.HELD
    assert len(world.model.conversations) == 1


@pytest.mark.parametrize(("one", "cards"), [(FORM, 40), (EMAIL, 8)])
def test_forty_calls_and_twelve_messages_fit_one_transaction_and_so_does_giving_them_up(
    one: Reply, cards: int
) -> None:
    world = World(calls(*[one] * 42), say("More."), tools=ALL)
    _write(world, 12)

    assert world.turn() is TurnEnd.WAITING
    assert len(world.requirements) == 40
    assert len(world.chat.shown) == cards
    _write(world, 12)
    world.stop()
    assert world.turn() is TurnEnd.IDLE

    assert not any(each.is_open for each in world.requirements)
    told = conversation(world.view, ())
    assert sum(item["type"] == "function_call_output" for item in told) == 42


def test_eighteen_confirmations_are_decided_one_by_one_and_all_run() -> None:
    world = World(calls(*[EMAIL] * 18), say("All."), tools=ALL)
    world.say("Mail them all")

    for each in world.requirements:
        world.decide(each, Approved())
    world.work()

    assert len(DONE) == 18
    assert world.said == ("All.",)
    assert world.sweep() == {}


def test_more_messages_than_one_answer_hears_are_all_heard() -> None:
    world = World(say("One."), say("Two."), say("Three."))
    _write(world, 30)

    world.turn()

    assert world.said == ("One.", "Two.", "Three.")
    assert world.view.inbox == ()


def test_giving_up_with_more_unread_messages_than_one_answer_hears_goes_on_with_the_rest() -> None:
    world = World(*[unavailable()] * TRIES, say("The rest."))
    _write(world, 20)

    for _ in range(TRIES + 1):
        world.turn()
        world.clock.advance(seconds=400)
    world.work()

    assert len(world.said) == 2
    assert world.said[1] == "The rest."
    assert world.view.meta.state is ThreadState.IDLE


@pytest.mark.parametrize("kind", ["STEP", "#REQ", "META"])
def test_a_thread_that_cannot_be_read_is_left_alone_after_some_tries_and_says_so_once(
    kind: str,
) -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    _write(world, 1)
    _spoil(world, kind)

    for _ in range(TRIES * 3):
        with pytest.raises(UnreadableRowError):
            world.turn()

    assert world.said == (STUCK,)
    assert "due" not in next(row for row in world.store.rows if row["sk"] == "META")


def test_a_thread_that_is_left_alone_says_so_again_when_somebody_writes_again() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    _spoil(world, "STEP")

    for _ in range(2):
        _write(world, 1)
        for _ in range(TRIES * 2):
            with pytest.raises(UnreadableRowError):
                world.turn()

    assert world.said == (STUCK, STUCK)


def test_leaving_a_thread_alone_waits_until_it_can_be_written_down() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    _write(world, 1)
    _spoil(world, "STEP")
    for _ in range(TRIES):
        with pytest.raises(UnreadableRowError):
            world.turn()

    world.store.fail_next("commit", TransientError("busy"))
    with pytest.raises(UnreadableRowError):
        world.turn()
    assert not world.said
    with pytest.raises(UnreadableRowError):
        world.turn()

    assert world.said == (STUCK,)


def test_a_row_that_cannot_be_read_does_not_keep_the_clock_from_the_others() -> None:
    world = World(EMAIL, call("look_up", order="1"), tools=ALL)
    world.say("Mail Bob")
    _spoil(world, "REQ")
    world.store.change(Update(key=world.thread.meta(), put={"due": 1, "due_shard": "due"}))
    world.clock.advance(seconds=86_401)

    with pytest.raises(ExceptionGroup, match="1 rows could not be seen to"):
        world.sweep()

    assert world.queue.waiting
    world.queue.taken()
    assert world.sweep() == {"woken": 1}


def test_a_result_that_no_model_takes_whole_is_cut_and_says_so() -> None:
    @tool
    def read_log(name: str) -> str:
        """Read a log."""
        return name * 5_000_000

    world = World(call("read_log", name="x"), say("Long."), tools=[read_log])

    world.say("Read it")

    assert len(world.outputs()[0]) < MOST_TOLD + 200
    assert "5000000 characters" in world.outputs()[0]


def test_in_a_workspace_that_was_switched_off_a_start_that_was_cut_off_is_not_made_again() -> None:
    world = World(call("book", order="1"), say("Unknown."), tools=ALL)

    def die() -> None:
        DONE.then = None
        world.store.fail_next("commit", KeyboardInterrupt())

    DONE.then = die
    with pytest.raises(KeyboardInterrupt):
        world.say("Book")
    key = switch_key(world.thread.team, EveryTool())
    world.store.commit(Put(key=key, item={"pk": key.pk, "sk": key.sk}))

    world.turn()

    assert len(DONE) == 1
    assert "outcome is unknown" in world.outputs()[0]


def test_a_decision_whose_confirmation_was_lost_is_known_to_count() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    world.store.fail_next("commit", TransientError("no answer"), took_effect=True)

    assert isinstance(world.decide(world.requirements[0], Approved()), Applied)
    assert world.requirements[0].state is RequirementState.APPROVED


def test_a_card_that_whoever_rejected_had_no_time_to_draw_is_drawn_by_the_worker() -> None:
    world = World(call("send_email", to="bob", subject="Hi"), say("Fine."), tools=ALL)
    world.say("Mail Bob")
    world.chat.fail_next("show", UnreachableError("Slack is slow"))
    world.decide(world.requirements[0], Rejected())

    world.work()

    assert world.chat.shown[-1].view.rows[0].state is RequirementState.REJECTED


def test_of_a_verdict_and_a_switch_in_the_same_moment_a_click_is_told_the_verdict() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    asked, team = world.requirements[0], world.thread.team
    everything = Switch(scope=EveryTool(), by=Who(id="U0ANA", name="ana"), at=0)

    def both() -> None:
        world.decide(asked, Rejected())
        kill_on(team, everything, ports=KillPorts(store=world.store, clock=world.clock))

    _busy(world).meanwhile = both
    outcome = world.decide(asked, Approved())

    assert isinstance(outcome, AlreadyDecided)
    assert world.requirements[0].state is RequirementState.REJECTED
