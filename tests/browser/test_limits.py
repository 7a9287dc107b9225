"""The page says when Slack would not take a call, and how often."""

from playwright.sync_api import Page, expect

from tests.browser.canned_slack import CannedSlack
from tests.browser.slack_page import SlackPage


def test_a_limit_is_shown_with_its_method_and_its_seconds(
    page: Page, url: str, slack: CannedSlack
) -> None:
    SlackPage(page=page, url=url).open(as_="ana", channel="ops")
    expect(page.locator(".limits")).to_have_count(0)

    last = {"method": "chat.postMessage", "retry_after": 7}
    slack.change(limits={"limited": 3, "over_tier": 0, **last})

    expect(page.locator(".limits")).to_contain_text("429 \u00d7 3")
    expect(page.locator(".limits")).to_contain_text("chat.postMessage again in 7 s")
