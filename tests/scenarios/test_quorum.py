"""Two people have to approve: from the first vote to the tool's result, through the real stack."""

from concurrent.futures import ThreadPoolExecutor

from signoff.core.audit import AuditEntry
from signoff.core.codec import from_item
from tests.scenarios.stage import ANA, BOB, EVE, GUEST, Stage

CLOSE = {"email": "eve@example.com", "reason": "She asked for it."}
TITLE = "Close eve@example.com's account"


def _asked(stage: Stage) -> None:
    stage.model.call("close_account", **CLOSE)
    stage.say("Close the account of eve@example.com")


def _facts(stage: Stage) -> list[str]:
    entries = [from_item(AuditEntry, row) for row in stage.rows("AUD#")]
    return [fact.action for entry in entries for fact in entry.facts]


def test_the_first_approval_stands_on_the_card_and_nothing_runs(stage: Stage) -> None:
    _asked(stage)
    assert stage.card.text.startswith(f"2 approvals needed, high risk: {TITLE}.")

    stage.click("approve")
    stage.settle()

    assert stage.card.text.startswith(f"1 of 2 approvals, high risk: {TITLE}.")
    assert "*1 of 2*: <@U0BOB>" in str(stage.card.blocks)
    assert "one more" in str(stage.card.blocks)
    assert stage.buttons() == ["approve", "reject", "more"]
    assert (stage.requests, stage.said) == (1, [])


def test_the_second_approval_runs_it_and_the_receipt_names_both(stage: Stage) -> None:
    _asked(stage)
    stage.click("approve")
    stage.model.say("The account is closed.")

    stage.click("approve", by=EVE)
    stage.settle()

    assert stage.said == ["The account is closed."]
    assert stage.outputs == ["The account of eve@example.com is closed: She asked for it."]
    assert stage.card.text.startswith(f"Done: {TITLE}. Approved by bob at")
    assert "and eve at" in stage.card.text
    assert "approved *2 of 2*: <@U0BOB>" in str(stage.card.blocks)
    assert _facts(stage) == ["asked", "voted", "approved", "started", "succeeded"]


def test_the_same_person_twice_is_told_privately_and_counts_once(stage: Stage) -> None:
    _asked(stage)
    stage.click("approve")
    before = stage.card

    stage.click("approve")
    stage.settle()

    assert stage.private(BOB) == ["Your approval is already counted: 1 of 2."]
    assert stage.card == before
    assert stage.requests == 1


def test_a_click_on_the_card_as_it_stood_before_the_vote_counts(stage: Stage) -> None:
    _asked(stage)
    late = stage.slack.aim(EVE, stage.card, "approve")
    stage.model.say("Closed.")

    stage.click("approve")
    stage.slack.press(late)
    stage.settle()

    assert stage.private(EVE) == []
    assert stage.said == ["Closed."]


def test_the_first_rejection_wins_whoever_has_approved(stage: Stage) -> None:
    _asked(stage)
    stage.click("approve")
    stage.model.say("I left it.")

    stage.click("reject", by=EVE)
    stage.settle()

    assert stage.outputs == ["Rejected by @eve, not run. Do not retry unless asked to."]
    assert "1 of 2 had approved: <@U0BOB>" in str(stage.card.blocks)
    assert stage.buttons() == []


def test_a_guest_is_no_second_person(stage: Stage) -> None:
    _asked(stage)
    stage.click("approve")

    stage.click("approve", by=GUEST)
    stage.settle()

    assert stage.private(GUEST) == ["Guests and people from other organisations can't decide here."]
    assert stage.card.text.startswith("1 of 2 approvals")


def test_too_few_in_time_is_not_run(stage: Stage) -> None:
    _asked(stage)
    stage.click("approve")
    stage.model.say("Nobody else answered.")

    stage.expire()
    stage.system.tick()
    stage.settle()

    assert stage.outputs[0].startswith("Expired")
    assert stage.card.text.startswith("Expired at")


def test_three_at_the_same_time_are_two_votes_and_one_execution(stage: Stage) -> None:
    _asked(stage)
    stage.model.say("Closed.")
    aimed = [stage.slack.aim(user, stage.card, "approve") for user in (ANA, BOB, EVE)]

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(stage.slack.press, aimed))
    stage.settle()

    assert stage.said == ["Closed."]
    assert len(stage.rows("#EXEC#")) == 1
    assert sorted(_facts(stage))[:2] == ["approved", "asked"]
    assert _facts(stage).count("voted") == 1
    told = [stage.private(user) for user in (ANA, BOB, EVE)]
    assert sum(len(each) for each in told) == 1
