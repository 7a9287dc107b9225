from cli.facts import COLUMNS
from signoff.core.actions import BY_RIGHT, MEANINGS
from tests.docs.pages import ROOT, rows, text_of

PAGE = ROOT / "docs/audit.md"


def test_every_action_stands_on_the_page_with_its_meaning() -> None:
    text = text_of(PAGE).splitlines()

    listed = [line for line in text if line.startswith("| `") and line.count("|") == 4]
    for action, meaning in MEANINGS.items():
        evidence = "yes" if action in BY_RIGHT else ""
        cells = [f"`{action}`", meaning, evidence]
        assert cells in [[cell.strip() for cell in line.strip("|").split("|")] for line in listed]


def test_every_column_of_an_export_stands_on_the_page() -> None:
    text = text_of(PAGE)

    assert [name for name in COLUMNS if f"`{name}`" not in text] == []


def test_the_page_says_what_an_entry_holds() -> None:
    assert len(rows(PAGE, "## What an entry says")) > 3
