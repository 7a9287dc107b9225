"""The whole window holds together: wide and narrow, light and dark, whatever is open."""

from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.canned_slack import CannedServer, CannedSlack, Json
from tests.browser.canned_state import NOON, ROOT, card_message, message, view, workspace
from tests.browser.looking import Findings, look
from tests.browser.slack_page import SlackPage

Scheme: TypeAlias = Literal["light", "dark"]

LONG = "a-name-that-goes-on-and-on-without-a-single-blank-until-somebody-stops-it"


def _crowded() -> Json:
    """Draw a workspace in which everything happens at once."""
    state = workspace()
    file = {"id": "F1", "name": f"{LONG}.log", "mimetype": "text/plain", "size": 2048}
    said = message("U0EVE", 30, f"{LONG}{LONG} https://example.com/{LONG}", files=[file])
    joined = message("U0EVE", 10, "<@U0EVE> has joined the channel", subtype="channel_join")
    chunk = {"type": "markdown_text", "text": "I am **still** writing"}
    parts: Json = {"streaming": True, "chunks": [chunk], "thread_ts": ROOT}
    cards = [card_message("02", 60), card_message("06", 400), message("U0BOT", 500, "", **parts)]
    state["messages"]["C0OPS"] += [said, joined, *cards]
    state["channels"][1] |= {"name": LONG, "topic": LONG * 2}
    state["sessions"][0] |= {"title": LONG * 2}
    where = {"channel": "C0OPS", "message_ts": f"{NOON + 60}.000100"}
    warning = {"id": "W1", "container": {"type": "message"} | where, "text": "No answer in time"}
    state["warnings"] = [warning]
    private = {"id": "E1", "channel": "C0OPS", "ts": f"{NOON + 90}.1", "text": f"Not you: {LONG}"}
    last = {"method": "chat.postMessage", "retry_after": 30}
    state["limits"] = {"limited": 1_204, "over_tier": 0, **last}
    state["ephemerals"] = [private, private | {"id": "E2", "thread_ts": ROOT}]
    return state


def _views(page: Page, url: str, slack: CannedSlack) -> dict[str, Findings]:
    """Look at the window with one thing after the other open."""
    window = SlackPage(page=page, url=url).open(as_="bob", channel="ops")
    seen = {"channel": look(page)}
    page.get_by_label("Message #ops").press_sequentially("hey @")
    seen["names on offer"] = look(page)
    window.thread(ROOT).button("More actions").click()
    seen["thread and menu"] = look(page)
    page.keyboard.press("Escape")
    window.card("Delete 1,204").click("Approve")
    window.dialog("Delete 1,204 rows?")
    seen["question"] = look(page)
    page.keyboard.press("Escape")
    slack.change(views=[view("11")])
    window.dialog("Review, page 2 of 2")
    seen["modal"] = look(page)
    slack.change(views=[])
    expect(page.get_by_role("dialog")).to_have_count(0)
    back = page.get_by_role("button", name="Back to the channel")
    if back.is_visible():
        back.click()
    window.go_to("Signoff home")
    seen["home"] = look(page)
    return seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1000, 480])
def test_the_window_holds_together(browser: Browser, width: int, scheme: Scheme) -> None:
    slack = CannedSlack(state=_crowded())
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme=scheme, timezone_id="UTC"
    )

    with CannedServer(slack) as server:
        seen = _views(page, server.url, slack)
        page.close()

    assert {name: findings for name, findings in seen.items() if findings} == {}
