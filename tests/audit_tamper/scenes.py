"""Real audits to tamper with: threads that were run to their end, and a workspace's own."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import get_args

from signoff import tool
from signoff.core.actions import BY_RIGHT, OPERATOR, Action
from signoff.core.approving import ApproveWith
from signoff.core.audit import AuditEntry, Fact
from signoff.core.canonical import canonical
from signoff.core.click import OpenForm
from signoff.core.codec import from_item
from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Approved,
    CouldNotRun,
    Executed,
    Rejected,
    RunAgain,
)
from signoff.core.items import Item
from signoff.core.keys import ThreadKey
from signoff.testing.model import Reply, call, calls, say
from signoff.usecases.auditing import commit_audited
from signoff.usecases.open_form import open_form
from tests.audit_tamper import later_scenes
from tests.core.rows import BOB, NOON, THREAD
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

TEAM = ThreadKey.of_team(THREAD.team)
EMAIL = call("send_email", to="bob", subject="Hi")
DAY_S = 86_400


@tool(requires_confirmation=True)
def detonate(what: str) -> str:
    """Raise."""
    raise RuntimeError(f"{what} went off")


def scenes() -> tuple[Item, ...]:
    """Run every scene in a thread of its own, and give all rows that they leave."""
    played = (
        _approved_by_two,
        _edited,
        _rejected,
        _answered,
        _executed,
        _answered_for,
        _could_not_run,
        _expired,
        _stopped,
        _run_again,
        _two_runs,
        _failed,
        later_scenes.handed,
        later_scenes.taken_back,
        later_scenes.escalated,
        later_scenes.denied,
    )
    rows = [row for number, scene in enumerate(played, 1) for row in scene(number)]
    return (*rows, *_workspace(rows))


def actions_in(rows: Sequence[Item]) -> frozenset[Action]:
    """Name everything that some audits tell."""
    entries = [from_item(AuditEntry, row) for row in rows if str(row["sk"]).startswith("AUD#")]
    return frozenset(fact.action for entry in entries for fact in entry.facts)


def _world(number: int, *lines: Reply) -> World:
    world = World(*lines, tools=[*ALL, detonate])
    world.thread = replace(THREAD, thread_ts=f"17950968{number:02d}.000100")
    world.say("Go")
    return world


def _ended(world: World) -> tuple[Item, ...]:
    world.work()
    return world.rows


def _approved_by_two(number: int) -> tuple[Item, ...]:
    world = _world(number, call("close_account", account="8841"), say("Closed."))
    (asked,) = world.requirements
    form = OpenForm(click=world.click(asked, by="U0EVE"), form="review", trigger="1.2")
    open_form(form, store=world.store, chat=world.chat, clock=world.clock)
    for user in ("U0GUEST", "U0OUT", "U0EVE", "U0BOB"):
        world.decide(world.requirements[0], Approved(), by=user)
    return _ended(world)


def _edited(number: int) -> tuple[Item, ...]:
    line = call("announce", channel="ops", subject="Down", body="Since noon.")
    world = _world(number, line, say("Told."))
    world.decide(world.requirements[0], ApproveWith(values=canonical({"subject": "Up again"})))
    return _ended(world)


def _rejected(number: int) -> tuple[Item, ...]:
    world = _world(number, EMAIL, say("Not sent."))
    world.decide(world.requirements[0], Rejected(reason="too early"))
    return _ended(world)


def _answered(number: int) -> tuple[Item, ...]:
    world = _world(number, call("refund", order="8841"), say("Refunded."))
    world.decide(world.requirements[0], Answered(values=canonical({"amount": 12})))
    return _ended(world)


def _executed(number: int) -> tuple[Item, ...]:
    world = _world(number, call("roll_back", deployment="d7"), say("Back."))
    world.decide(world.requirements[0], Executed(result="rolled back"))
    return _ended(world)


def _answered_for(number: int) -> tuple[Item, ...]:
    world = _world(number, EMAIL, say("I see."))
    world.decide(world.requirements[0], AnsweredFor(output="I told him myself"))
    return _ended(world)


def _could_not_run(number: int) -> tuple[Item, ...]:
    world = _world(number, call("roll_back", deployment="d7"), say("A pity."))
    world.decide(world.requirements[0], CouldNotRun(reason="no rights"))
    return _ended(world)


def _expired(number: int) -> tuple[Item, ...]:
    world = _world(number, EMAIL, say("Too late."))
    world.clock.advance(seconds=DAY_S)
    world.sweep()
    return _ended(world)


def _stopped(number: int) -> tuple[Item, ...]:
    world = _world(number, calls(EMAIL, EMAIL, EMAIL))
    world.decide(world.requirements[0], Approved())
    world.stop()
    return _ended(world)


def _run_again(number: int) -> tuple[Item, ...]:
    world = _world(number, EMAIL, say("Settled."))
    world.decide(world.requirements[0], Approved())
    _cut_off_after_the_tool(world)
    world.turn()
    world.decide(world.requirements[1], RunAgain())
    return _ended(world)


def _cut_off_after_the_tool(world: World) -> None:
    def cut_off() -> None:
        DONE.then = None
        world.clock.advance(seconds=400)
        raise KeyboardInterrupt

    DONE.then = cut_off
    with suppress(KeyboardInterrupt):
        world.work()


def _two_runs(number: int) -> tuple[Item, ...]:
    lines = (calls(EMAIL, EMAIL), say("One."), EMAIL, say("Two."))
    world = _world(number, *lines)
    for asked in world.requirements:
        world.decide(asked, Approved(), by="U0EVE")
    world.work()
    world.say("And once more")
    world.decide(world.requirements[2], Approved())
    return _ended(world)


def _failed(number: int) -> tuple[Item, ...]:
    world = _world(number, call("detonate", what="it"), say("It failed."))
    world.decide(world.requirements[0], Approved())
    return _ended(world)


def _workspace(rows: Sequence[Item]) -> tuple[Item, ...]:
    """Have a workspace's own audit tell of what it tells of, and of all that no scene has told."""
    world = later_scenes.workspace(50)
    told = actions_in((*rows, *world.rows)) | {"head_mended"}
    for action in (each for each in get_args(Action) if each not in told):
        commit_audited(world.store, TEAM, (_made_up(action),))
    return world.rows


def _made_up(action: Action) -> Fact:
    told = Fact(action=action, at=NOON, by=None, about=(), digests=(), note="drill")
    return replace(told, by=BOB, evidence=OPERATOR) if action in BY_RIGHT else told
