"""Many confirmations of one answer: decided card by card, at one click each, through the stack."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from playground.model import call
from signoff.core.audit import AuditEntry
from signoff.core.codec import from_item
from signoff.core.requirement import Requirement
from tests.scenarios.stage import ANA, BOB, EMAIL, EVE, GUEST, Stage


def _asked(stage: Stage, count: int) -> None:
    mails = [call("send_email", **{**EMAIL, "subject": f"Mail {n}"}) for n in range(count)]
    stage.model.calls(mails)
    stage.say(f"{count} mails")


def test_thirty_confirmations_take_six_clicks(stage: Stage) -> None:
    _asked(stage, 30)
    stage.model.say("All thirty are sent.")

    for card in stage.cards:
        stage.click("yesall", card=card)
    stage.settle()

    assert len(stage.cards) == 6
    assert len(stage.outputs) == 30
    assert all("Mail" in output for output in stage.outputs)
    assert stage.said == ["All thirty are sent."]
    assert [stage.buttons(card) for card in stage.cards] == [[]] * 6


def test_each_row_has_its_own_entry_in_the_audit(stage: Stage) -> None:
    _asked(stage, 3)
    stage.model.say("None is sent.")

    stage.click("noall")
    stage.settle()

    entries = [from_item(AuditEntry, row) for row in stage.rows("AUD#")]
    rejected = [fact for entry in entries for fact in entry.facts if fact.action == "rejected"]
    assert [len(fact.about) for fact in rejected] == [1, 1, 1]
    assert all(fact.evidence for fact in rejected)
    assert all(output.startswith("Rejected by @bob") for output in stage.outputs)


def test_a_guest_decides_no_row_and_is_told_why(stage: Stage) -> None:
    _asked(stage, 3)

    stage.click("yesall", by=GUEST)
    stage.settle()

    assert stage.private(GUEST) == ["Guests and people from other organisations can't decide here."]
    assert stage.buttons().count("approve") == 3


def test_a_row_that_was_decided_first_is_not_decided_again(stage: Stage) -> None:
    _asked(stage, 3)
    late = stage.slack.aim(EVE, stage.card, "yesall")
    stage.click("reject", by=BOB, nth=1)
    stage.settle()

    stage.slack.press(late)
    stage.settle()

    (told,) = stage.private(EVE)
    assert told.startswith("0 approved. 3 not:\n")
    assert "2: Already rejected by <@U0BOB>" in told
    assert stage.buttons().count("approve") == 2
    assert "yesall" not in stage.buttons()


def test_a_bulk_click_closes_no_card_a_second_time(stage: Stage) -> None:
    _asked(stage, 2)
    late = [stage.slack.aim(who, stage.card, "noall") for who in (ANA, EVE)]
    stage.model.say("Both are sent.")
    stage.click("yesall")
    stage.settle()
    closed = stage.card

    for held in late:
        stage.slack.press(held)
    stage.settle()

    assert stage.card == closed
    assert len(stage.outputs) == 2
    assert [len(stage.private(who)) for who in (ANA, EVE)] == [1, 1]


def test_two_people_who_decide_all_at_once_leave_each_row_with_one_verdict(stage: Stage) -> None:
    _asked(stage, 5)
    held = [
        stage.slack.aim(BOB, stage.card, "yesall"),
        stage.slack.aim(EVE, stage.card, "noall"),
    ]
    stage.model.say("All settled.")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(stage.slack.press, held))
    stage.settle()

    rows = [from_item(Requirement, row) for row in stage.rows("#REQ#")]
    assert all(row.verdict for row in rows)
    entries = [from_item(AuditEntry, row) for row in stage.rows("AUD#")]
    decided = [
        fact.about
        for entry in entries
        for fact in entry.facts
        if fact.action in {"approved", "rejected"}
    ]
    assert sorted(decided) == sorted((row.at.place,) for row in rows)
    assert len(stage.outputs) == 5
    assert stage.buttons() == []


def test_a_row_that_somebody_rejects_at_the_same_moment_is_rejected_or_approved_once(
    stage: Stage,
) -> None:
    _asked(stage, 3)
    held = [
        stage.slack.aim(BOB, stage.card, "yesall"),
        stage.slack.aim(EVE, stage.card, "reject", nth=2),
    ]
    stage.model.say("Settled.")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(stage.slack.press, held))
    stage.settle()

    rows = [from_item(Requirement, row) for row in stage.rows("#REQ#")]
    assert rows[2].verdict
    told = [*stage.private(BOB), *stage.private(EVE)]
    assert len(told) == 1


def test_a_bulk_decision_leaves_a_half_typed_form_alone(stage: Stage) -> None:
    question: dict[str, Any] = {
        "question": "Why?",
        "header": None,
        "options": [],
        "multi_select": False,
    }
    mails = [call("send_email", **{**EMAIL, "subject": each}) for each in ("A", "B")]
    stage.model.calls([*mails, call("ask_user", questions=[question] * 2)])
    stage.say("All three")
    together, form = stage.cards

    stage.click("yesall", card=together)
    stage.settle()

    assert stage.cards[1] == form
    assert stage.buttons(form)[0] == "submit"


def test_rejecting_one_row_leaves_its_siblings_open(stage: Stage) -> None:
    _asked(stage, 3)

    stage.click("reject", nth=0)
    stage.settle()

    assert stage.buttons().count("approve") == 2
    assert "yesall" not in stage.buttons()
