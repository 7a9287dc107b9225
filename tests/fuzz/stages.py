"""Threads in every state that a thread can be in, as rows: where stored rows are altered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from signoff.core.approving import ApproveWith
from signoff.core.decision import (
    Approved,
    CouldNotRun,
    Decision,
    Executed,
    ItHappened,
    Rejected,
    RunAgain,
    Stopped,
)
from signoff.core.items import Item
from tests.fuzz.scene import (
    ANNOUNCE,
    BOOK,
    EMAIL,
    FEEDBACK,
    FILLED,
    LONG,
    LOOK_UP,
    PAY,
    PAY_OUT,
    REFUND,
    ROLL_BACK,
    UNKNOWN,
    WIPE,
    FuzzedWorld,
    everything_open,
)

Made = tuple[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A thread somewhere on its way.

    Attributes:
        rows: What is stored of it.
        now: The time there.
    """

    rows: tuple[Item, ...]
    now: int


def _asked(*made: Made) -> FuzzedWorld:
    world = FuzzedWorld(*made)
    world.say("Do it")
    return world


def _decided(made: Made, decision: Decision) -> FuzzedWorld:
    world = _asked(made)
    world.decide(world.requirements[0], decision)
    return world


def _crashed(made: Made) -> FuzzedWorld:
    world = _decided(made, Approved()) if made not in (BOOK, LOOK_UP) else FuzzedWorld(made)
    if not world.store.rows:
        world.accept("Do it")
    world.die_at(made[0])
    return world


def _not_gated_this_time() -> FuzzedWorld:
    """Have a call wait for its turn whose arguments need nobody, where others would."""
    world = FuzzedWorld(LOOK_UP, ("pay", {"amount": 5}))
    world.accept("Do it")
    world.die_at("look_up")
    return world


def _unknown(decision: Decision | None, made: Made = EMAIL) -> FuzzedWorld:
    world = _crashed(made)
    world.turn()
    if decision is not None:
        world.decide(world.requirements[-1], decision)
    return world


def _ended(world: FuzzedWorld) -> FuzzedWorld:
    world.turn()
    return world


def _with_more_to_hear(world: FuzzedWorld) -> FuzzedWorld:
    world.accept("And one more thing")
    return world


def _with_history() -> FuzzedWorld:
    world = FuzzedWorld()
    world.say("word " * 15_000)
    world.propose(EMAIL, WIPE)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())
    return world


def _all_approved() -> FuzzedWorld:
    world = _asked(EMAIL, EMAIL, WIPE, PAY, REFUND)
    for each in world.requirements:
        world.decide(each, FILLED if each.tool == "refund" else Approved())
    return world


def _one_of_two_approved() -> FuzzedWorld:
    world = _asked(EMAIL, ("send_email", {"to": "eve@example.com", "subject": "Hello"}))
    world.decide(world.requirements[0], Approved())
    return world


def _edited(made: Made, values: str, *, is_seconded: bool = False) -> FuzzedWorld:
    world = _asked(made)
    world.decide(world.requirements[0], ApproveWith(values=values))
    if is_seconded:
        world.decide(world.requirements[0], Approved(), by="U0EVE")
    return world


_STAGES: Mapping[str, Callable[[], FuzzedWorld]] = {
    "everything open": everything_open,
    "asked": lambda: _asked(EMAIL),
    "asked at length": lambda: _asked(LONG),
    "asked and not": lambda: _asked(EMAIL, LOOK_UP, UNKNOWN, ("pay", {"amount": 5})),
    "form open": lambda: _asked(REFUND),
    "approved": lambda: _decided(EMAIL, Approved()),
    "rejected": lambda: _decided(EMAIL, Rejected(reason="no")),
    "one of two approved": _one_of_two_approved,
    "all approved": _all_approved,
    "edited": lambda: _edited(ANNOUNCE, '{"subject":"Up again"}'),
    "voted once": lambda: _decided(PAY_OUT, Approved()),
    "voted and edited": lambda: _edited(PAY_OUT, '{"amount":99}'),
    "edited and seconded": lambda: _edited(PAY_OUT, '{"amount":99}', is_seconded=True),
    "filled in": lambda: _decided(REFUND, FILLED),
    "run elsewhere": lambda: _decided(ROLL_BACK, Executed(result="ok")),
    "not run elsewhere": lambda: _decided(ROLL_BACK, CouldNotRun(reason="no")),
    "asked a question": lambda: _asked(FEEDBACK),
    "crashed": lambda: _crashed(EMAIL),
    "crashed, to fail": lambda: _crashed(WIPE),
    "crashed, to run again": lambda: _crashed(BOOK),
    "crashed, ungated": lambda: _crashed(LOOK_UP),
    "not gated this time": _not_gated_this_time,
    "unknown": lambda: _unknown(None),
    "unknown, happened": lambda: _unknown(ItHappened()),
    "unknown, again": lambda: _unknown(RunAgain()),
    "unknown, stop": lambda: _unknown(Stopped()),
    "unknown, ungated": lambda: _unknown(RunAgain(), LOOK_UP),
    "ended": lambda: _ended(_decided(EMAIL, Approved())),
    "ended, and more": lambda: _with_more_to_hear(_ended(_decided(EMAIL, Approved()))),
    "waiting, and more": lambda: _with_more_to_hear(_asked(EMAIL)),
    "history": _with_history,
}


@cache
def stages() -> Mapping[str, Stage]:
    """Take a thread to each of its states."""
    return {
        name: Stage(rows=world.store.rows, now=world.clock())
        for name, world in ((name, make()) for name, make in _STAGES.items())
    }
