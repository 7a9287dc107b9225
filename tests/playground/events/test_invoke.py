"""`python -m playground invoke`, as a person calls it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from playground.__main__ import main

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_a_click_finds_the_run_that_it_names() -> None:
    result = CliRunner().invoke(main, ["invoke", "events/click_reject.json", "--source"])

    assert result.exit_code == 0, result.output
    head, answer = result.stdout.splitlines()
    assert head == "slack_interactions click_reject: 200"
    assert json.loads(answer)["statusCode"] == 200


def test_a_build_that_does_not_exist_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["invoke", "events/mention.json", "--build", str(tmp_path)])

    assert result.exit_code == 1
    assert "run `make build` first" in result.stderr


def test_a_file_that_is_no_event_is_named(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("{}")

    result = CliRunner().invoke(main, ["invoke", str(tmp_path / "other.json"), "--source"])

    assert result.exit_code == 1
    assert "none of the events" in result.stderr
