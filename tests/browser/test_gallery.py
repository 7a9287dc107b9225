"""Every composed state is drawn whole and readable, wide and narrow, light and dark."""

import json
from collections.abc import Iterator
from itertools import product
from typing import Literal, TypeAlias, cast

import pytest
from playwright.sync_api import Browser, Page

from playground.slack.blockkit.check import check_blocks
from tests.browser.canned_slack import DATA, CannedServer, CannedSlack, Json
from tests.browser.canned_state import CARDS, workspace
from tests.browser.looking import look

Scheme: TypeAlias = Literal["light", "dark"]

WIDTHS = (1440, 480)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
FILES = ("cards.json", "every_block.json")
LINE = '<p style="white-space:nowrap">one very long line of many words</p>'
FAULTS = {
    "too wide inside": f'<div style="width:90px">{LINE}</div>',
    "outside the window": '<div style="width:2000px">wide</div>',
    "cut below": '<div style="height:8px;overflow:hidden">low</div>',
    "cut text": f'<div style="width:40px;overflow:clip">{LINE}</div>',
    "contrast": '<p style="color:#999;background:#fff">pale</p>',
    "placeholder contrast": '<input placeholder="pale" style="background:#757575">',
}


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with CannedServer(CannedSlack(state=workspace())) as server:
        yield f"{server.url}/page/static/gallery.html"


def _open(browser: Browser, address: str, width: int, scheme: Scheme) -> Page:
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme=scheme, timezone_id="UTC"
    )
    page.goto(address)
    page.wait_for_selector("html[data-version] [data-state]")
    return page


@pytest.mark.parametrize(("file", "width", "scheme"), list(product(FILES, WIDTHS, SCHEMES)))
def test_nothing_spills_is_cut_or_hard_to_read(
    browser: Browser, gallery: str, file: str, width: int, scheme: Scheme
) -> None:
    page = _open(browser, f"{gallery}?src=/data/{file}", width, scheme)

    findings = look(page)

    page.close()
    assert findings == []


def test_every_composed_state_is_drawn_with_every_word(browser: Browser, gallery: str) -> None:
    page = _open(browser, f"{gallery}?src=/data/cards.json", 1440, "light")

    states = "all => Object.fromEntries(all.map(one => [one.dataset.state, one.innerText]))"
    shown = cast("dict[str, str]", page.locator("[data-state]").evaluate_all(states))
    unknown = page.locator(".unknown").count()

    page.close()
    words = [(name, word) for name, card in CARDS.items() for word in _words(card)]
    assert (list(shown), unknown) == (list(CARDS), 0)
    assert [(name, word) for name, word in words if word not in shown[name]] == []


def _words(part: object) -> list[str]:
    """Every plain text of a card, except what only opens on a click."""
    if isinstance(part, list):
        return [word for one in cast("list[object]", part) for word in _words(one)]
    if not isinstance(part, dict):
        return []
    card = cast("Json", part)
    own = [str(card["text"]).strip()] if card.get("type") in {"plain_text", "text"} else []
    folded = {"overflow", "static_select"}
    hidden = {"confirm", "placeholder", "metadata"}
    hidden |= {"options", "initial_option"} if card.get("type") in folded else set[str]()
    return own + [w for key, one in card.items() if key not in hidden for w in _words(one)]


@pytest.mark.parametrize("file", FILES)
def test_what_is_drawn_here_is_what_slack_would_take(file: str) -> None:
    states: Json = json.loads((DATA / file).read_text())

    problems = [
        (name, problem)
        for name, state in states.items()
        for problem in check_blocks(state["payload"]["blocks"], surface=state["surface"])
    ]

    assert problems == []


@pytest.mark.parametrize("fault", list(FAULTS))
def test_the_eye_sees_what_is_wrong(page: Page, fault: str) -> None:
    page.set_content(f'<main id="page">{FAULTS[fault]}</main>')

    assert any(finding.startswith(fault) for finding in look(page))
