import re

import pytest

from tests.docs.pages import PAGES, ROOT, name_of, section, text_of

PAGE = ROOT / "docs/guarantees.md"
PROMISES = re.findall(r"^## (P\d+): ", text_of(PAGE), re.MULTILINE)
HEADINGS = re.findall(r"^## P\d+: .*$", text_of(PAGE), re.MULTILINE)
NAMED = sorted(
    {
        (path, name)
        for page in PAGES
        for path, name in re.findall(r"`(tests/[\w/]+\.py)::((?:\w+::)?\w+)`", text_of(page))
    }
)


def test_all_fifteen_promises_stand_in_order() -> None:
    assert [f"P{number}" for number in range(1, 16)] == PROMISES


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_promise_names_a_test(heading: str) -> None:
    assert re.search(r"^- `tests/[\w/]+\.py::[\w:]+`$", section(PAGE, heading), re.MULTILINE)


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_every_test_that_a_page_names_exists(path: str, name: str) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")

    group, _, test = name.rpartition("::")
    assert not group or f"\nclass {group}:" in source
    assert f"\n{'    ' * bool(group)}def {test}(" in source


def test_pages_were_read() -> None:
    assert {"README.md", "docs/guarantees.md"} <= set(map(name_of, PAGES))
