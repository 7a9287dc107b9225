"""One person's way through each pause: write, see the card, decide on it, read the answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from playground.model import LocalModel, customer_care
from playground.runner.everything import Everything
from playground.runner.system import Timing
from tests.browser.slack_page import SlackPage

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "screenshots"


@pytest.fixture(scope="module")
def everything() -> Iterator[Everything]:
    """The system as `make dev` runs it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with Everything(
        ROOT / "template.yaml",
        model=LocalModel(script=customer_care),
        tell=lambda *_: None,
        timing=Timing(schedule_seconds=0, watches=False),
    ) as everything:
        yield everything


@pytest.fixture
def ops(page: Page, everything: Everything) -> SlackPage:
    """Ana, in #ops."""
    return SlackPage(page=page, url=everything.addresses.page).open(as_="ana", channel="ops")


def _keep(ops: SlackPage, name: str) -> None:
    ops.page.screenshot(path=PICTURES / f"{name}.png")


def test_confirmation_a_person_writes_and_approves_and_reads_the_answer(ops: SlackPage) -> None:
    ops.write("@Signoff Email bob@example.com about order 8841")
    card = ops.card("Send email to bob@example.com")
    _keep(ops, "confirmation-asked")

    card.click("Approve")

    ops.card("Send email to bob@example.com").expect_text("Done")
    ops.thread_pane.expect_text("sent to bob@example.com")
    _keep(ops, "confirmation-done")


def test_confirmation_a_rejection_with_a_reason_stands_on_the_card(ops: SlackPage) -> None:
    ops.write("@Signoff Email eve@example.com about order 8842")

    ops.card("Send email to eve@example.com").pick("Reject with a reason…")
    ops.dialog("Reject").fill("Reason", "Eve knows already").submit()

    ops.card("Send email to eve@example.com").expect_text("Eve knows already")
    _keep(ops, "confirmation-rejected")


def test_confirmation_two_people_approve_before_it_runs(ops: SlackPage) -> None:
    ops.write("@Signoff Close the account of eve@example.com")
    card = ops.card("Close eve@example.com's account")
    _keep(ops, "quorum-asked")

    card.click("Approve")
    ops.dialog("This is high risk. Approve?").click("Approve")
    ops.card("Close eve@example.com's account").expect_text("1 of 2: @ana")
    _keep(ops, "quorum-one-of-two")
    ops.act_as("bob")
    ops.card("Close eve@example.com's account").click("Approve")
    ops.dialog("This is high risk. Approve?").click("Approve")

    ops.card("Close eve@example.com's account").expect_text("Done")
    ops.card("Close eve@example.com's account").expect_text("2 of 2: @ana")
    _keep(ops, "quorum-done")


def test_confirmation_a_person_edits_the_letter_and_approves_it(ops: SlackPage) -> None:
    ops.write("@Signoff Email carla@example.com about order 8853")
    ops.card("Send email to carla@example.com").pick("Edit and approve…")

    form = ops.dialog("Edit and approve")
    _keep(ops, "edit-form")
    form.fill("Subject", "Your order 8853 comes tomorrow")
    form.submit()

    ops.card("Send email to carla@example.com").expect_text("subject was Your order 8853")
    ops.thread_pane.expect_text("Your order 8853 comes tomorrow")
    _keep(ops, "edit-done")


def test_user_input_every_kind_of_field_is_filled_in_and_reaches_the_tool(ops: SlackPage) -> None:
    ops.write("@Signoff Refund order 8841")
    ops.card("Refund order 8841").click("Fill in…")

    form = ops.dialog("Fill in")
    _keep(ops, "user-input-form")
    form.fill("Amount", "80.5")
    form.choose("Payout", "store credit")
    form.choose("Restock", "Yes")
    form.fill("Pay on", "2026-11-27")
    form.fill("Note", "with our apologies")
    form.submit()

    ops.thread_pane.expect_text("80.50 EUR for order 8841 by store credit on 2026-11-27")
    ops.card("Refund order 8841").expect_text("Done")
    _keep(ops, "user-input-done")


def test_external_execution_a_person_runs_it_and_gives_the_result(ops: SlackPage) -> None:
    ops.write("@Signoff Release order 8841 in the warehouse")
    ops.card("Release order 8841").click("Done, add result…")
    _keep(ops, "external-execution-result")

    ops.dialog("Result").fill("What it printed", "8841 released, dock 4").submit()

    ops.thread_pane.expect_text("dock 4")
    _keep(ops, "external-execution-done")


def test_user_feedback_one_question_is_answered_with_one_tap(ops: SlackPage) -> None:
    ops.write("@Signoff Help me choose what to offer")
    card = ops.card("How should we make up for the late parcel?")
    _keep(ops, "user-feedback-asked")

    card.click("Store credit")

    ops.thread_pane.expect_text("Store credit")
    ops.card("How should we make up for the late parcel?").expect_text("@ana")
    _keep(ops, "user-feedback-done")


def test_user_feedback_boxes_are_ticked_and_words_are_written(
    ops: SlackPage, everything: Everything
) -> None:
    assert everything.model is not None
    gifts = [{"label": label, "description": None} for label in ("Mug", "Tea", "Beans")]
    everything.model.call(
        "ask_user",
        questions=[
            {"question": "What goes in?", "header": None, "options": gifts, "multi_select": True},
            {"question": "What is said?", "header": None, "options": [], "multi_select": False},
        ],
    )
    ops.write("@Signoff Pack a present")
    card = ops.card("2 questions before I continue")

    card.tick("Mug").tick("Beans").fill("What is said?", "Sorry for the wait")
    _keep(ops, "user-feedback-form")
    card.click("Submit")

    ops.thread_pane.expect_text("Beans")
    ops.thread_pane.expect_text("Sorry for the wait")
