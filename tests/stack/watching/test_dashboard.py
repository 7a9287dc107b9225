"""Every figure that somebody looks at is one that the code gives: by name and by dimensions."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import get_args

import pytest

from signoff import tool
from signoff.adapters.clock import now
from signoff.adapters.visibility import Receipt, shorter_wait
from signoff.core.click import FieldProblem, Invalid, Refusal
from signoff.core.decision import Approved, Stopped
from signoff.core.grants import RejectForGood
from signoff.core.items import LOST, Update
from signoff.core.keys import Position
from signoff.core.rating import Opinion, Rate
from signoff.core.requirement import OutcomeState
from signoff.core.switches import EveryTool, Switch
from signoff.ports import TransientError, UndeliverableError, UnreachableError
from signoff.testing import InMemoryDeadLetters
from signoff.testing.model import call, say, turned_down
from signoff.usecases.grants import revoke_grant
from signoff.usecases.kill import KillPorts, kill_on
from signoff.usecases.rate_answer import rate_answer
from signoff.usecases.turn import claim
from tests.core.rows import BOB, DAY_MS, THREAD
from tests.stack.watching.cloudwatch import Metric
from tests.stack.watching.queues import queues
from tests.stack.watching.watched import STACK, WatchedWorld, alarmed_about, shown
from tests.usecases.graves import a_letter, tell
from tests.usecases.tools import ALL
from tests.usecases.world import LEASE_MS

EMAIL = call("send_email", to="bob", subject="Hi")


class CutOffError(BaseException):
    """The worker is gone."""


@tool(requires_confirmation=True)
def deploy(service: str) -> str:
    """Deploy a service."""
    if service == "broken":
        raise ValueError(service)
    raise CutOffError


def _asked(service: str = "") -> WatchedWorld:
    asks = call("deploy", service=service) if service else EMAIL
    world = WatchedWorld(asks, say("Done."), tools=[*ALL, deploy])
    world.say("Go on")
    return world


def _approved(service: str = "") -> WatchedWorld:
    world = _asked(service)
    world.decide(world.requirements[0], Approved())
    with suppress(CutOffError):
        world.work()
    return world


def _refused() -> WatchedWorld:
    """Be turned away in every way there is."""
    world = _asked()
    asked = world.requirements[0]
    elsewhere = replace(asked, at=Position(run=9, step=9, index=9))
    world.decide(elsewhere, Approved())
    world.decide(replace(asked, digest="0" * 64), Approved())
    world.decide(asked, Approved(), by="U0GUEST")
    world.chat.fail_next("person", UnreachableError("down"))
    world.decide(asked, Approved())
    world.decide(asked, lambda _: Invalid(problems=(FieldProblem(field="to", message="?"),)))
    world.store.fail_next("read", TransientError("down"))
    world.decide(asked, Approved())
    world.clock.advance(ms=DAY_MS)
    world.decide(asked, Approved())
    world.sweep()
    world.decide(asked, Approved())
    return world


def _voted_twice() -> WatchedWorld:
    world = WatchedWorld(call("close_account", account="8841"), tools=ALL)
    world.say("Close it")
    world.decide(world.requirements[0], Approved())
    world.decide(world.requirements[0], Approved())
    return world


def _taken_back_twice() -> WatchedWorld:
    world = WatchedWorld(EMAIL, tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], RejectForGood())
    for _ in range(2):
        revoke_grant(world.click(world.requirements[0]), ports=world.decision_ports)
    return world


def _lost() -> WatchedWorld:
    """Decide on a request whose text the store has lost."""
    world = _asked()
    asked = world.requirements[0]
    world.store.commit(Update(key=world.thread.requirement(asked.at), put={LOST: "gone"}))
    world.decide(asked, Approved())
    return world


def _switched_off() -> WatchedWorld:
    world = _asked()
    switch = Switch(scope=EveryTool(), by=BOB, at=0)
    kill_on(world.thread.team, switch, ports=KillPorts(store=world.store, clock=world.clock))
    world.decide(world.requirements[0], Approved())
    return world


def _changed_while_it_waited() -> WatchedWorld:
    world = _asked()
    world.agent = replace(world.agent, tools=())
    world.decide(world.requirements[0], Approved())
    world.work()
    return world


def _unknown() -> WatchedWorld:
    world = _approved("production")
    world.turn()
    world.decide(world.requirements[-1], Stopped())
    world.work()
    return world


def _undeliverable() -> WatchedWorld:
    world = WatchedWorld(EMAIL, tools=ALL)
    world.chat.fail_next("show", UndeliverableError("is_archived"))
    world.chat.fail_next("announce", UndeliverableError("messages_tab_disabled"))
    world.say("Mail Bob")
    return world


def _given_up() -> WatchedWorld:
    world = WatchedWorld(turned_down("no such model"))
    world.say("Hi")
    return world


def _cut_off() -> WatchedWorld:
    world = _asked()
    claim(world.thread, world.ports, lease_ms=LEASE_MS)
    world.clock.advance(ms=LEASE_MS + 1)
    world.store.fail_next("read", TransientError("down"))
    with suppress(ExceptionGroup):
        world.sweep()
    world.sweep()
    return world


def _failed() -> WatchedWorld:
    world = WatchedWorld()
    receipt = Receipt(message_id="m1", handle="h1", received=1)
    with (
        queues() as both,
        suppress(ValueError),
        shorter_wait(both.sqs, both.urls["TurnQueue"], receipt, world.tell),
    ):
        raise ValueError
    return world


def _buried() -> WatchedWorld:
    world = WatchedWorld()
    tell(world, InMemoryDeadLetters(a_letter(world.message("Hello"))))
    return world


def _rated() -> WatchedWorld:
    world = WatchedWorld(say("Hello."))
    world.say("Hi")
    for opinion in Opinion:
        rate = Rate(thread=THREAD, run=1, answer="reply.1", user=BOB.id, opinion=opinion)
        rate_answer(rate, ports=world.decision_ports)
    return world


STORIES: tuple[Callable[[], WatchedWorld], ...] = (
    _approved,
    lambda: _approved("broken"),
    _refused,
    _voted_twice,
    _taken_back_twice,
    _lost,
    _switched_off,
    _changed_while_it_waited,
    _unknown,
    _undeliverable,
    _given_up,
    _cut_off,
    _failed,
    _buried,
    _rated,
)


@pytest.fixture(scope="module")
def emitted() -> set[Metric]:
    """Every metric that the code and SQS give, over all that can happen."""
    ours = {point.metric for story in STORIES for point in story().points}
    with queues() as both:
        both.turns.wake(THREAD)
        return ours | {point.metric for point in both.points(now=now())}


def test_every_metric_on_the_dashboard_is_emitted(emitted: set[Metric]) -> None:
    assert shown() - emitted == set()


def test_every_metric_of_an_alarm_is_emitted_and_shown(emitted: set[Metric]) -> None:
    assert alarmed_about() - emitted == set()
    assert alarmed_about() - shown() == set()


def test_every_metric_of_ours_is_shown(emitted: set[Metric]) -> None:
    assert {each for each in emitted if each.namespace == "Signoff"} - shown() == set()


@pytest.mark.parametrize("state", [each for each in OutcomeState if each != "running"])
def test_every_outcome_has_its_line_on_the_dashboard(state: OutcomeState) -> None:
    dimensions = frozenset({("Stack", STACK), ("Outcome", state.value)})

    assert Metric("Signoff", "Outcomes", dimensions) in shown()


def test_every_refusal_has_its_line_on_the_dashboard() -> None:
    told = [each for each in shown() if each.name == "Refusals"]

    assert len(told) == len(get_args(Refusal))
