"""Hard rules, before any person and after one."""

from typing import Any

from signoff.agent.agent import Agent
from signoff.agent.model import OpenAIResponses
from signoff.agent.rules import Rule
from signoff.core.approving import ApproveWith
from signoff.core.audit import AuditEntry, Fact
from signoff.core.click import Applied
from signoff.core.codec import from_item
from signoff.core.decision import Answered, Approved, Rejected
from signoff.core.gate import Confirmation, UserInput
from signoff.core.journal import Refuse
from signoff.core.keys import ThreadKey
from signoff.core.observations.runs import OutcomeNoted
from signoff.core.outputs import FORBIDDEN
from signoff.core.requirement import OutcomeState
from signoff.testing.model import Line, call, calls, say
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

EMAIL = call("send_email", to="bob@example.com", subject="Hi")
LOOK = call("look_up", order="8841")


def _world(*lines: Line, **tables: Any) -> World:
    world = World(*lines, tools=ALL)
    world.agent = Agent(model=OpenAIResponses(id="gpt-5.4"), tools=ALL, **tables)
    return world


def _facts(world: World, action: str, thread: ThreadKey | None = None) -> list[Fact]:
    pk = (thread or world.thread).pk
    audit = [row for row in world.rows if row["pk"] == pk and str(row["sk"]).startswith("AUD#")]
    found = [fact for row in audit for fact in from_item(AuditEntry, row).facts]
    return [fact for fact in found if fact.action == action]


def test_a_denied_call_never_runs_and_nobody_is_asked() -> None:
    world = _world(EMAIL, say("I may not."), deny=["send_*"])

    world.say("Mail Bob")

    assert world.outputs() == [FORBIDDEN]
    assert (world.requirements, world.view.cards, DONE) == ((), (), [])
    assert world.said == ("I may not.",)


def test_a_denial_is_stored_audited_and_measured_without_the_arguments() -> None:
    world = _world(EMAIL, say("I may not."), deny=[Rule(tool="look_up"), "send_*"])

    world.say("Mail Bob")

    (fact,) = _facts(world, "denied")
    assert (fact.note, fact.about, fact.by) == ("deny 2: send_*", ("1.1.0",), None)
    assert "bob@example.com" not in str(fact)
    (noted,) = world.operator.of(OutcomeNoted)
    assert (noted.outcome, noted.attempt) == (OutcomeState.NOT_RUN, 0)
    plans = [each.plan for step in world.view.steps for each in getattr(step.entry, "calls", ())]
    assert plans == [Refuse(output=FORBIDDEN)]


def test_a_rule_that_changes_later_changes_nothing_about_a_call_that_waits() -> None:
    world = _world(EMAIL, say("Sent."), ask=["send_email"])
    world.say("Mail Bob")
    world.agent = Agent(model=world.agent.model, tools=ALL, deny=["send_email"])

    world.decide(world.requirements[0], Approved())
    world.work()

    assert DONE == ["sent Hi to bob@example.com"]


def test_a_tool_that_waits_for_nobody_is_asked_about_where_a_rule_says_so() -> None:
    world = _world(LOOK, say("Paid."), ask=["*"])

    world.say("Look")
    asked = world.requirements[0]
    assert (DONE, asked.ask) == ([], Confirmation())
    world.decide(asked, Approved())
    world.work()

    assert DONE == ["looked up 8841"]
    outcome = world.requirements[0].outcome
    assert outcome is not None
    assert outcome.state is OutcomeState.DONE
    assert world.requirements[0].consumed_by == world.thread.execution(asked.at, 1).sk


def test_what_a_rule_asks_about_can_be_rejected() -> None:
    world = _world(LOOK, say("Then not."), ask=["look_up"])
    world.say("Look")

    world.decide(world.requirements[0], Rejected(reason="No."))
    world.work()

    assert DONE == []
    assert world.outputs() == ["Rejected by @bob, not run: No. Do not retry unless asked to."]


def test_a_rule_asks_in_the_way_of_the_tool_whatever_its_when_says() -> None:
    world = _world(calls(call("pay", amount=5), call("refund", order="1", amount=2)), ask=["*"])

    world.say("Pay")

    kinds = [type(each.ask) for each in world.requirements]
    assert kinds == [Confirmation, UserInput]


def test_what_no_line_allows_is_asked_about_and_what_one_allows_keeps_its_gate() -> None:
    world = _world(calls(LOOK, EMAIL, call("pay", amount=5)), allow=["look_up", "send_email"])

    world.say("All of it")
    world.work()

    assert [each.tool for each in world.requirements] == ["send_email", "pay"]
    assert DONE == ["looked up 8841"]


def test_who_asked_and_where_decide_along() -> None:
    elsewhere = Rule(tool="look_up", channels=("C0ELSE",))
    somebody = Rule(tool="look_up", users=("U0BOB",))
    world = _world(LOOK, say("Paid."), deny=[elsewhere, somebody])

    world.say("Look")

    assert DONE == ["looked up 8841"]


def test_nobody_can_edit_a_call_into_what_a_rule_forbids() -> None:
    rule = Rule(tool="announce", when=lambda arguments: "secret" in arguments["subject"])
    announce = call("announce", channel="C0OPS", subject="News")
    world = _world(announce, say("I may not."), deny=[rule])
    world.say("Announce")

    outcome = world.decide(world.requirements[0], ApproveWith(values='{"subject":"secret"}'))
    world.work()

    assert isinstance(outcome, Applied)
    assert (DONE, world.outputs()) == ([], [FORBIDDEN])
    receipt = world.requirements[0].outcome
    assert receipt is not None
    assert receipt.state is OutcomeState.NOT_RUN
    assert [fact.note for fact in _facts(world, "denied")] == ["deny 1: announce"]


def test_nobody_can_fill_in_what_a_rule_forbids() -> None:
    rule = Rule(tool="refund", when=lambda arguments: arguments.get("amount", 0) > 100)
    world = _world(call("refund", order="1"), say("I may not."), deny=[rule])
    world.say("Refund")

    world.decide(world.requirements[0], Answered(values='{"amount":101}'))
    world.work()

    assert (DONE, world.outputs()) == ([], [FORBIDDEN])
