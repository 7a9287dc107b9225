"""Decisions that stand: what they let through and refuse, and how they end."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from threading import Thread
from typing import Any

import pytest

from signoff import tool
from signoff.agent.agent import Agent
from signoff.agent.tool import Tool
from signoff.core import outputs
from signoff.core.audit import AuditEntry, Fact
from signoff.core.canonical import Json, canonical
from signoff.core.click import Applied, Gone, NoLongerStands, NotAllowed, SwitchedOff
from signoff.core.codec import from_item, to_item
from signoff.core.decision import Approved, Rejected
from signoff.core.grants import ApproveAndKeep, Grant, RejectForGood
from signoff.core.items import Put
from signoff.core.journal import Granted, ModelSpoke, Refuse
from signoff.core.keys import ThreadKey
from signoff.core.lost import requirement_in
from signoff.core.observations.runs import OutcomeNoted
from signoff.core.requirement import OutcomeState, Requirement
from signoff.core.switches import EveryTool, Switch
from signoff.core.who import Who
from signoff.ports import UnreachableError
from signoff.testing.model import Line, call, say
from signoff.usecases.grants import list_grants, revoke_as_operator, revoke_grant
from signoff.usecases.kill import KillPorts, kill_on
from signoff.usecases.verify_audit import verify_audit
from tests.core.rows import BOB, THREAD
from tests.usecases.tools import DONE
from tests.usecases.world import World

HOUR = 3_600_000
HERE = ApproveAndKeep(in_thread=True, lasts_ms=HOUR)
EVERYWHERE = ApproveAndKeep(in_thread=False, lasts_ms=HOUR)
TEAM = ThreadKey.of_team(THREAD.team)
ELSEWHERE = replace(THREAD, thread_ts="1795096900.000200")


@tool(requires_confirmation=True, sticky=["to"], sticky_for=timedelta(hours=8))
def mail(to: str, subject: str = "", copies: int = 1) -> str:
    """Send an e-mail."""
    DONE.append(f"{to}: {subject} {copies}")
    return "sent"


@tool(requires_confirmation=True, sticky=True)
def restart(service: str, force: bool = False) -> str:
    """Restart a service."""
    DONE.append(f"restarted {service} {force}")
    return "restarted"


@tool(requires_confirmation=True, sticky=True, approvers=["S0LEADS"])
def scale(service: str) -> str:
    """Scale a service."""
    DONE.append(f"scaled {service}")
    return "scaled"


@tool(requires_confirmation=True, sticky=True, approvers="not_requester")
def drop(table: str) -> str:
    """Drop a table."""
    DONE.append(f"dropped {table}")
    return "dropped"


@tool(requires_confirmation=True, when=lambda arguments: arguments["amount"] > 100)
def pay(amount: int) -> str:
    """Pay somebody."""
    DONE.append(f"paid {amount}")
    return "paid"


REFUSED = (
    "Not run: @bob rejected mail and does not want to be asked about it again in this thread. "
    "Do not call it here any more."
)
TOOLS = [mail, restart, scale, drop, pay]


def _world(*lines: Line, kept: ApproveAndKeep | RejectForGood = HERE) -> World:
    """A thread in which the first call was decided, so that it stands."""
    world = World(*lines, tools=TOOLS)
    world.chat.gather("S0LEADS", "U0BOB")
    world.say("Do it")
    outcome = world.decide(world.requirements[0], kept)
    assert isinstance(outcome, Applied)
    world.work()
    return world


def _mail(subject: str = "Hi", to: str = "bob@example.com", **more: Any) -> Line:
    return call("mail", to=to, subject=subject, **more)


def _facts(world: World, action: str, chain: ThreadKey = THREAD) -> list[Fact]:
    audit = [row for row in world.rows if row["pk"] == chain.pk and _is_entry(row)]
    found = [fact for row in audit for fact in from_item(AuditEntry, row).facts]
    return [fact for fact in found if fact.action == action]


def _is_entry(row: Any) -> bool:
    return str(row["sk"]).startswith("AUD#")


def _open(world: World) -> list[Requirement]:
    rows = (row for row in world.rows if "#REQ#" in str(row["sk"]))
    return [each for each in map(requirement_in, rows) if each.is_open]


def _grants(world: World) -> tuple[Grant, ...]:
    return list_grants(THREAD.team, store=world.store, now=world.clock())


def _revoke(world: World, by: str = "U0BOB") -> Any:
    asked = world.requirements[0]
    return revoke_grant(world.click(asked, by=by), ports=world.decision_ports)


def test_a_later_call_like_it_runs_without_asking() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"), say("Sent again."))

    world.say("Once more")

    assert DONE == ["bob@example.com: Hi 1", "bob@example.com: Again 1"]
    assert _open(world) == []
    plans = [each.plan for step in world.view.steps for each in _calls(step.entry)]
    assert isinstance(plans[1], Granted)


def _calls(entry: Any) -> Any:
    return entry.calls if isinstance(entry, ModelSpoke) else ()


def test_the_thread_is_told_in_one_line_by_whose_word() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"), say("Sent again."))

    world.say("Once more")

    until = "until 2026-11-19 15:00 UTC."
    told = f"Run without asking: `mail`, by @bob's standing approval, {until}"
    assert world.said == ("Sent.", told, "Sent again.")


@pytest.mark.parametrize(
    "again",
    [
        _mail(to="eve@example.com"),
        _mail(to="bob@example.com "),
        _mail(to="Bob@example.com"),
        call("pay", amount=500),
    ],
)
def test_a_call_that_is_otherwise_where_it_must_not_be_is_asked_about(again: Line) -> None:
    world = _world(_mail(), say("Sent."), again)

    world.say("Once more")

    assert len(_open(world)) == 1
    assert len(DONE) == 1


def test_what_is_not_pinned_may_be_anything_and_what_is_pinned_may_not() -> None:
    chance = Random(11)  # noqa: S311 - nothing here is secret
    for _ in range(40):
        free: dict[str, Json] = {"subject": _text(chance), "copies": chance.randrange(9)}
        pinned = chance.choice(["bob@example.com", "bob@example.com", _text(chance)])
        DONE.clear()
        world = _world(_mail(), say("Sent."), call("mail", to=pinned, **free), say("Sent."))

        world.say("Once more")

        is_same = pinned == "bob@example.com"
        assert (len(DONE), len(_open(world))) == ((2, 0) if is_same else (1, 1))


def _text(chance: Random) -> str:
    letters = "abcé\u0301\u200b <@U0BOB>\\u{5c}'\"*{}\n\t\N{PARTY POPPER}"
    return "".join(chance.choice(letters) for _ in range(chance.randrange(1, 12)))


def test_all_arguments_are_pinned_without_a_list_in_whatever_order_they_come() -> None:
    swapped = call("restart", force=False, service="api")
    other = call("restart", service="api", force=True)
    world = _world(call("restart", service="api"), say("Done."), swapped, say("Done."), other)

    world.say("Again")
    assert DONE == ["restarted api False", "restarted api False"]
    world.say("With force")

    assert [json.loads(each.arguments)["force"] for each in _open(world)] == [True]


def test_whoever_approves_for_later_calls_has_voted_on_this_one() -> None:
    world = _world(_mail(), say("Sent."))

    (asked,) = world.requirements

    assert [vote.by for vote in asked.votes] == [asked.verdict and asked.verdict.by]


def test_an_approval_for_a_thread_counts_in_no_other() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"))
    world.thread = ELSEWHERE

    world.say("In another thread")

    assert len(_open(world)) == 1


def test_an_approval_for_every_thread_counts_in_all_of_the_workspace_and_no_other() -> None:
    world = _world(
        _mail(), say("Sent."), _mail("Again"), say("Sent."), _mail("There"), kept=EVERYWHERE
    )
    world.thread = ELSEWHERE
    world.say("In another thread")
    assert DONE[1:] == ["bob@example.com: Again 1"]

    world.thread = replace(THREAD, team="T0OTHER")
    world.say("In another workspace")

    assert len(DONE) == 2
    assert len(_open(world)) == 1


def test_an_approval_runs_out() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"))

    world.clock.advance(ms=HOUR)
    world.say("Too late")

    assert len(_open(world)) == 1
    assert _grants(world) == ()


def test_what_ran_out_between_plan_and_start_is_told_to_the_model() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"), say("I ask again."))
    _before_the_start(world, lambda: world.clock.advance(ms=HOUR))

    world.say("Once more")
    world.work()

    assert DONE == ["bob@example.com: Hi 1"]
    assert world.outputs()[-1] == outputs.LAPSED
    assert [fact.digests for fact in _facts(world, "grant_lapsed")]
    noted = world.operator.of(OutcomeNoted)[-1]
    assert (noted.outcome, noted.attempt) == (OutcomeState.NOT_RUN, 0)


def _before_the_start(world: World, then: Callable[[], object]) -> None:
    """Let something happen once the next call is planned, before its tool starts."""
    commit = world.store.commit

    def watched(*writes: Any) -> None:
        commit(*writes)
        if any("#STEP#" in write.key.sk for write in writes):
            world.store.commit = commit  # type: ignore[method-assign]
            then()

    world.store.commit = watched  # type: ignore[method-assign]


def test_what_was_revoked_between_plan_and_start_does_not_start() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"), say("I ask again."))
    outcomes: list[Any] = []
    _before_the_start(world, lambda: outcomes.append(_revoke(world)))

    world.say("Once more")

    assert isinstance(outcomes[0], Applied)
    assert DONE == ["bob@example.com: Hi 1"]
    assert world.outputs()[-1] == outputs.LAPSED


def test_of_a_start_and_a_revocation_at_once_none_starts_after_it_is_revoked() -> None:
    for lead in range(24):
        DONE.clear()
        world = _world(_mail(), say("Sent."), _mail("Again"), say("Well."))
        starts_then: list[int] = []
        revoking = Thread(target=_revoked, args=(world, starts_then, lead))

        revoking.start()
        world.say("Once more")
        revoking.join()

        assert _starts(world) == starts_then[0] == len(DONE)


def _revoked(world: World, starts_then: list[int], lead: int) -> None:
    """Revoke, a little later each time, and count what had started when that has returned."""
    for _ in range(lead * 400):
        pass
    assert isinstance(_revoke(world), Applied)
    starts_then.append(_starts(world))


def _starts(world: World) -> int:
    return sum("#EXEC#" in str(row["sk"]) for row in world.rows)


def test_what_lapsed_is_asked_about_when_the_model_calls_it_again() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"), _mail("Again"))
    _before_the_start(world, lambda: _revoke(world))

    world.say("Once more")

    assert [each.tool for each in _open(world)] == ["mail"]


def test_a_changed_tool_is_not_covered() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"))

    world.agent = _with(world.agent, replace(mail, idempotent=True))
    world.say("Once more")

    assert len(_open(world)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"sticky": None},
        {"sticky": "all"},
        {"sticky": "short"},
    ],
)
def test_what_the_tool_lets_stand_now_is_what_counts(change: dict[str, Any]) -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"))
    sticky = mail.terms.sticky
    assert sticky is not None
    now = {
        None: None,
        "all": replace(sticky, arguments=None),
        "short": replace(sticky, longest_ms=HOUR - 1),
    }[change["sticky"]]

    world.agent = _with(world.agent, replace(mail, terms=replace(mail.terms, sticky=now)))
    world.say("Once more")

    assert len(_open(world)) == 1


def _with(agent: Agent, changed: Tool) -> Agent:
    others = [each for each in agent.tools if each.name != changed.name]
    return replace(agent, tools=(*others, changed))


def test_a_tool_that_changed_between_plan_and_start_does_not_run() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"), say("Hm."))

    def change() -> None:
        world.store.commit(_altered(world, version="0" * 12))

    _before_the_start(world, change)
    world.say("Once more")

    assert (len(DONE), world.outputs()[-1]) == (1, outputs.LAPSED)


def _altered(world: World, **columns: Any) -> Put:
    (grant,) = _grants(world)
    return Put(key=grant.key, item=to_item(replace(grant, **columns), grant.key))


def test_whoever_gave_it_must_still_be_allowed_to_decide() -> None:
    lines = call("scale", service="api"), say("Done."), call("scale", service="api")
    world = _world(*lines)

    world.chat.gather("S0LEADS", "U0EVE")
    world.say("Again")

    assert len(DONE) == 1
    assert len(_open(world)) == 1


def test_where_it_can_not_be_read_who_may_decide_somebody_is_asked() -> None:
    lines = call("scale", service="api"), say("Done."), call("scale", service="api")
    world = _world(*lines)

    world.chat.fail_next("members", UnreachableError("down"))
    world.say("Again")

    assert len(_open(world)) == 1


def test_a_deactivated_person_lets_nothing_through() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"))

    world.chat.know(replace(world.chat.person("U0BOB"), is_deleted=True))
    world.say("Again")

    assert len(_open(world)) == 1


def test_nobody_lets_their_own_requests_through_where_the_requester_may_not() -> None:
    world = _world(call("drop", table="a"), say("Done."), call("drop", table="a"), kept=EVERYWHERE)
    world.thread = ELSEWHERE

    message = world.message("From Bob himself")
    world.hear(replace(message, inbound=replace(message.inbound, user="U0BOB")))

    assert len(DONE) == 1
    assert len(_open(world)) == 1


@pytest.mark.parametrize(
    "wish",
    [
        ApproveAndKeep(in_thread=True, lasts_ms=8 * HOUR + 1),
        ApproveAndKeep(in_thread=True, lasts_ms=0),
        ApproveAndKeep(in_thread=False, lasts_ms=-1),
    ],
)
def test_nothing_stands_longer_than_its_tool_lets_it(wish: ApproveAndKeep) -> None:
    world = World(_mail(), tools=TOOLS)
    world.say("Mail")

    assert world.decide(world.requirements[0], wish) == Gone()

    assert _grants(world) == ()
    assert len(_open(world)) == 1


def test_of_a_tool_that_is_not_sticky_nothing_stands() -> None:
    world = World(call("pay", amount=500), tools=TOOLS)
    world.say("Pay")

    assert world.decide(world.requirements[0], HERE) == Gone()


def test_nothing_is_kept_while_tools_are_switched_off() -> None:
    world = World(_mail(), tools=TOOLS)
    world.say("Mail")
    switch = Switch(scope=EveryTool(), by=BOB, at=0)
    kill_on(THREAD.team, switch, ports=KillPorts(store=world.store, clock=world.clock))

    assert world.decide(world.requirements[0], HERE) == SwitchedOff()

    assert _grants(world) == ()


def test_who_may_not_decide_keeps_nothing() -> None:
    world = World(call("scale", service="api"), tools=TOOLS)
    world.chat.gather("S0LEADS", "U0BOB")
    world.say("Scale")

    outcome = world.decide(world.requirements[0], HERE, by="U0EVE")

    assert isinstance(outcome, NotAllowed)
    assert _grants(world) == ()


def test_it_is_audited_when_given_at_every_use_and_when_taken_back() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"), say("Sent again."))
    world.say("Once more")
    (grant,) = _grants(world)
    _revoke(world)

    (given,) = _facts(world, "granted", TEAM)
    (used,) = _facts(world, "grant_used")
    (over,) = _facts(world, "grant_revoked", TEAM)
    started = _facts(world, "started")[-1]
    assert (given.by, given.evidence) == (BOB, "member of the workspace")
    assert (used.by, used.note, used.about) == (BOB, f"approval {grant.id}", started.about)
    assert used.digests == started.digests
    assert (over.by, over.evidence) == (BOB, "gave it")
    assert grant.id in given.note
    assert grant.id in over.note
    assert "example.com" not in str([given, used, over])
    assert [fact.note for fact in _facts(world, "approved")] == [f"approval {grant.id} stands"]
    assert len(_facts(world, "grant_revoked")) == 1


def test_the_audits_hold_with_grants_in_them() -> None:
    world = _world(_mail(), say("Sent."), _mail("2"), say("Sent."), _mail("3"), say("Hm."))
    world.say("Once more")
    _before_the_start(world, lambda: _revoke(world))
    world.say("And again")

    for chain in (THREAD, TEAM):
        verified = verify_audit(chain, store=world.store, now=world.clock())

        assert verified.findings == ()


def test_it_is_listed_with_what_it_covers() -> None:
    world = _world(_mail(), say("Sent."))

    (grant,) = _grants(world)

    assert grant.covers == 'to = "bob@example.com", any copies, any subject'
    assert (grant.by, grant.tool, grant.in_thread) == (BOB, "mail", True)
    assert grant.until == grant.given_at + HOUR
    assert list_grants("T0OTHER", store=world.store, now=world.clock()) == ()


def test_its_receipt_says_that_it_stands_and_that_it_was_taken_back() -> None:
    world = _world(_mail(), say("Sent."))
    kept = world.requirements[0].kept
    assert kept is not None
    assert (kept.in_thread, kept.revoked_by) == (True, None)

    assert isinstance(_revoke(world), Applied)

    kept = world.requirements[0].kept
    assert kept is not None
    assert (kept.revoked_by, kept.revoked_at) == (BOB, world.clock())
    shown = world.chat.standing(world.thread, world.requirements[0].card).rows[0]
    assert shown.kept == kept


def test_who_may_decide_may_take_back_what_another_gave() -> None:
    world = _world(_mail(), say("Sent."))

    assert isinstance(_revoke(world, by="U0EVE"), Applied)
    assert _grants(world) == ()


def test_who_gave_it_may_take_it_back_when_they_may_decide_no_more() -> None:
    world = _world(call("scale", service="api"), say("Done."))
    world.chat.gather("S0LEADS", "U0EVE")

    assert isinstance(_revoke(world), Applied)


@pytest.mark.parametrize("by", ["U0ANA", "U0GUEST", "U0OUT"])
def test_nobody_else_may_take_it_back(by: str) -> None:
    world = _world(call("scale", service="api"), say("Done."))

    outcome = _revoke(world, by=by)

    assert isinstance(outcome, NotAllowed)
    assert len(_grants(world)) == 1
    assert len(_facts(world, "refused")) == 1


def test_what_is_over_can_not_be_taken_back_again() -> None:
    world = _world(_mail(), say("Sent."))
    _revoke(world)

    again = _revoke(world, by="U0EVE")

    assert isinstance(again, NoLongerStands)
    assert again.kept.revoked_by == BOB
    assert len(_facts(world, "grant_revoked", TEAM)) == 1


def test_what_ran_out_can_not_be_taken_back() -> None:
    world = _world(_mail(), say("Sent."))
    world.clock.advance(ms=HOUR)

    over = _revoke(world)

    assert isinstance(over, NoLongerStands)
    assert over.kept.revoked_by is None


def test_where_nothing_stands_there_is_nothing_to_take_back() -> None:
    world = World(_mail(), say("Sent."), tools=TOOLS)
    world.say("Mail")
    world.decide(world.requirements[0], Approved())

    assert _revoke(world) == Gone()


def test_an_operator_takes_it_back_by_its_name() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"))
    (grant,) = _grants(world)
    by = Who(id="arn:aws:iam::1:user/olga", name="olga")

    def revoke(name: str) -> Any:
        return revoke_as_operator(THREAD.team, name, by=by, store=world.store, clock=world.clock)

    assert revoke("nothing of that name") is None
    assert revoke(grant.id).grant.revoked_by == by
    assert revoke(grant.id) is None
    world.say("Once more")
    assert len(_open(world)) == 1
    world.sweep()
    world.clock.advance(minutes=1)
    world.sweep()
    shown = world.chat.standing(world.thread, world.requirements[0].card).rows[0]
    assert shown.kept is not None
    assert shown.kept.revoked_by == by


def test_a_refusal_that_stands_answers_later_calls_of_the_tool() -> None:
    lines = _mail(), say("Then not."), _mail("Again", to="eve@example.com"), say("I see.")
    world = _world(*lines, kept=RejectForGood(reason="No mails."))

    world.say("Try again")

    assert DONE == []
    assert _open(world) == []
    assert world.outputs() == [
        "Rejected by @bob, not run: No mails. Do not retry unless asked to.",
        REFUSED,
    ]
    plans = [each.plan for step in world.view.steps for each in _calls(step.entry)]
    assert isinstance(plans[1], Refuse)


def test_a_refusal_answers_a_call_that_would_not_have_been_asked_about_too() -> None:
    lines = call("pay", amount=500), say("Then not."), call("pay", amount=5), say("I see.")
    world = _world(*lines, kept=RejectForGood())

    world.say("Then less")

    assert DONE == []


def test_a_refusal_counts_in_its_thread_and_for_its_tool_alone() -> None:
    lines = _mail(), say("Then not."), call("restart", service="api"), _mail()
    world = _world(*lines, kept=RejectForGood())
    world.say("Something else")
    assert [each.tool for each in _open(world)] == ["restart"]
    world.thread = ELSEWHERE

    world.say("In another thread")

    assert [each.tool for each in _open(world)] == ["restart", "mail"]


def test_a_refusal_is_audited_listed_and_taken_back() -> None:
    world = _world(_mail(), say("Not."), _mail("2"), say("No."), _mail("3"), kept=RejectForGood())
    world.say("Try again")
    (grant,) = _grants(world)

    assert [fact.by for fact in _facts(world, "ruled_out", TEAM)] == [BOB]
    (used,) = _facts(world, "ruled_out_used")
    assert (used.by, used.note) == (BOB, f"refusal {grant.id}")
    assert grant.covers == "every call"
    world.clock.advance(ms=400 * 24 * HOUR)
    assert _grants(world) == (grant,)
    assert isinstance(_revoke(world), Applied)
    world.say("And now")
    assert len(_open(world)) == 1


def test_a_refusal_goes_before_an_approval() -> None:
    lines = _mail(), say("Sent."), _mail("2", to="eve@example.com"), say("No."), _mail("3"), say("")
    world = _world(*lines, kept=EVERYWHERE)
    world.say("To Eve")
    world.decide(_open(world)[0], RejectForGood())
    world.work()

    world.say("To Bob again")

    assert len(DONE) == 1
    assert world.outputs()[-1].startswith("Not run: @bob rejected mail")


def test_only_a_confirmation_is_rejected_for_good() -> None:
    world = World(call("roll_back", deployment="1"), tools=[_external()])
    world.say("Roll back")

    assert world.decide(world.requirements[0], RejectForGood()) == Gone()


def _external() -> Tool:
    @tool(external_execution=True)
    def roll_back(deployment: str) -> None:
        """Roll back."""

    return roll_back


def test_a_plain_rejection_stands_for_nothing() -> None:
    world = World(_mail(), say("Then not."), _mail(), tools=TOOLS)
    world.say("Mail")
    world.decide(world.requirements[0], Rejected())
    world.work()

    world.say("Again")

    assert len(_open(world)) == 1
    assert _grants(world) == ()


def test_a_grant_that_can_not_be_read_lets_nothing_through() -> None:
    world = _world(_mail(), say("Sent."), _mail("Again"))
    (grant,) = _grants(world)
    row = dict(to_item(grant, grant.key))
    world.store.commit(Put(key=grant.key, item={**row, "body": canonical({"tool": "mail"})}))

    world.say("Again")

    assert len(_open(world)) == 1
    assert _grants(world) == ()
