"""Whoever approves may change what runs: from the menu to the result, through the real stack."""

import json

from signoff.core.audit import AuditEntry, Fact
from signoff.core.codec import from_item
from signoff.core.merging import final_arguments
from signoff.core.requirement import Requirement, digest_of
from tests.scenarios.stage import BOB, EMAIL, EVE, Stage

BODY = "Hi 🎉 Bob :tada:,\n\n  it is on its way. \n"
LETTER = {**EMAIL, "body": BODY}


def _asked(stage: Stage, **arguments: str) -> None:
    stage.model.call("send_email", **{**LETTER, **arguments})
    stage.say("Tell Bob about order 8841")


def _row(stage: Stage) -> Requirement:
    return from_item(Requirement, stage.rows("#REQ#")[0])


def _facts(stage: Stage) -> list[Fact]:
    entries = [from_item(AuditEntry, row) for row in stage.rows("AUD#")]
    return [fact for entry in entries for fact in entry.facts]


def _edit(stage: Stage, *, by: str = BOB, **values: str) -> None:
    stage.menu("edit", by=by)
    modal = stage.modal(by)
    assert stage.slack.submit_view(by, modal.id, stage.filled(modal, **values)).ok


def test_the_modal_shows_what_stays_and_opens_what_may_change(stage: Stage) -> None:
    _asked(stage)

    stage.menu("edit")

    modal = stage.modal()
    assert list(stage.inputs(modal)) == ["Subject", "Body"]
    assert stage.inputs(modal)["Body"]["element"]["initial_value"] == BODY
    assert 'to:  "bob@example.com"' in json.dumps(modal.content, ensure_ascii=False).replace(
        '\\"', '"'
    )
    assert stage.requests == 1


def test_what_was_edited_runs_and_what_was_not_comes_back_byte_for_byte(stage: Stage) -> None:
    _asked(stage)
    before = _row(stage)
    stage.model.say("Sent with another subject.")

    _edit(stage, subject="Order 8841: on its way")
    stage.settle()

    row = _row(stage)
    assert json.loads(final_arguments(row)) == {**LETTER, "subject": "Order 8841: on its way"}
    assert row.digest != before.digest
    assert row.digest == digest_of(
        tool=row.tool, version=row.tool_version, arguments=final_arguments(row), at=row.at
    )
    assert f"“Order 8841: on its way” with {len(BODY)} characters" in stage.outputs[0]
    assert stage.outputs[0].startswith("Before it ran, @bob changed: subject.")
    assert stage.said == ["Sent with another subject."]


def test_the_receipt_shows_the_difference(stage: Stage) -> None:
    _asked(stage)
    stage.system.hold_queue()

    _edit(stage, subject="Order 8841: on its way")

    assert stage.card.text.startswith("Approved with edits by bob at")
    assert "Changed: subject, was Order 8841." in stage.card.text
    struck = [
        run["text"]
        for block in stage.card.blocks
        if block["type"] == "rich_text"
        for line in block["elements"]
        for run in line["elements"]
        if run.get("style") == {"strike": True}
    ]
    assert struck == ["Order 8841"]
    assert "1 of 3 arguments changed" in str(stage.card.blocks)
    assert stage.buttons() == []


def test_the_audit_has_names_and_digests_and_no_words(stage: Stage) -> None:
    _asked(stage)
    before = _row(stage).digest
    stage.model.say("Sent.")

    _edit(stage, subject="Order 8841: on its way", body="Short.")
    stage.settle()

    edited = next(fact for fact in _facts(stage) if fact.action == "edited")
    assert (edited.note, edited.digests) == ("body, subject", (before, _row(stage).digest))
    assert [fact.action for fact in _facts(stage)] == [
        "asked",
        "edited",
        "approved",
        "started",
        "succeeded",
    ]
    assert "on its way" not in str(_facts(stage))


def test_an_edit_that_changes_nothing_is_a_plain_approval(stage: Stage) -> None:
    _asked(stage)
    before = _row(stage)
    stage.model.say("Sent.")

    _edit(stage)
    stage.settle()

    assert (_row(stage).digest, _row(stage).edited) == (before.digest, None)
    assert stage.card.text.startswith("Done: Send email to bob@example.com. Approved by bob")
    assert stage.outputs[0].startswith("E-mail")


def test_whoever_edits_what_was_decided_meanwhile_is_told_so(stage: Stage) -> None:
    _asked(stage)
    stage.menu("edit")
    modal = stage.modal()
    stage.model.say("Sent.")
    stage.click("approve", by=EVE)

    stage.slack.submit_view(BOB, modal.id, stage.filled(modal, subject="Too late"))
    stage.settle()

    assert "Already approved by eve" in str(stage.modal().content)
    assert "Too late" not in stage.outputs[0]


def test_long_arguments_are_edited_after_a_box_is_ticked(stage: Stage) -> None:
    long = "A line of the letter.\n" * 60
    _asked(stage, body=long)
    assert stage.buttons() == ["review", "reject", "more"]
    stage.menu("edit")
    modal = stage.modal()
    subject = stage.filled(modal, subject="Short")

    unticked = stage.slack.submit_view(BOB, modal.id, subject)
    stage.model.say("Sent.")
    box = {"ack": {"v": ["0"]}}
    ticked = stage.slack.submit_view(BOB, modal.id, {**subject, **box})
    stage.settle()

    assert (unticked.ok, ticked.ok) == (False, True)
    assert json.loads(final_arguments(_row(stage)))["body"] == long
