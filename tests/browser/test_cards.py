"""Cards and forms in the hand of a person: every click reaches the app with its values."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canned_slack import CannedSlack, Json
from tests.browser.canned_state import (
    NOON,
    ROOT,
    blocks_message,
    card_message,
    input_block,
    plain,
)
from tests.browser.slack_page import SlackPage

CARD = {"type": "message", "channel": "C0OPS", "message_ts": f"{NOON + 41}.000100"}


def _show(slack: CannedSlack, *messages: Json) -> None:
    rest = [m for m in slack.state["messages"]["C0OPS"] if m["ts"] <= f"{NOON + 20}.000100"]
    slack.change(messages=slack.state["messages"] | {"C0OPS": [*rest, *messages]})


def _thread(page: Page, url: str) -> SlackPage:
    return SlackPage(page=page, url=url).open(as_="bob", channel="ops", thread=ROOT)


def test_a_button_sends_its_address(page: Page, url: str, slack: CannedSlack) -> None:
    _thread(page, url).card("Send email").click("Approve")

    expect(page.locator(".button.busy")).to_have_count(0)
    action = {"block_id": "a.0T.1", "action_id": "approve", "type": "button"}
    assert slack.heard("action") == [
        {"as": "U0BOB", "container": CARD, "action": action, "values": {}}
    ]


def test_a_menu_item_sends_its_value(page: Page, url: str, slack: CannedSlack) -> None:
    _thread(page, url).card("Send email").pick("Reject with a reason")

    expect(page.get_by_role("menu")).to_have_count(0)
    [said] = slack.heard("action")
    assert said["action"]["selected_option_value"].startswith("why.")


def test_a_menu_is_walked_by_keys(page: Page, url: str, slack: CannedSlack) -> None:
    more = _thread(page, url).card("Send email").button("More actions")
    more.press("Enter")

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Edit and approve")).to_be_focused()
    page.keyboard.press("Escape")

    expect(more).to_be_focused()
    assert slack.heard("action") == []


def test_a_dangerous_button_asks_first(page: Page, url: str, slack: CannedSlack) -> None:
    window = _thread(page, url)
    _show(slack, card_message("02", 41))
    card = window.card("Delete 1,204 rows")

    card.click("Approve")
    window.dialog("Delete 1,204 rows?").click("Go back")
    assert slack.heard("action") == []
    card.click("Approve")
    window.dialog("Delete 1,204 rows?").click("Approve")

    expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert [said["action"]["action_id"] for said in slack.heard("action")] == ["approve"]


def test_a_form_on_the_card_sends_every_value(page: Page, url: str, slack: CannedSlack) -> None:
    window = _thread(page, url)
    _show(slack, card_message("06", 41))

    form = window.card("Fill in").choose("Environment", "prod-eu").fill("Day", "2026-12-01")
    form.fill("Traffic share, percent", "35").fill("Note", "carefully").click("Submit")

    expect(page.locator(".button.busy")).to_have_count(0)
    values = slack.heard("action")[0]["values"]
    assert values["env.0T.1"]["v"]["selected_option_value"] == "1"
    assert values["pct.0T.1"]["v"] == {"type": "number_input", "value": "35"}
    assert values["day.0T.1"]["v"] == {"type": "datepicker", "selected_date": "2026-12-01"}
    assert values["note.0T.1"]["v"] == {"type": "plain_text_input", "value": "carefully"}


def test_untouched_inputs_send_what_they_began_with(
    page: Page, url: str, slack: CannedSlack
) -> None:
    window = _thread(page, url)
    _show(slack, card_message("06", 41), card_message("09", 42))

    window.card("Fill in").click("Submit")
    window.card("2 questions").click("Submit")

    expect(page.locator(".button.busy")).to_have_count(0)
    first, second = (said["values"] for said in slack.heard("action"))
    assert first["env.0T.1"]["v"]["selected_option_value"] == "0"
    assert first["note.0T.1"]["v"]["value"] is None
    assert second["q0.0T.1"]["v"]["selected_option_values"] == []
    assert second["q1.0T.1"]["v"]["selected_option_value"] is None


def test_boxes_and_radios_are_chosen_by_their_words(
    page: Page, url: str, slack: CannedSlack
) -> None:
    window = _thread(page, url)
    _show(slack, card_message("09", 41))
    form = window.card("2 questions")

    form.choose("Which environments?", "prod-us").choose("Which environments?", "staging")
    form.choose("How should it roll out?", "All at once").click("Submit")

    expect(page.locator(".button.busy")).to_have_count(0)
    values = slack.heard("action")[0]["values"]
    assert values["q0.0T.1"]["v"]["selected_option_values"] == ["0", "2"]
    assert values["q1.0T.1"]["v"]["selected_option_value"] == "0"


def test_a_redraw_keeps_what_is_typed_under_the_same_block_id(
    page: Page, url: str, slack: CannedSlack
) -> None:
    window = _thread(page, url)
    _show(slack, card_message("06", 41))
    note = window.card("Fill in").field("Note")
    note.press_sequentially("half ty")

    redrawn = card_message("06", 41)
    redrawn["blocks"].insert(0, {"type": "divider", "block_id": "new"})
    _show(slack, redrawn)

    expect(window.thread_pane.root.locator('[data-block-id="new"]')).to_be_visible()
    expect(note).to_have_value("half ty")
    expect(note).to_be_focused()


def test_a_new_block_id_starts_afresh(page: Page, url: str, slack: CannedSlack) -> None:
    window = _thread(page, url)
    text = {"type": "plain_text_input"}
    _show(slack, blocks_message(input_block("note.1", "Note", text)))
    window.thread_pane.fill("Note", "old words")

    _show(slack, blocks_message(input_block("note.2", "Note", text)))
    expect(page.locator('[data-block-id="note.2"]')).to_be_visible()
    expect(window.thread_pane.field("Note")).to_have_value("")
    _show(slack, blocks_message(input_block("note.1", "Note", text)))

    expect(page.locator('[data-block-id="note.1"]')).to_be_visible()
    expect(window.thread_pane.field("Note")).to_have_value("")


def test_a_select_outside_a_form_tells_the_app_at_once(
    page: Page, url: str, slack: CannedSlack
) -> None:
    options = [{"text": plain(name), "value": name[0]} for name in ("alpha", "beta")]
    select = {"type": "static_select", "action_id": "s", "placeholder": plain("Choose one")}
    window = _thread(page, url)
    _show(
        slack,
        blocks_message(
            {"type": "actions", "block_id": "a", "elements": [select | {"options": options}]}
        ),
    )

    window.thread_pane.choose("Choose one", "beta")

    expect(window.thread_pane.root.get_by_role("combobox")).to_have_value("beta")
    [said] = slack.heard("action")
    assert said["action"]["selected_option_value"] == "b"
    assert said["values"]["a"]["s"]["selected_option_value"] == "b"


def test_a_dispatching_input_sends_on_enter(page: Page, url: str, slack: CannedSlack) -> None:
    window = _thread(page, url)
    block = input_block("b", "Search", {"type": "plain_text_input"}, dispatch_action=True)
    _show(slack, blocks_message(block))

    window.thread_pane.fill("Search", "orders").field("Search").press("Enter")

    expect(page.locator(".field-error")).to_have_count(0)
    [said] = slack.heard("action")
    assert said["action"]["value"] == "orders"


def test_what_the_app_did_not_answer_stands_as_a_warning(
    page: Page, url: str, slack: CannedSlack
) -> None:
    window = _thread(page, url)
    card = window.card("Send email")

    slack.change(warnings=[{"id": "W1", "container": CARD, "text": "Signoff did not answer"}])

    card.expect_text("Signoff did not answer")
    slack.change(warnings=[])
    expect(card.root.get_by_role("alert")).to_have_count(0)


def test_the_home_tab_answers_clicks(page: Page, url: str, slack: CannedSlack) -> None:
    window = _thread(page, url)

    window.go_to("Signoff home").channel.click("Review: Restart api on host-1")

    expect(page.locator(".button.busy")).to_have_count(0)
    [said] = slack.heard("action")
    assert (said["container"], said["action"]["block_id"]) == (
        {"type": "view", "view_id": "VHOME"},
        "r.1",
    )


def test_a_block_that_is_not_as_it_should_be_leaves_the_rest_alone(
    page: Page, url: str, slack: CannedSlack
) -> None:
    broken = {"type": "context", "block_id": "c"}
    fine = {"type": "section", "block_id": "s", "text": plain("Still here")}
    window = _thread(page, url)

    _show(slack, blocks_message(broken, fine))

    window.thread_pane.expect_text("Still here").expect_text("This context block can't be drawn")


@pytest.mark.parametrize("me", ["U0BOB", "U0ANA"])
def test_a_button_for_named_people_is_there_for_them_alone(
    page: Page, url: str, slack: CannedSlack, me: str
) -> None:
    element = {"type": "button", "action_id": "a", "text": plain("For Ana")}
    named = element | {"visible_to_user_ids": ["U0ANA"]}
    other = element | {"action_id": "b", "text": plain("For all")}
    _show(slack, blocks_message({"type": "actions", "block_id": "a", "elements": [named, other]}))

    window = SlackPage(page=page, url=url).open(as_=me, thread=ROOT)
    window.thread_pane.expect_text("For all")

    assert window.thread_pane.has_button("For Ana") == (me == "U0ANA")
