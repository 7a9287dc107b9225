"""Who may decide is a user group's to say: at the click, at the start, and at no time by guess."""

import time
from collections.abc import Iterator

import pytest

from playground.runner.everything import Everything
from playground.slack.deliveries.transport import Answered, Outcome
from playground.slack.records import UserGroup
from playground.slack.site import Site
from signoff.core.audit import AuditEntry, Fact
from signoff.core.codec import from_item
from tests.scenarios.slow_road import SlowRoad
from tests.scenarios.stacks import stack_with
from tests.scenarios.stage import ANA, BOB, EVE, GUEST, STRANGER, Stage

GROUPS = ("S0LOST", "S0SLOW", "S0WIPE", "S0DUO")
NEEDS = "You can't decide this one: it needs 1 of <!subteam^S0SRE>. Nothing was changed."
OWN = "You asked for this, so someone else must decide: 1 of <!subteam^S0SRE>."
OUTSIDE = "Guests and people from other organisations can't decide here."


@pytest.fixture(scope="module")
def road() -> Iterator[SlowRoad]:
    with SlowRoad() as road:
        yield road


@pytest.fixture(scope="module")
def guarded(road: SlowRoad, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """The stack of template.yaml with the agent of this test, and a slow road to Slack."""
    root = tmp_path_factory.mktemp("project")
    whole = stack_with("policy_agent.py", root, parameters={"SlackApiUrl": road.url})
    road.api_url = whole.slack.api_url
    with whole:
        whole.slack.do(_more_groups)
        yield whole


def _more_groups(site: Site) -> None:
    for group in GROUPS:
        handle = group.lower()
        site.workspace.groups[group] = UserGroup(
            id=group, handle=handle, name=handle, users=(BOB, EVE)
        )


@pytest.fixture
def stage(guarded: Everything, road: SlowRoad) -> Iterator[Stage]:
    stage = Stage(guarded)
    yield stage
    road.clear()
    stage.clear()


def _asked(stage: Stage, tool: str, **arguments: object) -> None:
    stage.model.call(tool, host="web-1", **arguments)
    stage.say("Do it")


def _facts(stage: Stage) -> list[Fact]:
    entries = [from_item(AuditEntry, row) for row in stage.rows("AUD#")]
    return [fact for entry in entries for fact in entry.facts]


def _unread(group: str) -> str:
    what = f"Couldn't check who is in <!subteam^{group}> just now."
    return f"{what} Nothing was changed; please try again."


def _in_time(outcome: Outcome) -> bool:
    return isinstance(outcome, Answered) and outcome.status == 200


def test_the_card_and_its_text_say_who_can_decide(stage: Stage) -> None:
    _asked(stage, "restart")

    assert "Can decide: 1 of <!subteam^S0SRE>, not the requester" in str(stage.card.blocks)
    assert "Can decide: 1 of @sre-leads, not the requester." in stage.card.text


@pytest.mark.parametrize(
    ("user", "said", "note"),
    [
        (ANA, OWN, "requester"),
        (GUEST, OUTSIDE, "outsider"),
        (STRANGER, OUTSIDE, "outsider"),
    ],
    ids=["the requester", "a guest", "a stranger"],
)
@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_whoever_may_not_decide_is_told_so_alone_and_uses_nothing_up(
    stage: Stage, user: str, said: str, note: str, verb: str
) -> None:
    _asked(stage, "restart")
    before = stage.card

    assert _in_time(stage.click(verb, by=user))
    stage.settle()

    assert stage.private(user) == [said]
    assert stage.card == before
    refused = _facts(stage)[-1]
    assert (refused.action, refused.note) == ("refused", note)
    assert refused.by is not None
    assert refused.by.id == user
    stage.model.say("Restarted.")
    stage.click("approve", by=EVE)
    stage.settle()
    assert stage.said == ["Restarted."]
    assert _facts(stage)[2].evidence == "in group S0SRE"


def test_a_member_who_is_not_in_the_group_does_not_decide(stage: Stage) -> None:
    stage.model.call("shift", host="web-1", share=None)
    stage.say("Shift it", user=BOB)
    before = stage.card

    stage.click("decline", by=ANA)
    stage.settle()

    assert stage.private(ANA) == [NEEDS]
    assert stage.card == before


@pytest.mark.parametrize("verb", ["why", "edit"])
def test_a_modal_is_held_to_the_same_rule_in_plain_words(stage: Stage, verb: str) -> None:
    _asked(stage, "restart")
    before = stage.card
    stage.menu(verb, by=ANA)
    modal = stage.modal(ANA)
    values = stage.filled(modal, reason="No" if verb == "why" else "Again")

    stage.slack.submit_view(ANA, modal.id, values)

    said = str(stage.modal(ANA).content)
    assert "You asked for this, so someone else must decide: 1 of @sre-leads." in said
    stage.settle()
    assert stage.card == before
    assert _facts(stage)[-1].note == "requester"


def test_what_is_run_elsewhere_is_held_to_it_too(stage: Stage) -> None:
    stage.model.call("unplug", host="web-1")
    stage.say("Unplug it")
    stage.click("done", by=ANA)
    modal = stage.modal(ANA)

    stage.slack.submit_view(ANA, modal.id, stage.filled(modal, What_it_printed="ok"))

    assert "it needs 1 of @sre-leads" in str(stage.modal(ANA).content)
    assert [fact.action for fact in _facts(stage)] == ["asked", "refused"]


def test_a_group_that_cannot_be_read_lets_nobody_decide_until_it_can(stage: Stage) -> None:
    _asked(stage, "drain")
    before = stage.card
    stage.slack.fail("usergroups.users.list", "internal_error")

    assert _in_time(stage.click("approve"))

    assert stage.private(BOB) == [_unread("S0LOST")]
    assert stage.card == before
    assert _facts(stage)[-1].note == "could not be verified: group S0LOST"
    stage.model.say("Drained.")
    stage.click("approve")
    stage.settle()
    assert stage.said == ["Drained."]


def test_a_group_that_is_not_there_lets_nobody_decide(stage: Stage) -> None:
    _asked(stage, "rename")

    stage.click("approve")

    assert stage.private(BOB) == [_unread("S0NONE")]
    assert "1 of a user group" in stage.card.text


def test_the_members_of_the_channel_decide(stage: Stage) -> None:
    _asked(stage, "page")
    assert "1 of the members of <#C0OPS>" in str(stage.card.blocks)
    stage.model.say("Paged.")

    stage.click("approve")
    stage.settle()

    assert stage.said == ["Paged."]
    assert [fact.evidence for fact in _facts(stage)][1] == "in channel C0OPS"


def test_slow_answers_about_person_and_group_leave_the_click_in_time(
    stage: Stage, road: SlowRoad
) -> None:
    _asked(stage, "silence")
    road.delays |= {"users.info": 0.9, "usergroups.users.list": 1.6}
    began = time.monotonic()

    assert _in_time(stage.click("approve"))

    assert time.monotonic() - began < 3
    assert stage.private(BOB) == [_unread("S0SLOW")]


def test_slow_answers_and_a_slow_card_leave_the_click_in_time(stage: Stage, road: SlowRoad) -> None:
    stage.model.call("silence", host="web-2")
    stage.say("Silence it")
    road.delays |= {"users.info": 0.8, "usergroups.users.list": 0.8, "chat.update": 1.6}
    stage.model.say("Silent.")

    assert _in_time(stage.click("approve", by=EVE))

    road.delays.clear()
    stage.settle()
    assert stage.said == ["Silent."]
    assert stage.buttons() == []


def test_who_left_the_group_before_the_start_has_a_high_risk_tool_not_run(stage: Stage) -> None:
    _asked(stage, "wipe")
    stage.system.hold_queue()
    stage.click("approve")
    stage.slack.change_group("S0WIPE", [EVE])
    stage.model.say("It was not wiped.")

    stage.system.release_queue()
    stage.settle()

    gone = "Not run: @bob, who approved it, may not decide any more."
    assert stage.outputs == [gone]
    assert stage.said == ["It was not wiped."]
    assert stage.card.text.startswith("Not run: Wipe web-1. Approved by bob")
    assert gone in stage.card.text
    assert gone in str(stage.card.blocks)
    assert len(stage.rows("#EXEC#")) == 0
    facts = _facts(stage)
    assert [fact.action for fact in facts] == ["asked", "approved", "blocked"]
    assert facts[-1].note == "U0BOB: not_approver"


def test_each_of_two_voters_must_still_be_in_the_group(stage: Stage) -> None:
    _asked(stage, "retire")
    stage.system.hold_queue()
    stage.click("approve", by=BOB)
    stage.click("approve", by=EVE)
    stage.slack.change_group("S0DUO", [EVE])
    stage.model.say("It was not retired.")

    stage.system.release_queue()
    stage.settle()

    assert stage.outputs == ["Not run: @bob, who approved it, may not decide any more."]
    assert [fact.evidence for fact in _facts(stage)][1:3] == ["in group S0DUO"] * 2


def test_who_writes_into_a_run_and_has_it_read_first_can_not_approve_what_comes_of_it(
    stage: Stage,
) -> None:
    _asked(stage, "restart")
    stage.say("Restart web-2 instead", user=BOB)
    stage.model.call("restart", host="web-2")
    stage.click_privately("now", by=BOB)
    stage.settle()
    card = stage.card

    stage.click("approve", by=BOB)
    stage.settle()

    assert "web-2" in card.text
    assert "not the requester or who else wrote in this run" in card.text
    assert stage.private(BOB)[-1] == OWN
    assert "approve" in stage.buttons(stage.card)
