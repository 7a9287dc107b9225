"""What stands beside the messages of a conversation with the agent."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.canned_slack import CannedSlack
from tests.browser.canned_state import ROOT, blocks_message
from tests.browser.slack_page import SlackPage

PROMPT = {"title": "Refund an order", "message": "Refund order 8841"}


def _thumb(value: str, words: str) -> dict[str, Any]:
    text = {"type": "plain_text", "text": words}
    return {"text": text, "value": value, "accessibility_label": f"It was {value}"}


THUMBS = {
    "type": "context_actions",
    "block_id": "feedback.1",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "feedback",
            "positive_button": _thumb("good", "Helpful"),
            "negative_button": _thumb("bad", "Not helpful"),
        }
    ],
}


def test_a_prompt_is_written_when_it_is_chosen(page: Page, url: str, slack: CannedSlack) -> None:
    slack.change(prompts={"D0ANA": [PROMPT]})
    SlackPage(page=page, url=url).open(as_="ana", channel="dm")

    page.get_by_role("button", name="Refund an order").click()
    expect(page.get_by_role("group", name="Suggested prompts")).to_be_visible()

    (said,) = slack.heard("message")
    assert (said["channel"], said["text"]) == ("D0ANA", "Refund order 8841")


def test_prompts_stand_in_direct_messages_alone(page: Page, url: str, slack: CannedSlack) -> None:
    slack.change(prompts={"D0ANA": [PROMPT]})

    SlackPage(page=page, url=url).open(as_="ana", channel="ops")

    expect(page.get_by_role("group", name="Suggested prompts")).to_have_count(0)


def test_the_channel_that_was_open_goes_with_a_direct_message(
    page: Page, url: str, slack: CannedSlack
) -> None:
    slack.change(prompts={"D0ANA": [PROMPT]})
    SlackPage(page=page, url=url).open(as_="ana", channel="ops")

    page.get_by_role("button", name="Signoff App").click()
    expect(page.locator(".beside")).to_contain_text("you have #ops open")
    page.get_by_role("button", name="Refund an order").click()
    page.get_by_role("button", name="Don't tell it").click()
    expect(page.locator(".beside")).to_have_count(0)
    page.get_by_role("button", name="Refund an order").click()

    assert [said.get("looks_at") for said in slack.heard("message")] == ["C0OPS", None]
    assert {"as": "U0ANA", "tab": "messages"} in slack.heard("home")


def test_a_thread_can_be_named(page: Page, url: str, slack: CannedSlack) -> None:
    SlackPage(page=page, url=url).open(as_="ana", channel="ops", thread=ROOT)

    page.get_by_role("button", name="Rename the thread").click()
    page.get_by_label("Name of the thread").fill("Bob's refund")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name of the thread")).to_have_count(0)

    assert slack.heard("title") == [
        {"as": "U0ANA", "channel": "C0OPS", "thread_ts": ROOT, "title": "Bob's refund"}
    ]


def test_a_thumb_below_an_answer_is_clicked(page: Page, url: str, slack: CannedSlack) -> None:
    slack.change(messages={"C0OPS": [blocks_message(THUMBS)]})
    SlackPage(page=page, url=url).open(as_="ana", channel="ops", thread=ROOT)

    page.get_by_role("button", name="It was good").first.click()
    expect(page.get_by_role("button", name="It was bad").first).to_be_visible()

    (clicked,) = slack.heard("action")
    assert (clicked["action"]["action_id"], clicked["action"]["value"]) == ("feedback", "good")
