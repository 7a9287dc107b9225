from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

import pytest

from signoff.agent.agent import Agent
from signoff.core.canonical import JsonObject
from signoff.core.codec import from_item
from signoff.core.decision import Approved
from signoff.core.effects import Card
from signoff.core.items import Item, Update, Write
from signoff.core.transitions import drawing
from signoff.ports import Begin, TransientError, UndeliverableError, UnreachableError
from signoff.ports.model import NOBODY, Answer, Listener
from signoff.testing import InMemoryStore, ScriptedModel
from signoff.testing.model import Line, call, calls, say
from signoff.usecases.take_turn import TurnEnd
from tests.usecases.tools import ALL, DONE
from tests.usecases.tools import nothing_done_yet as _nothing_done_yet
from tests.usecases.world import LEASE_MS, World

T = TypeVar("T")

EMAIL = call("send_email", to="bob", subject="Hi")
OTHER = call("send_email", to="eve", subject="Yo")
CARD = "R#000001#CARD#000001.000000"
nothing_done_yet = _nothing_done_yet


class NotingStore(InMemoryStore):
    """Notes which rows each call wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[set[str]] = []

    def change(self, update: Update) -> Item:
        self.calls.append({update.key.sk})
        return super().change(update)

    def commit(self, *writes: Write) -> None:
        self.calls.append({each.key.sk for each in writes})
        super().commit(*writes)


class SecondHand:
    """Begins nothing before its end is waited for, or somebody says so."""

    def __init__(self) -> None:
        self.begun: list[Callable[[], object]] = []

    def __call__(self, work: Callable[[], T], /) -> Callable[[], T]:
        end: Future[T] = Future()

        def do() -> None:
            try:
                end.set_result(work())
            except (TransientError, UndeliverableError) as error:
                end.set_exception(error)

        def wait() -> T:
            if not end.done():
                do()
            return end.result()

        self.begun.append(wait)
        return wait


class WatchingModel(ScriptedModel):
    """Has a look at the world whenever it is asked."""

    look: Callable[[], object] = staticmethod(lambda: None)

    def answer(
        self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener = NOBODY
    ) -> Answer:
        self.look()
        return super().answer(agent, conversation, listener)


class Beside(World):
    """A world in which something may be done beside the work."""

    def __init__(self, *lines: Line) -> None:
        super().__init__(*lines, tools=ALL)
        self.store = self.noting = NotingStore()
        self.model = self.watching = WatchingModel(*lines)
        self.begin: Begin = SecondHand()

    def approved(self, *, subjects: int = 1) -> None:
        self.say("Mail Bob")
        for each in self.requirements[:subjects]:
            self.decide(each, Approved())
        self.noting.calls.clear()
        self.watching.look = lambda: None

    @property
    def card(self) -> Card:
        return from_item(Card, next(row for row in self.rows if "#CARD#" in str(row["sk"])))

    def own_writes(self, sk: str) -> list[set[str]]:
        return [each for each in self.noting.calls if sk in each]


def _settled(world: Beside) -> bool:
    card = world.card
    return (card.have, card.drawers, card.due) == (card.want, 0, None)


def test_that_slack_has_a_receipt_is_noted_with_the_models_next_answer() -> None:
    world = Beside(EMAIL, say("Sent."))
    world.approved()

    world.turn()

    wanted, noted = world.own_writes(CARD)
    assert "R#000001#STEP#000002" in wanted
    assert {"R#000001#STEP#000003", "META"} < noted
    assert _settled(world)


def test_the_model_is_asked_while_a_receipt_is_drawn() -> None:
    world = Beside(EMAIL, say("Sent."))
    world.approved()
    begun: list[int] = []
    world.watching.look = lambda: begun.append(world.card.have)

    world.turn()

    assert begun == [2]
    assert world.card.have == 3
    assert _settled(world)


def test_until_the_lease_is_over_nobody_takes_a_receipt_for_lost() -> None:
    world = Beside(EMAIL, say("Sent."))
    world.approved()
    until: list[int] = []
    world.watching.look = lambda: until.append(world.card.until)
    began = world.clock()

    world.turn()

    assert until == [began + LEASE_MS]


def test_a_receipt_that_somebody_else_draws_too_is_noted_by_itself() -> None:
    world = Beside(EMAIL, say("Sent."))
    world.approved()

    def join() -> None:
        world.store.change(drawing.joined(world.thread, world.card, now=world.clock()))

    world.watching.look = join
    end = world.turn()
    world.store.change(drawing.left(world.thread, world.card, ()))

    assert (end, world.said) == (TurnEnd.IDLE, ("Sent.",))
    assert world.card.drawers == 0
    assert world.card.due is not None


@pytest.mark.parametrize(
    "refusal", [UnreachableError("ratelimited", retry_after_s=5), UndeliverableError("archived")]
)
def test_a_receipt_that_slack_does_not_take_holds_up_nothing_and_is_tried_again(
    refusal: Exception,
) -> None:
    world = Beside(EMAIL, say("Sent."))
    world.approved()
    world.chat.fail_next("show", refusal)

    assert world.turn() is TurnEnd.IDLE
    assert world.said == ("Sent.",)
    assert not _settled(world)

    world.clock.advance(seconds=3_600)
    world.sweep()

    assert _settled(world)


def test_a_receipt_that_can_not_even_be_put_off_costs_no_answer_of_the_model() -> None:
    world = Beside(EMAIL, say("Sent."))
    world.approved()
    world.chat.fail_next("show", UnreachableError("down"))
    world.watching.look = lambda: world.store.fail_next("change", TransientError("busy"))

    assert world.turn() is TurnEnd.IDLE

    assert (world.said, len(world.model.conversations)) == (("Sent.",), 2)
    assert world.card.due is not None


def test_no_receipt_outlives_a_turn_that_fails() -> None:
    world = Beside(EMAIL, say("Sent."))
    world.approved()

    def fail() -> None:
        raise ValueError("broken")

    world.watching.look = fail
    with pytest.raises(ValueError, match="broken"):
        world.turn()

    assert _settled(world)


def test_of_two_receipts_on_one_card_the_first_is_noted_before_the_second_is_wanted() -> None:
    world = Beside(calls(EMAIL, OTHER), say("Both."))
    world.approved(subjects=2)

    world.turn()

    assert DONE == ["sent Hi to bob", "sent Yo to eve"]
    assert world.said == ("Both.",)
    assert _settled(world)


def test_a_card_with_an_open_request_is_drawn_before_anything_else() -> None:
    world = Beside(calls(EMAIL, OTHER), say("Both."))
    world.approved()

    assert world.turn() is TurnEnd.WAITING

    assert isinstance(world.begin, SecondHand)
    assert world.begin.begun == []
    assert _settled(world)


def test_a_real_hand_draws_beside_the_work_and_is_waited_for() -> None:
    world = Beside(EMAIL, say("Sent."))
    world.approved()
    hands: list[Thread] = []

    def begin(work: Callable[[], T], /) -> Callable[[], T]:
        end: Future[T] = Future()
        hands.append(Thread(target=lambda: end.set_result(work())))
        hands[-1].start()
        return end.result

    world.begin = begin
    world.turn()

    assert [each.is_alive() for each in hands] == [False]
    assert _settled(world)
