"""The files in events/: what the system itself makes, signed, and each with its stated status."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner

from playground.__main__ import main
from playground.events.container import variables
from playground.events.recording import record
from playground.events.rehearsal import Rehearsal
from playground.events.signing import is_signed, signed, unsigned
from playground.events.steps import STEPS, Step, step_of
from playground.runner.cloudformation import TemplateError
from playground.runner.given import SIGNING_SECRET
from playground.runner.outcome import Returned
from playground.slack.clock import SystemClock

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "events"
NOW = SystemClock().now


def quiet(_function: str, _line: str) -> None:
    """Keep what functions print to itself."""


def stored(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())


@pytest.fixture(scope="module")
def paused() -> Iterator[Rehearsal]:
    with Rehearsal(ROOT / "template.yaml", tell=quiet) as rehearsal:
        rehearsal.pause()
        yield rehearsal


def test_the_files_are_what_the_system_makes() -> None:
    with Rehearsal(ROOT / "template.yaml", tell=quiet) as rehearsal:
        recorded = record(rehearsal)

    for step in STEPS:
        assert unsigned(stored(step.name)) == recorded[step.name], (
            f"events/{step.name}.json is out of date: run `python -m playground events --record`"
        )


def test_the_variables_for_a_container_are_those_of_the_template() -> None:
    assert stored("env") == variables(ROOT / "template.yaml")


@pytest.mark.parametrize("step", [each for each in STEPS if each.name != "click_reject"])
def test_each_file_is_answered_as_stated(paused: Rehearsal, step: Step) -> None:
    event = stored(step.name)
    fresh = signed(event, secret=SIGNING_SECRET, now=NOW()) if is_signed(event) else event

    outcome = paused.invoke(step.function, fresh)

    assert isinstance(outcome, Returned), outcome
    answer = json.loads(outcome.payload) or {}
    assert answer.get("statusCode") == step.status
    assert not answer.get("batchItemFailures")


@pytest.mark.parametrize(
    ("name", "word"),
    [("click_approve", "Approved"), ("submit_form", "Answered"), ("submit_modal", "Answered")],
)
def test_each_click_decides_what_it_names(paused: Rehearsal, name: str, word: str) -> None:
    event = stored(name)
    paused.invoke("slack_interactions", signed(event, secret=SIGNING_SECRET, now=NOW()))

    assert any(word in card.text for card in paused.cards()), [c.text for c in paused.cards()]


def test_a_stale_signature_is_refused(paused: Rehearsal) -> None:
    event = signed(stored("mention"), secret=SIGNING_SECRET, now=NOW() - 301)

    outcome = paused.invoke("slack_events", event)

    assert isinstance(outcome, Returned)
    assert json.loads(outcome.payload)["statusCode"] == 401


def test_signing_again_changes_nothing_else(tmp_path: Path) -> None:
    for step in STEPS:
        (tmp_path / f"{step.name}.json").write_text(json.dumps(stored(step.name)))

    result = CliRunner().invoke(main, ["events", "--folder", str(tmp_path)])

    assert result.exit_code == 0, result.output
    for step in STEPS:
        again = json.loads((tmp_path / f"{step.name}.json").read_text())
        assert unsigned(again) == unsigned(stored(step.name))
        if is_signed(again):
            assert int(again["headers"]["x-slack-request-timestamp"]) > NOW() - 60


def test_a_missing_file_is_named_in_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["events", "--folder", str(tmp_path)])

    assert result.exit_code == 1
    assert "url_verification.json does not exist" in result.stderr


def test_every_click_names_a_run_of_the_same_thread() -> None:
    for name in ("click_approve", "click_reject", "submit_form"):
        body = base64.b64decode(stored(name)["body"]).decode()
        payload = json.loads(parse_qs(body)["payload"][0])

        address = payload["actions"][0]["value"]
        assert ".C0OPS.1795096800.000100.1.1." in address
        assert len(address) <= 75


def test_a_file_is_found_by_its_name() -> None:
    assert step_of(Path("events/mention.json")).function == "slack_events"
    with pytest.raises(TemplateError, match="none of the events"):
        step_of(Path("events/env.json"))


def test_the_readme_tells_of_each_file_and_its_answer() -> None:
    told = (FOLDER / "README.md").read_text()

    for step in STEPS:
        answer = str(step.status) if step.status else ""
        row = next(line for line in told.splitlines() if f"`{step.name}.json`" in line)
        assert f"`{step.function}` | {answer}" in row
        assert row.endswith(f"| {step.says} |")
