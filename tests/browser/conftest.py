"""One Chromium for all browser tests of a process, and a window for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.browser.canned_slack import CannedServer, CannedSlack
from tests.browser.canned_state import workspace

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Page:
    # One window for all tests: every canned server has an origin, so a storage, of its own.
    page = browser.new_page(timezone_id="UTC")
    page.context.set_default_timeout(10_000)
    return page


@pytest.fixture
def page(window: Page) -> Iterator[Page]:
    window.set_viewport_size({"width": 1440, "height": 900})
    window.emulate_media(color_scheme="light")
    faults: list[Error] = []

    def note(error: Error) -> None:
        faults.append(error)

    window.on("pageerror", note)
    yield window
    window.remove_listener("pageerror", note)
    window.goto("about:blank")
    assert faults == []


@pytest.fixture
def slack() -> CannedSlack:
    return CannedSlack(state=workspace())


@pytest.fixture
def url(slack: CannedSlack) -> Iterator[str]:
    with CannedServer(slack) as server:
        yield server.url
