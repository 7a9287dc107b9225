"""Reads the project's pages: their sections, tables, blocks of code and links."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


@cache
def text_of(page: Path) -> str:
    """Give a page's text."""
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    """Name a page as people do."""
    return str(page.relative_to(ROOT))


def section(page: Path, heading: str) -> str:
    """Give what stands under a heading, up to the next heading of its own depth or above."""
    depth = len(heading) - len(heading.lstrip("#"))
    text = text_of(page)
    start = re.search(rf"^{re.escape(heading)}$", text, re.MULTILINE)
    assert start, f"{name_of(page)} has no {heading!r}"
    rest = _without_code(text[start.end() :])
    end = re.search(rf"^#{{1,{depth}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def rows(page: Path, heading: str) -> list[list[str]]:
    """Give the cells of the first table under a heading, without its two head lines."""
    under = section(page, heading)
    own = re.split(r"^#+ ", under, maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in own.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def first_column(page: Path, heading: str) -> list[str]:
    """Give the names in the first column of a table, without their backticks."""
    return [cells[0].strip("`") for cells in rows(page, heading)]


def blocks(page: Path, language: str) -> list[str]:
    """Give the page's blocks of code in one language."""
    return [code for named, code in _FENCE.findall(text_of(page)) if named == language]


def links(page: Path) -> list[str]:
    """Give where a page's links and pictures point."""
    return _LINK.findall(_without_code(text_of(page)))


def anchors(page: Path) -> set[str]:
    """Give the anchors that a page's headings make."""
    return {_anchor(heading) for heading in _HEADING.findall(_without_code(text_of(page)))}


def _anchor(heading: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def _without_code(text: str) -> str:
    return _FENCE.sub("", text)
