"""The picture in the README: the local Slack, with a receipt and an open card in one thread.

python -m tools.screenshot [docs/images/thread.png]
"""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from playground.model import Answer, LocalModel, ModelRequest, Reply, Script, call, text
from playground.runner.everything import Everything
from tests.browser.slack_page import SlackPage

ROOT: Final = Path(__file__).parents[1]
FILE: Final = ROOT / "docs/images/thread.png"
CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync")

ANSWERS: Final = (
    Answer(
        items=(
            text("Bob has written twice, and his parcel came a week late."),
            call(
                "send_email",
                to="bob@example.com",
                subject="Your order 8841",
                body="Hello Bob, your parcel left us late. We are sorry, and pay the postage back.",
            ),
        )
    ),
    Answer(items=(text("Bob has our apology for order 8841."),)),
    Answer(
        items=(
            text("Her parcel is in the same late batch; she has not asked yet."),
            call(
                "send_email",
                to="carla@example.com",
                subject="Your order 8853",
                body="Hello Carla, your parcel is on its way and comes on Friday, a day late.",
            ),
        )
    ),
)


def main() -> None:
    """Run the whole system, hold a conversation in it, and keep a picture of the window."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    model = LocalModel(script=_by_turns())
    whole = Everything(ROOT / "template.yaml", model=model, tell=_quietly)
    with whole as everything, _window() as page:
        _converse(SlackPage(page=page, url=everything.addresses.page))
        file.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=file)


def _quietly(_function: str, _line: str) -> None:
    """Say nothing of what the functions print."""


def _by_turns() -> Script:
    answers = iter(ANSWERS)

    def script(_: ModelRequest) -> Reply:
        return next(answers)

    return script


def _converse(slack: SlackPage) -> None:
    slack.open(as_="bob", channel="ops").write("Morning. Three parcels were late last night.")
    slack.act_as("eve").write("8841 and 8853 are on their way by now, 8860 goes out at noon.")
    slack.act_as("ana").write("@Signoff order 8841 was late. Can you write to bob@example.com?")
    slack.act_as("eve").card("Send email to bob@example.com").click("Approve")
    slack.expect_text("Bob has our apology")
    slack.act_as("ana").reply("Thanks. And carla@example.com, about 8853?")
    slack.card("Send email to carla@example.com").button("Approve").wait_for()
    # Neither a pointer nor a cursor belongs in the picture.
    slack.page.mouse.move(0, 0)
    slack.page.evaluate("document.activeElement.blur()")


@contextmanager
def _window() -> Generator[Page, None, None]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = chromium.new_page(
            viewport={"width": 1440, "height": 960}, color_scheme="light", timezone_id="UTC"
        )
        yield page
        chromium.close()


if __name__ == "__main__":
    main()
