import pytest

from signoff.core.audit import AuditEntry
from signoff.core.click import AlreadyDecided, Applied, SwitchedOff, Wish
from signoff.core.codec import from_item
from signoff.core.decision import Answered, AnsweredFor, Approved, Rejected, RunAgain
from signoff.core.items import Put
from signoff.core.keys import ThreadKey
from signoff.core.switches import EveryTool, OneAgent, OneTool, Scope, Switch, switch_key
from signoff.testing import call, say
from signoff.usecases.kill import NOBODY, KillPorts, kill_list, kill_off, kill_on
from tests.core.rows import ANA, BOB, NOON
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

EMAIL = call("send_email", to="bob", subject="Hi")
TEAM = "T0LOCAL"
OVER_IT: tuple[Scope, ...] = (
    EveryTool(),
    OneTool(name="send_email"),
    OneAgent(id="assistant"),
)
BESIDE_IT: tuple[Scope, ...] = (OneTool(name="wipe"), OneAgent(id="other"))


def throw(world: World, scope: Scope, note: str = "", *, team: str = TEAM) -> Switch | None:
    switch = Switch(scope=scope, by=BOB, at=0, note=note)
    return kill_on(team, switch, ports=KillPorts(store=world.store, clock=world.clock))


def release(world: World, scope: Scope) -> Switch | None:
    switch = Switch(scope=scope, by=ANA, at=0)
    return kill_off(TEAM, switch, ports=KillPorts(store=world.store, clock=world.clock))


def audit(world: World) -> list[tuple[str, str, str]]:
    return told(world, ThreadKey.of_team(TEAM))


def told(world: World, place: ThreadKey | None = None) -> list[tuple[str, str, str]]:
    place = place or world.thread
    rows = world.store.query(place.pk, "AUD#", "AUD$")
    facts = [fact for row in rows for fact in from_item(AuditEntry, row).facts]
    return [(fact.action, fact.by.name if fact.by else "", fact.note) for fact in facts]


@pytest.mark.parametrize("scope", OVER_IT)
def test_what_was_approved_before_a_switch_over_it_was_thrown_does_not_start(scope: Scope) -> None:
    world = World(EMAIL, say("Off."), tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())

    throw(world, scope)
    world.work()

    assert DONE == []
    assert "switched off" in world.outputs()[0]
    assert told(world)[-1] == ("blocked", "", "switched off")


@pytest.mark.parametrize("scope", BESIDE_IT)
def test_a_switch_over_something_else_stops_nothing(scope: Scope) -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")

    throw(world, scope)
    world.decide(world.requirements[0], Approved())
    world.work()

    assert DONE == ["sent Hi to bob"]


@pytest.mark.parametrize("scope", [EveryTool(), OneTool(name="look_up"), OneAgent(id="assistant")])
def test_a_tool_that_waits_for_nobody_does_not_start_either(scope: Scope) -> None:
    world = World(call("look_up", order="1"), say("Off."), tools=ALL)
    throw(world, scope)

    world.say("Look it up")

    assert DONE == []
    assert "switched off" in world.outputs()[0]


@pytest.mark.parametrize("scope", OVER_IT)
def test_a_click_that_would_let_it_run_is_refused_and_counts_again_once_it_is_released(
    scope: Scope,
) -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    throw(world, scope)

    refused = world.decide(world.requirements[0], Approved())
    release(world, scope)
    taken = world.decide(world.requirements[0], Approved())

    assert refused == SwitchedOff()
    assert isinstance(taken, Applied)
    assert told(world)[1:] == [("refused", "bob", "switched off"), ("approved", "bob", "")]


@pytest.mark.parametrize("wish", [Rejected(), AnsweredFor(output="I did it")])
def test_what_lets_nothing_run_is_still_taken(wish: Wish) -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")

    throw(world, EveryTool())

    assert isinstance(world.decide(world.requirements[0], wish), Applied)


def test_a_form_that_would_let_its_tool_run_is_refused_too() -> None:
    world = World(call("refund", order="1", amount=None), tools=ALL)
    world.say("Refund it")

    throw(world, OneTool(name="refund"))

    filled = Answered(values='{"amount":1}')
    assert world.decide(world.requirements[0], filled) == SwitchedOff()


def test_a_start_in_doubt_is_not_made_again_in_a_workspace_that_is_switched_off() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())

    def die() -> None:
        DONE.then = None
        world.store.fail_next("commit", KeyboardInterrupt())

    DONE.then = die
    with pytest.raises(KeyboardInterrupt):
        world.work()
    world.turn()
    throw(world, OneAgent(id="assistant"))

    assert world.decide(world.requirements[1], RunAgain()) == SwitchedOff()


def test_who_threw_a_switch_and_who_released_it_stands_in_the_audit_of_the_workspace() -> None:
    world = World()

    throw(world, OneTool(name="wipe"), "incident 7")
    release(world, OneTool(name="wipe"))

    assert audit(world) == [
        ("kill_on", "bob", "tool wipe: incident 7"),
        ("kill_off", "ana", "tool wipe"),
    ]


def test_a_switch_that_is_thrown_stays_as_it_was_when_somebody_throws_it_again() -> None:
    world = World()
    throw(world, EveryTool(), "first")

    before = throw(world, EveryTool(), "second")

    assert before is not None
    assert before.note == "first"
    assert kill_list(TEAM, store=world.store) == (before,)
    assert len(audit(world)) == 1


def test_a_switch_that_is_not_thrown_can_not_be_released() -> None:
    world = World()

    assert release(world, EveryTool()) is None
    assert audit(world) == []


def test_switches_are_listed_with_who_threw_them_and_when_those_of_another_hand_too() -> None:
    world = World()
    throw(world, OneAgent(id="ops"), "quiet")
    key = switch_key(TEAM, EveryTool())
    world.store.commit(Put(key=key, item={"by": "U0ANA"}))

    listed = kill_list(TEAM, store=world.store)

    assert listed == (
        Switch(scope=EveryTool(), by=NOBODY, at=0),
        Switch(scope=OneAgent(id="ops"), by=BOB, at=NOON, note="quiet"),
    )


def test_a_switch_of_another_workspace_stops_nothing_here() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")

    throw(world, EveryTool(), team="T0OTHER")

    assert isinstance(world.decide(world.requirements[0], Approved()), Applied)


def test_of_a_switch_and_a_verdict_whoever_clicks_late_is_told_the_verdict() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Rejected())

    throw(world, EveryTool())

    assert isinstance(world.decide(world.requirements[0], Approved()), AlreadyDecided)
