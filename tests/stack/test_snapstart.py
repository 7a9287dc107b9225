"""SnapStart is an option: the lines that the page gives are good, and no copy shares an id."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from tests.docs.pages import ROOT, blocks
from tests.stack.templates import TEMPLATE, translated
from tests.stack.test_lint import findings

PAGE = ROOT / "docs" / "performance.md"
SOURCES = [
    *(ROOT / "layers/signoff/python/signoff").rglob("*.py"),
    *(ROOT / "functions").rglob("*.py"),
]
WITH_A_STATE = {"random", "numpy", "uuid"}
"""Modules whose numbers come of a state that copies of a process share, or of its machine."""


def _written() -> dict[str, Any]:
    template: dict[str, Any] = yaml_parse(TEMPLATE.read_text("utf-8"))
    return template


def _with_the_lines(template: dict[str, Any]) -> dict[str, Any]:
    (lines,) = blocks(PAGE, "yaml")
    added = yaml_parse(lines)
    template["Parameters"] |= added["Parameters"]
    for name, resource in added["Resources"].items():
        template["Resources"][name]["Properties"] |= resource["Properties"]
    return template


def _deployed(release: str) -> dict[str, Any]:
    return translated(_with_the_lines(_written()), Release=release)


def _named(template: dict[str, Any], kind: str) -> list[str]:
    return [name for name, one in template["Resources"].items() if one["Type"] == kind]


def test_the_template_with_the_lines_is_clean(tmp_path: Path) -> None:
    deployed = _deployed("1")
    # SAM has used it for the version's name; nothing else is to.
    del deployed["Parameters"]["Release"]

    assert findings(deployed, tmp_path / "template.json") == ""


def test_with_the_lines_the_queue_invokes_the_published_version() -> None:
    resources = _deployed("1")["Resources"]

    (alias,) = _named({"Resources": resources}, "AWS::Lambda::Alias")
    assert resources["TurnWorkerTurns"]["Properties"]["FunctionName"] == {"Ref": alias}
    assert resources["TurnWorker"]["Properties"]["SnapStart"] == {"ApplyOn": "PublishedVersions"}


def test_each_release_publishes_a_version_and_the_same_one_does_not() -> None:
    versions = [_named(_deployed(each), "AWS::Lambda::Version") for each in ("1", "1", "2")]

    assert versions[0] == versions[1] != versions[2]
    assert len(versions[0]) == 1


def test_without_the_lines_nothing_is_published() -> None:
    plain = translated(_written())

    assert _named(plain, "AWS::Lambda::Version") == _named(plain, "AWS::Lambda::Alias") == []


def _drawn(source: Path) -> Iterator[str]:
    """Give what a module takes of modules whose state copies share."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names if each.name in WITH_A_STATE)
            case ast.ImportFrom(module=module, names=names) if module in WITH_A_STATE:
                yield from (f"{module}.{each.name}" for each in names)
            case _:
                pass


@pytest.mark.parametrize("source", SOURCES, ids=lambda each: str(each.relative_to(ROOT)))
def test_no_module_draws_what_two_copies_of_a_snapshot_would_draw_alike(source: Path) -> None:
    assert set(_drawn(source)) <= {"random.SystemRandom"}
