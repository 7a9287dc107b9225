"""The share of the made-up arguments that every run of the tests draws; `make cards` draws more."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from signoff.adapters.slack import cards
from signoff.adapters.slack.blocks import Drawn, context
from signoff.core.requirement import digest_of
from signoff.ports import CardView
from tests.adapters.slack import asked
from tests.cards import looks, offers
from tests.cards.cases import Case, case
from tests.cards.proof import HIDDEN, LIVE, MISMATCH, Draw, Tried, broken

ROOT = Path(__file__).parents[2]
SETS, SEED = 600, 1


def _drawn(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.cards", f"--seed={SEED}", "--processes=1", *options],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "layers/signoff/python"), "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def test_what_is_seen_on_cards_and_pages_reads_back_to_the_very_bytes() -> None:
    done = _drawn(f"--sets={SETS}")

    last = done.stdout.rstrip().rpartition("\n")[2]
    assert last == f"sets={SETS} mismatches=0 live_tokens=0 hidden_code_points=0", done.stdout
    assert done.returncode == 0


def test_one_card_is_drawn_again_by_its_number() -> None:
    one, other = _drawn("--only=17"), _drawn("--only=17")

    assert one.returncode == 0
    assert one.stdout == other.stdout
    assert case(SEED, 17) == case(SEED, 17)


def test_the_made_up_arguments_are_of_every_size_and_of_every_trouble() -> None:
    dice = Random(3)  # noqa: S311 - it has to be played again, not to be secret

    made = [offers.arguments(dice) for _ in range(3_000)]

    sizes = [*map(offers.written_size, made)]
    written = json.dumps(made[:1_500], ensure_ascii=False)
    assert min(sizes) < 20
    assert max(sizes) > 95_000
    assert all(each in written for each in (*offers.LIVE[:4], ":tada:"))
    assert set(looks.hidden(written)) >= {"U+202E", "U+E0041", "U+FE0F", "U+200B"}


HIDES = {"to": "bob@example.com\u200b", "body": "<!channel> one\ntwo"}


def _with_last_character_gone(view: CardView) -> Drawn:
    return _redrawn(view, lambda text: text[:-2] + text[-1:])


def _with_a_digit_changed(view: CardView) -> Drawn:
    return _redrawn(view, lambda text: text.replace("o", "0"))


def _with_nothing_escaped(view: CardView) -> Drawn:
    return _redrawn(view, lambda text: text.replace(r"\u{200b}", "\u200b"))


def _with_arguments_in_a_line_of_mrkdwn(view: CardView) -> Drawn:
    drawn = cards.draw(view)
    return replace(drawn, blocks=[context("z", view.rows[0].arguments), *drawn.blocks])


def _with_arguments_in_the_notice(view: CardView) -> Drawn:
    return replace(cards.draw(view), text=view.rows[0].arguments)


def _redrawn(view: CardView, change: Callable[[str], str]) -> Drawn:
    drawn = cards.draw(view)
    for block in drawn.blocks:
        for element in block.get("elements", ()):
            if element["type"] == "rich_text_preformatted":
                element["elements"][0]["text"] = change(element["elements"][0]["text"])
    return drawn


@pytest.mark.parametrize(
    ("draw", "kinds"),
    [
        (cards.draw, set()),
        (_with_last_character_gone, {MISMATCH}),
        (_with_a_digit_changed, {MISMATCH}),
        (_with_nothing_escaped, {HIDDEN}),
        (_with_arguments_in_a_line_of_mrkdwn, {LIVE, HIDDEN}),
        (_with_arguments_in_the_notice, {LIVE, HIDDEN}),
    ],
)
def test_a_card_that_shows_anything_else_is_found_out(draw: Draw, kinds: set[str]) -> None:
    row = asked.confirmation(HIDES)
    row = replace(
        row, digest=digest_of(tool=row.tool, version="1", arguments=row.arguments, at=row.at)
    )

    found = broken(Case(rows=(row,), given=(HIDES,)), Tried(), draw)

    assert {kind for kind, _ in found} == kinds


def test_a_button_that_carries_another_digest_is_found_out() -> None:
    row = asked.confirmation(HIDES)

    found = broken(Case(rows=(row,), given=(HIDES,)), Tried())

    assert {kind for kind, _ in found} == {MISMATCH}
