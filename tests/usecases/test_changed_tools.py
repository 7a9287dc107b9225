"""A new agent.py is deployed while calls wait: what becomes of them, and who is told."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from signoff import UserFeedbackTools, tool
from signoff.agent.agent import Agent
from signoff.agent.toolkit import ToolLike
from signoff.core.audit import AuditEntry
from signoff.core.canonical import Json
from signoff.core.codec import from_item
from signoff.core.decision import (
    Answered,
    Approved,
    Decision,
    Executed,
    ItHappened,
    Reconcile,
    RequirementState,
    RunAgain,
)
from signoff.core.requirement import OutcomeState, Requirement
from signoff.testing.model import Reply, call, say
from signoff.usecases.accept_event import accept_event
from signoff.usecases.start_tool import CHANGED
from tests.simulation.faults import CrashError
from tests.usecases.tools import DONE, refund, send_email
from tests.usecases.world import World

EMAIL = call("send_email", to="bob", subject="Hi")
REFUND = call("refund", order="8841", amount=None)
FILLED = Answered(values='{"amount":120}')
END = say("That is all.")


def _renamed(name: str) -> list[ToolLike]:
    @tool(requires_confirmation=True)
    def mail(to: str, subject: str) -> str:
        """Do what the other one did."""
        DONE.append(f"{name}, renamed: {subject} to {to}")
        return "done"

    return [mail]


def _removed(_name: str) -> list[ToolLike]:
    return []


def _other_parameters(name: str) -> list[ToolLike]:
    @tool(requires_confirmation=True)
    def send_email(to: str, subject: str, urgent: bool = False) -> str:
        """Send an e-mail, perhaps in a hurry."""
        DONE.append(f"new mail {subject} to {to}, {urgent}")
        return "done"

    @tool(requires_user_input=True, user_input_fields=["amount"])
    def refund(order: str, amount: float) -> str:
        """Refund an order, to the cent."""
        DONE.append(f"new refund {amount} for {order}")
        return "done"

    return [send_email if name == "send_email" else refund]


def _other_risk(name: str) -> list[ToolLike]:
    @tool(requires_confirmation=True, risk="high")
    def send_email(to: str, subject: str) -> str:
        """Send an e-mail."""
        DONE.append(f"new mail {subject} to {to}")
        return "done"

    @tool(requires_user_input=True, user_input_fields=["amount"], risk="high")
    def refund(order: str, amount: int) -> str:
        """Refund an order."""
        DONE.append(f"new refund {amount} for {order}")
        return "done"

    return [send_email if name == "send_email" else refund]


def _other_gate(name: str) -> list[ToolLike]:
    @tool
    def send_email(to: str, subject: str) -> str:
        """Send an e-mail; nobody is asked any more."""
        DONE.append(f"new mail {subject} to {to}")
        return "done"

    @tool(requires_confirmation=True)
    def refund(order: str, amount: int) -> str:
        """Refund an order; a person only confirms."""
        DONE.append(f"new refund {amount} for {order}")
        return "done"

    return [send_email if name == "send_email" else refund]


Redeployed = Callable[[str], list[ToolLike]]
CHANGES = [_renamed, _removed, _other_parameters, _other_risk, _other_gate]
KINDS: list[tuple[str, Reply, Decision]] = [
    ("send_email", EMAIL, Approved()),
    ("refund", REFUND, FILLED),
]
each_change = pytest.mark.parametrize("change", CHANGES)
each_kind = pytest.mark.parametrize(("name", "line", "decision"), KINDS)


def _deploy(world: World, tools: list[ToolLike]) -> None:
    world.agent = Agent(name="Assistant", model=world.agent.model, tools=tools)


def _on_its_card(world: World, asked: Requirement) -> Requirement:
    """The request as it stands in Slack now."""
    rows = world.chat.standing(world.thread, asked.card).rows
    return next(row for row in rows if row.at == asked.at)


def _require_told(world: World, name: str) -> None:
    """Nothing ran, and both the person and the model know why."""
    shown = _on_its_card(world, world.requirements[0])
    assert DONE == []
    assert shown.outcome is not None
    assert shown.outcome.state is OutcomeState.NOT_RUN
    assert shown.outcome.note == CHANGED.format(tool=name)
    assert world.outputs() == [CHANGED.format(tool=name)]
    assert _held_back(world) == ["the tool was changed or removed"]
    assert world.said == ("That is all.",)


def _held_back(world: World) -> list[str]:
    rows = world.store.query(world.thread.pk, "AUD#", "AUD$")
    facts = [fact for row in rows for fact in from_item(AuditEntry, row).facts]
    return [fact.note for fact in facts if fact.action == "blocked"]


@each_change
@each_kind
def test_a_call_whose_tool_changed_while_it_waited_does_not_start(
    change: Redeployed, name: str, line: Reply, decision: Decision
) -> None:
    world = World(line, END, tools=[send_email, refund])
    world.say("Do it")

    _deploy(world, change(name))
    world.decide(world.requirements[0], decision)
    world.work()

    _require_told(world, name)


@each_change
@each_kind
def test_a_call_whose_tool_changed_after_it_was_let_through_does_not_start(
    change: Redeployed, name: str, line: Reply, decision: Decision
) -> None:
    world = World(line, END, tools=[send_email, refund])
    world.say("Do it")
    world.decide(world.requirements[0], decision)

    _deploy(world, change(name))
    world.work()

    _require_told(world, name)


def _started(name: str, line: Reply, decision: Decision, change: Redeployed) -> World:
    """The worker dies in the call; then another agent is deployed, and a worker looks again."""
    world = World(line, END, tools=[send_email, refund])
    world.say("Do it")
    world.decide(world.requirements[0], decision)

    def die() -> None:
        DONE.then = None
        raise CrashError

    DONE.then = die
    with suppress(CrashError):
        world.work()
    _deploy(world, change(name))
    world.turn()
    world.clock.advance(seconds=1)
    return world


@each_change
@each_kind
def test_of_a_start_that_was_cut_off_before_its_tool_changed_a_person_says_how_it_ended(
    change: Redeployed, name: str, line: Reply, decision: Decision
) -> None:
    world = _started(name, line, decision, change)
    before, question = world.requirements

    world.decide(question, ItHappened())
    world.work()

    assert isinstance(question.ask, Reconcile)
    assert len(DONE) == 1
    assert _on_its_card(world, before).outcome is not None
    assert "it did happen" in world.outputs()[0]
    assert world.said == ("That is all.",)


@each_change
@each_kind
def test_a_start_that_was_cut_off_is_not_made_again_with_a_tool_that_changed(
    change: Redeployed, name: str, line: Reply, decision: Decision
) -> None:
    world = _started(name, line, decision, change)
    question = world.requirements[1]

    world.decide(question, RunAgain())
    world.work()

    shown = _on_its_card(world, question)
    assert len(DONE) == 1
    assert shown.outcome is not None
    assert shown.outcome.note == CHANGED.format(tool=name)
    assert world.outputs() == [CHANGED.format(tool=name)]
    assert world.said == ("That is all.",)


@each_change
def test_a_call_that_may_run_twice_is_not_started_again_once_its_tool_changed(
    change: Redeployed,
) -> None:
    @tool(requires_confirmation=True, idempotent=True)
    def send_email(to: str, subject: str, idempotency_key: str) -> str:
        """Send an e-mail, once for a key."""
        DONE.append(f"sent {subject} to {to} under {idempotency_key}")
        raise CrashError

    world = World(EMAIL, tools=[send_email])
    world.say("Do it")
    world.decide(world.requirements[0], Approved())
    with suppress(CrashError):
        world.work()

    _deploy(world, change("send_email"))
    world.turn()

    assert len(DONE) == 1
    assert isinstance(world.requirements[1].ask, Reconcile)


def test_the_model_may_call_a_changed_tool_anew_and_people_are_asked_anew() -> None:
    world = World(EMAIL, EMAIL, END, tools=[send_email])
    world.say("Do it")
    _deploy(world, _other_risk("send_email"))
    world.decide(world.requirements[0], Approved())
    world.work()

    again = world.requirements[1]
    assert again.state is RequirementState.PENDING
    assert DONE == []
    world.decide(again, Approved())
    world.work()

    assert DONE == ["new mail Hi to bob"]
    assert again.tool_version != world.requirements[0].tool_version


def test_a_renamed_tool_is_called_anew_under_its_new_name() -> None:
    world = World(EMAIL, call("mail", to="bob", subject="Hi"), END, tools=[send_email])
    world.say("Do it")
    _deploy(world, _renamed("mail"))
    world.decide(world.requirements[0], Approved())
    world.work()

    world.decide(world.requirements[1], Approved())
    world.work()

    assert DONE == ["mail, renamed: Hi to bob"]
    assert world.said == ("That is all.",)


@pytest.mark.parametrize("change", [_removed, _other_parameters])
def test_a_call_that_needs_nobody_does_not_start_with_a_tool_that_changed(
    change: Redeployed,
) -> None:
    @tool
    def send_email(to: str, subject: str) -> str:
        """Send an e-mail; nobody is asked."""
        DONE.append(f"sent {subject} to {to}")
        return "sent"

    world = World(EMAIL, END, tools=[send_email])
    accept_event(world.message("Do it"), store=world.store, clock=world.clock)
    world.store.fail_next("commit", CrashError(), took_effect=True)
    with suppress(CrashError):
        world.turn()

    _deploy(world, change("send_email"))
    world.turn()

    assert DONE == []
    assert world.outputs() == [CHANGED.format(tool="send_email")]


QUESTION: dict[str, Json] = {
    "question": "Which region?",
    "header": "Region",
    "options": [{"label": "eu", "description": "near"}],
    "multi_select": False,
}


def _outside() -> list[ToolLike]:
    @tool(external_execution=True)
    def roll_back(deployment: str) -> None:
        """Roll a deployment back."""

    return [roll_back]


def _outside_otherwise() -> list[ToolLike]:
    @tool(external_execution=True)
    def roll_back(deployment: str, region: str) -> None:
        """Roll a deployment back in one region."""

    return [roll_back]


@pytest.mark.parametrize("tools", [[], _outside_otherwise()])
@pytest.mark.parametrize("is_decided_before", [True, False])
def test_what_a_person_ran_outside_counts_whatever_became_of_the_tool(
    tools: list[ToolLike], *, is_decided_before: bool
) -> None:
    world = World(call("roll_back", deployment="api"), END, tools=_outside())
    world.say("Do it")

    if is_decided_before:
        world.decide(world.requirements[0], Executed(result="back to v41"))
    _deploy(world, tools)
    if not is_decided_before:
        world.decide(world.requirements[0], Executed(result="back to v41"))
    world.work()

    assert "back to v41" in world.outputs()[0]
    assert world.said == ("That is all.",)


@pytest.mark.parametrize("is_decided_before", [True, False])
def test_what_a_person_answered_counts_although_the_agent_asks_no_more(
    *, is_decided_before: bool
) -> None:
    from_agent = World(call("ask_user", questions=[QUESTION]), END, tools=_asking())
    from_agent.say("Do it")
    answers = Answered(values='[{"answer":"eu","question":"Which region?"}]')

    if is_decided_before:
        from_agent.decide(from_agent.requirements[0], answers)
    _deploy(from_agent, [])
    if not is_decided_before:
        from_agent.decide(from_agent.requirements[0], answers)
    from_agent.work()

    assert '"answer": "eu"' in from_agent.outputs()[0]
    assert from_agent.said == ("That is all.",)


def _asking() -> list[ToolLike]:
    return [UserFeedbackTools()]
