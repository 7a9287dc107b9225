"""Every composed state is drawn whole and readable, wide and narrow, light and dark."""

import json
from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.canned_slack import DATA
from tests.browser.canned_state import CARDS
from tests.browser.looking import look

WIDTHS = (1440, 480)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FILES = ("cards.json", "every_block.json")


def _open(browser: Browser, url: str, file: str, width: int, scheme: Literal["light", "dark"]) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, timezone_id="UTC"
    )
    page = context.new_page()
    page.goto(f"{url}/page/static/gallery.html?src=/data/{file}")
    page.wait_for_selector("html[data-version] [data-state]")
    return page


@pytest.mark.parametrize(("file", "width", "scheme"), list(product(FILES, WIDTHS, SCHEMES)))
def test_nothing_spills_is_cut_or_hard_to_read(
    browser: Browser, url: str, file: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = _open(browser, url, file, width, scheme)

    findings = look(page)

    page.context.close()
    assert findings == []


def test_every_composed_state_is_drawn(browser: Browser, url: str) -> None:
    page = _open(browser, url, "cards.json", 1440, "light")

    drawn = page.locator("[data-state]").evaluate_all("all => all.map(one => one.dataset.state)")
    unknown = page.locator(".unknown").count()

    page.context.close()
    assert (drawn, unknown) == (list(CARDS), 0)


def test_a_card_shows_every_word_of_its_blocks(browser: Browser, url: str) -> None:
    page = _open(browser, url, "cards.json", 1440, "light")

    shown = {name: page.locator(f'[data-state="{name}"]').inner_text() for name in CARDS}

    page.context.close()
    lost = [(name, word) for name, card in CARDS.items() for word in _words(card) if word not in shown[name]]
    assert lost == []


def _words(card: object) -> list[str]:
    """Every plain text of a card, except what only opens on a click."""
    if isinstance(card, list):
        return [word for part in card for word in _words(part)]
    if not isinstance(card, dict):
        return []
    own = [card["text"].strip()] if card.get("type") in {"plain_text", "text"} else []
    hidden = {"confirm", "placeholder", "metadata"}
    hidden |= {"options", "initial_option"} if card.get("type") in {"overflow", "static_select"} else set()
    return own + [w for key, part in card.items() if key not in hidden for w in _words(part)]


def test_the_states_are_data_that_slack_would_take() -> None:
    states = json.loads((DATA / "every_block.json").read_text())

    assert {state["surface"] for state in states.values()} <= {"message", "modal", "home"}


FAULTS = {
    "too wide inside": '<div style="width:90px"><p style="white-space:nowrap">one very long line of words</p></div>',
    "outside the window": '<div style="width:2000px">wide</div>',
    "cut below": '<div style="height:8px;overflow:hidden">low</div>',
    "cut text": '<div style="width:40px;overflow:clip;white-space:nowrap">one very long line</div>',
    "contrast": '<p style="color:#999;background:#fff">pale</p>',
    "placeholder contrast": '<input class="x" placeholder="pale" style="background:#757575">',
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_the_eye_sees_what_is_wrong(page: Page, fault: str) -> None:
    page.set_content(f'<main id="page">{FAULTS[fault]}</main>')

    assert any(finding.startswith(fault) for finding in look(page))
