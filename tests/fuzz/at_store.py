"""Stored rows that nobody wrote so: a turn, a click, a form, a sweep, and what they then do."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from signoff.core.click import ClickOutcome, Form, OpenForm
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.decision import (
    Answered,
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
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.transitions.lease import woken
from signoff.ports import PermanentError, TransientError
from signoff.testing import Wake
from signoff.usecases.give_up import STUCK
from signoff.usecases.open_form import open_form
from tests.fuzz.alterations import altered
from tests.fuzz.dice import Dice
from tests.fuzz.scene import FILLED, FuzzedWorld
from tests.fuzz.stages import Stage, stages
from tests.fuzz.tried import Tried, ViolationError, require

NEIGHBOUR = ThreadKey(team="T0LOCAL", channel="C0OTHER", thread_ts="1795096800.000900")
NAMED = (UnreadableRowError, PermanentError, TransientError)
"""What may come out of a turn or a sweep: somebody above knows what to do with it."""

_ERRORS = ("UnreadableRowError", "PermanentError")

MOST_ROUNDS = 12
"""So often somebody may look at a thread before it has to be at rest, or known to be stuck."""

_FORMS: tuple[Form, ...] = get_args(Form)
_CHOSEN = Answered(values='[{"answer":"eu-west-1","question":"Which region?"}]')
_DECISIONS: dict[str, tuple[Decision, ...]] = {
    "confirmation": (Approved(), Rejected(reason="no"), RunAgain()),
    "user_input": (FILLED, Rejected(), Executed(result="ok")),
    "external_execution": (Executed(result="ok"), CouldNotRun(reason="no"), Approved()),
    "user_feedback": (_CHOSEN, Rejected(), Stopped()),
    "reconcile": (RunAgain(), ItHappened(), Stopped()),
}
"""What people may answer, and now and then what nobody can."""

_CHOICES = 3
_GATED = ("send_email", "wipe", "refund", "pay", "announce", "pay_out")

Starts = Counter[tuple[str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is done in a thread.

    Attributes:
        kind: `turn`, `click`, `form`, `sweep` or `message`.
        about: Which request it is about, in order.
        choice: Which decision or form.
    """

    kind: str
    about: int = 0
    choice: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case, to be shown when it fails."""

    stage: str
    row: Item
    altered: str
    now: Any
    deed: Deed


class Stored:
    """Alters a stored row, and lets things happen."""

    def try_one(self, dice: Dice) -> Tried:
        """Alter one row, do one thing, and judge what came of it."""
        name = dice.key_of(stages())
        stage = stages()[name]
        place = _place(stage, dice)
        how, rows = altered(stage.rows, place, dice)
        deed = _deed(stage, dice)
        now = rows[place] if len(rows) == len(stage.rows) else None
        case = Case(stage=name, row=stage.rows[place], altered=how, now=now, deed=deed)
        world = _world(rows, stage)
        became = _do(world, stage, deed, case)
        surplus = _gated(world) - _starts(name, deed)
        require(not surplus, f"started what nobody approved: {dict(surplus)}", case)
        return Tried(shape=how, became=became, counts={"stored_items": 1})


def _place(stage: Stage, dice: Dice) -> int:
    """Choose a row; a request every other time, where there is one."""
    asked = [place for place, row in enumerate(stage.rows) if "#REQ#" in str(row["sk"])]
    return dice.one_of(asked) if asked and dice.once_in(2) else dice.below(len(stage.rows))


def _deed(stage: Stage, dice: Dice) -> Deed:
    kind = dice.one_of(("turn", "turn", "click", "click", "form", "sweep", "message"))
    asked = len(_requirements(stage))
    if kind in {"click", "form"} and asked:
        most = _CHOICES if kind == "click" else len(_FORMS)
        return Deed(kind=kind, about=dice.below(asked), choice=dice.below(most))
    return Deed(kind="turn" if kind in {"click", "form"} else kind)


def _world(rows: tuple[Item, ...], stage: Stage) -> FuzzedWorld:
    world = FuzzedWorld(rows=rows)
    world.clock.advance(ms=stage.now - world.clock())
    return world


@cache
def _starts(name: str, deed: Deed) -> Starts:
    """Say what starts where nothing was altered."""
    stage = stages()[name]
    world = _world(stage.rows, stage)
    _do(world, stage, deed, name)
    return _gated(world)


def _gated(world: FuzzedWorld) -> Starts:
    return Counter(start for start in world.tools.started if start[0] in _GATED)


def _do(world: FuzzedWorld, stage: Stage, deed: Deed, case: object) -> str:
    match deed.kind:
        case "click":
            asked = _requirements(stage)[deed.about]
            became = _clicked(world, asked, _DECISIONS[asked.ask.kind][deed.choice], case)
        case "form":
            became = _opened(world, _requirements(stage)[deed.about], _FORMS[deed.choice], case)
        case "sweep":
            became = _swept(world, case)
        case "message":
            return _worked(world, lambda: world.say("And now?"), case)
        case _:
            became = ""
    after = _worked(world, world.turn, case)
    return became or after


def _clicked(world: FuzzedWorld, asked: Requirement, decision: Decision, case: object) -> str:
    return _answered(lambda: world.decide(asked, decision), case)


def _opened(world: FuzzedWorld, asked: Requirement, form: Form, case: object) -> str:
    wish = OpenForm(click=world.click(asked), form=form, trigger="t")
    return _answered(
        lambda: open_form(wish, store=world.store, chat=world.chat, clock=world.clock), case
    )


def _answered(does: Callable[[], ClickOutcome | None], case: object) -> str:
    try:
        outcome = does()
    except Exception as error:
        raise ViolationError(f"a click raised {error!r}", case) from error
    return "opened" if outcome is None else type(outcome).__name__


def _swept(world: FuzzedWorld, case: object) -> str:
    """Let the clock look, after a day and a bit; a healthy thread beside must not go without."""
    world.clock.advance(seconds=100_000)
    world.store.change(woken(NEIGHBOUR, due=world.clock() - 1))
    failures = _failures(world, case)
    woken_up = [sent.thread for sent in world.queue.sent if isinstance(sent, Wake)]
    require(NEIGHBOUR in woken_up, "a bad row kept the clock from another thread", case)
    # The first may have woken a thread, which is put off by the second.
    if failures and _failures(world, case):
        require(not _failures(world, case), "a bad row stays at the head of what is due", case)
    return "swept, and told of it" if failures else "swept"


def _failures(world: FuzzedWorld, case: object) -> int:
    try:
        world.sweep()
    except ExceptionGroup as group:
        unnamed = group.split(NAMED)[1]
        require(unnamed is None, f"the sweep raised {unnamed!r}", case)
        return len(group.exceptions)
    return 0


def _worked(world: FuzzedWorld, first: Callable[[], object], case: object) -> str:
    """Have workers look for as long as the thread is due; it has to come to rest."""
    became = _attempt(first, case)
    for _ in range(MOST_ROUNDS):
        if not _is_claimable(world):
            return became
        if not _is_due(world):
            is_told = became not in _ERRORS or STUCK in world.said
            require(is_told, f"it ends with {became}, and nobody is told", case)
            return became
        world.clock.advance(seconds=400)
        became = _attempt(world.turn, case)
    raise ViolationError(f"it never comes to rest: {became}", case)


def _attempt(does: Callable[[], object], case: object) -> str:
    try:
        return str(does())
    except NAMED as error:
        return type(error).__name__
    except Exception as error:
        raise ViolationError(f"a worker raised {error!r}", case) from error


def _is_due(world: FuzzedWorld) -> bool:
    (row,) = world.store.read(world.thread.meta())
    return row is not None and isinstance(row.get("due"), int)


def _is_claimable(world: FuzzedWorld) -> bool:
    """Tell whether a lease can be had at all; where not, the clock's log says so each hour."""
    (row,) = world.store.read(world.thread.meta())
    own = {"claims": 0, **(row or {})}
    counters = [own.get(name) for name in ("claims", "fence", "wakes", "tries", "lease_until")]
    if not all(isinstance(each, int) and each >= 0 for each in counters):
        return False
    return int(str(counters[-1])) < world.clock() + 10**9


@cache
def _requirements_of(rows: tuple[Any, ...]) -> tuple[Requirement, ...]:
    return tuple(from_item(Requirement, dict(row)) for row in rows)


def _requirements(stage: Stage) -> tuple[Requirement, ...]:
    rows = (row for row in stage.rows if "#REQ#" in str(row["sk"]))
    return _requirements_of(tuple(tuple(row.items()) for row in rows))
