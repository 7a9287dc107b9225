"""The gallery leaves nothing out, and its page shows what it draws."""

import re
from pathlib import Path
from typing import get_args

from playground.slack.blockkit.check import check_blocks, check_view
from signoff.core.click import Form, Refusal
from tools.gallery.specimens import FORMS, refusals, specimens
from tools.gallery.stories import pictures

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/gallery.md").read_text()
DRAWN = specimens()


def test_every_form_is_shown() -> None:
    assert {form for form, _, _ in FORMS} == set(get_args(Form))


def test_every_refusal_of_a_click_is_shown() -> None:
    asked = pictures()[0].view.rows[0]

    assert {type(each) for each in refusals(asked).values()} == set(get_args(Refusal))


def test_no_two_states_of_a_chapter_have_one_name() -> None:
    names = [(each.kind, each.name) for each in DRAWN]

    assert len(names) == len(set(names))


def test_slack_takes_all_of_them() -> None:
    cards = [each.payload.get("blocks", []) for each in DRAWN if each.surface == "message"]
    views = [each.payload for each in DRAWN if each.surface != "message"]

    assert [check_blocks(blocks, surface="message") for blocks in cards] == [[]] * len(cards)
    assert [check_view(view) for view in views] == [[]] * len(views)


def test_every_card_says_in_words_what_it_asks_or_what_became_of_it() -> None:
    texts = [str(each.payload["text"]) for each in DRAWN if each.surface == "message"]

    assert all(len(text) > len("Done.") and "\n" not in text for text in texts)


def test_the_page_has_a_chapter_for_each_and_its_pictures_are_there() -> None:
    chapters = re.findall(r"^## (.*)$", PAGE, re.MULTILINE)
    images = re.findall(r"\]\((images/[^)]*)\)", PAGE)

    assert chapters == list(dict.fromkeys(each.kind for each in DRAWN))
    assert all((ROOT / "docs" / image).is_file() for image in images)
    assert len(images) == 2 * len(chapters)
