import ast
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from signoff import Agent, Tool
from tests.docs.pages import PAGES, ROOT, anchors, blocks, links, name_of, text_of

CODE = [
    pytest.param(code, id=f"{name_of(page)}:{number}")
    for page in PAGES
    for number, code in enumerate(blocks(page, "python"), 1)
]
COMMANDS = [line for page in PAGES for code in blocks(page, "sh") for line in code.splitlines()]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
REGISTRIES = ("/simple/", "--index-url", "--extra-index-url", "--find-links", "--registry")
BEHIND_THE_SCENES = (r"\bsessions? \d", r"\bissues? \d", r"#\d+\b", r"\bhelper\b")


def _imported(code: str, folder: Path) -> ModuleType:
    file = folder / "page_example.py"
    file.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("page_example", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("code", CODE)
def test_a_block_of_python_runs(code: str, tmp_path: Path) -> None:
    names = vars(_imported(code, tmp_path))

    declared = [value for value in names.values() if isinstance(value, Tool | Agent)]
    assert bool(declared) == ("@tool" in code or "Agent(" in code)
    for name, value in names.items():
        if name.startswith("test_"):
            value()


@pytest.mark.parametrize("code", CODE)
def test_every_tool_in_a_block_has_a_docstring(code: str) -> None:
    functions = [each for each in ast.parse(code).body if isinstance(each, ast.FunctionDef)]

    tools = [each for each in functions if each.decorator_list]
    assert all(ast.get_docstring(each) for each in tools)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name_of(page)} links to {link}"
        if anchor:
            assert anchor in anchors(target), f"{name_of(page)} links to {link}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_is_about_the_project_and_not_about_its_making(page: Path) -> None:
    text = text_of(page)

    assert [address for address in REGISTRIES if address in text] == []
    assert [words for words in BEHIND_THE_SCENES if re.search(words, text, re.IGNORECASE)] == []


def test_every_make_target_that_a_page_names_is_there() -> None:
    told = {word for page in PAGES for word in re.findall(r"`make ([a-z-]+)", text_of(page))} | {
        match[1] for line in COMMANDS if (match := re.match(r"make ([a-z-]+)", line))
    }

    assert {"dev", "test", "invoke", "events", "build"} <= told
    assert told - TARGETS == set()


def test_every_event_that_a_page_names_is_there() -> None:
    told = {name for page in PAGES for name in re.findall(r"events/\w+\.json", text_of(page))}

    assert told
    assert [name for name in told if not (ROOT / name).exists()] == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached = {link.partition("#")[0] for link in links(ROOT / "README.md")}

    assert {name_of(page) for page in PAGES} - {"README.md"} <= reached


def test_the_readme_is_short_and_shows_one_picture() -> None:
    readme = text_of(ROOT / "README.md")

    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", readme)
    assert pictures == ["docs/images/thread.png"]
    assert len(readme.splitlines()) < 120


def test_from_a_clone_to_slack_in_at_most_ten_lines() -> None:
    deploy = text_of(ROOT / "README.md").partition("## Put it to work")[2].partition("\n## ")[0]

    assert 0 < len([line for line in deploy.splitlines() if line.strip()]) <= 10
