"""Modals and their fields in the hand of a person."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canned_slack import CannedSlack, Json
from tests.browser.canned_state import NOON, ROOT, input_block, plain, view
from tests.browser.slack_page import Area, SlackPage


def _thread(page: Page, url: str) -> SlackPage:
    return SlackPage(page=page, url=url).open(as_="bob", channel="ops", thread=ROOT)


def test_a_modal_shows_errors_at_their_fields(page: Page, url: str, slack: CannedSlack) -> None:
    slack.state["views"] = [view("13")]
    words = "Say why, in one sentence."
    slack.answers["view/submit"] = lambda _: {"ok": False, "errors": {"why": words}}
    dialog = _thread(page, url).dialog("Reject")
    reason = dialog.field("Reason")
    expect(reason).to_be_focused()

    dialog.fill("Reason", "no").submit().expect_text(words)
    expect(reason).to_be_focused()
    assert reason.get_attribute("aria-invalid") == "true"
    dialog.fill("Reason", "no, it was $12")

    expect(dialog.root.get_by_role("alert")).to_have_count(0)
    [said] = slack.heard("view/submit")
    typed = {"why": {"v": {"type": "plain_text_input", "value": "no"}}}
    assert said == {"as": "U0BOB", "view_id": "V1", "values": typed}


def test_an_updated_modal_keeps_what_was_typed(page: Page, url: str, slack: CannedSlack) -> None:
    slack.state["views"] = [view("12")]
    dialog = _thread(page, url).dialog("Edit and approve")
    dialog.fill("subject", "Refund for order 8814")

    updated = view("12") | {"hash": "1.b"}
    updated["blocks"].append({"type": "divider", "block_id": "new"})
    slack.change(views=[updated])

    expect(dialog.root.locator('[data-block-id="new"]')).to_be_visible()
    expect(dialog.field("subject")).to_have_value("Refund for order 8814")


def test_modals_stack_and_give_the_focus_back(page: Page, url: str, slack: CannedSlack) -> None:
    window = _thread(page, url)
    more = window.card("Send email").button("More actions")
    more.focus()
    slack.change(views=[view("13")])
    window.dialog("Reject")

    slack.change(views=[view("13"), view("16", "V2")])
    window.dialog("Not approved").click("Back")
    slack.change(views=[view("13")])
    window.dialog("Reject")
    page.keyboard.press("Escape")
    slack.change(views=[])

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(more).to_be_focused()
    assert [said["view_id"] for said in slack.heard("view/close")] == ["V2", "V1"]


def test_the_focus_stays_inside_a_modal(page: Page, url: str, slack: CannedSlack) -> None:
    slack.state["views"] = [view("13")]
    dialog = _thread(page, url).dialog("Reject").root

    for _ in range(8):
        page.keyboard.press("Tab")
        assert dialog.evaluate("node => node.contains(document.activeElement)")


def test_a_file_input_uploads_and_sends_the_id(
    page: Page, url: str, slack: CannedSlack, tmp_path: Path
) -> None:
    slack.state["views"] = [view("14")]
    slack.answers["upload"] = lambda said: {"ok": True, "file": {"id": "F1", "name": said["name"]}}
    (tmp_path / "out.log").write_text("rolled back")
    dialog = _thread(page, url).dialog("Result")

    dialog.attach("Or a file", tmp_path / "out.log").submit()

    expect(page.locator(".button.busy")).to_have_count(0)
    [said] = slack.heard("view/submit")
    assert said["values"]["file"]["v"]["file_ids"] == ["F1"]


def test_people_are_chosen_from_the_workspace(page: Page, url: str, slack: CannedSlack) -> None:
    slack.state["views"] = [view("17")]
    dialog = _thread(page, url).dialog("Hand to someone else")

    dialog.choose("Who decides now", "eve").choose("Who decides now", "ana").click("Remove eve")
    dialog.submit()

    expect(page.locator(".button.busy")).to_have_count(0)
    [said] = slack.heard("view/submit")
    assert said["values"]["who"]["v"]["selected_users"] == ["U0ANA"]


def test_an_external_select_asks_the_app(page: Page, url: str, slack: CannedSlack) -> None:
    found = {"options": [{"text": plain("payments-api"), "value": "svc-7"}]}
    slack.answers["suggest"] = lambda _: found
    select = {"type": "external_select", "min_query_length": 2}
    slack.state["views"] = [view("13") | {"blocks": [input_block("svc", "Service", select)]}]
    dialog = _thread(page, url).dialog("Reject")

    dialog.root.get_by_role("combobox", name="Service").press_sequentially("pay")
    page.get_by_role("option", name="payments-api").click()
    dialog.submit()

    expect(page.locator(".button.busy")).to_have_count(0)
    assert [said["value"] for said in slack.heard("suggest")] == ["pa", "pay"]
    assert slack.heard("view/submit")[0]["values"]["svc"]["v"]["selected_option_value"] == "svc-7"


@pytest.mark.parametrize(
    ("element", "typed", "value"),
    [
        ({"type": "email_text_input"}, "a@example.com", {"value": "a@example.com"}),
        ({"type": "url_text_input"}, "https://example.com", {"value": "https://example.com"}),
        ({"type": "number_input", "is_decimal_allowed": True}, "1.5", {"value": "1.5"}),
        ({"type": "timepicker"}, "13:41", {"selected_time": "13:41"}),
        ({"type": "datetimepicker"}, "2026-11-22T12:00", {"selected_date_time": NOON}),
        ({"type": "plain_text_input", "multiline": True}, "a\nb", {"value": "a\nb"}),
    ],
)
def test_each_field_sends_its_own_shape(
    page: Page, url: str, slack: CannedSlack, element: Json, typed: str, value: Json
) -> None:
    slack.state["views"] = [view("13") | {"blocks": [input_block("f", "Field", element)]}]
    dialog: Area = _thread(page, url).dialog("Reject")

    dialog.fill("Field", typed).submit()

    expect(page.locator(".button.busy")).to_have_count(0)
    assert slack.heard("view/submit")[0]["values"]["f"]["v"] == {"type": element["type"]} | value
