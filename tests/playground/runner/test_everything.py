"""The system with its Slack and its model: what it is told, and a file edited while it runs."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.model import LocalModel, customer_care
from playground.runner.everything import Everything
from playground.runner.given import ModelAddress, parameters
from playground.runner.system import Timing
from playground.slack.records import Installation
from tests.playground.runner.stage import Lines

ROOT = Path(__file__).parents[3]
BELL = '''
@tool
def ring_bell(times: int) -> str:
    """Ring the bell.

    Args:
        times: How often.
    """
    return f"Rang {times} times."


agent = Agent('''


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "template.yaml", tmp_path)
    shutil.copytree(
        ROOT / "functions", tmp_path / "functions", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "layers").symlink_to(ROOT / "layers")
    return tmp_path


@pytest.fixture
def everything(project: Path) -> Iterator[Everything]:
    with Everything(
        project / "template.yaml",
        model=LocalModel(script=customer_care),
        tell=Lines().tell,
        timing=Timing(schedule_seconds=0),
    ) as everything:
        yield everything


def replies(everything: Everything, thread_ts: str) -> list[str]:
    everything.system.settle(60)
    return [m.text for m in everything.slack.messages("C0OPS", thread_ts) if m.user == "U0BOT"]


def test_an_edited_agent_has_its_new_tool_and_a_paused_run_goes_on(
    everything: Everything, project: Path
) -> None:
    slack = everything.slack
    paused = slack.mention("U0ANA", "C0OPS", "email bob@example.com")
    (card,) = replies(everything, paused)
    agent = project / "functions" / "turn_worker" / "agent.py"
    text = agent.read_text().replace("\nagent = Agent(", BELL)

    agent.write_text(text.replace("tools=[", "tools=[ring_bell, "))
    rung = slack.mention("U0ANA", "C0OPS", "ring bell")
    (answer,) = replies(everything, rung)
    on = next(m for m in slack.messages("C0OPS", paused) if m.text == card)
    slack.click("U0BOB", "C0OPS", on.ts, "approve")
    sent = replies(everything, paused)[-1]

    assert "Rang 1 times." in answer
    assert "sent to bob@example.com" in sent


def test_a_real_model_is_told_to_the_template() -> None:
    real = ModelAddress(url="", key="sk-real")

    told = given(real)

    assert (told["OpenAIApiKey"], told["OpenAIBaseUrl"]) == ("sk-real", "")
    assert real.shown == "https://api.openai.com/v1"


def test_a_model_elsewhere_is_told_with_its_address() -> None:
    elsewhere = ModelAddress(url="https://models.example.com/v1", key="k")

    assert given(elsewhere)["OpenAIBaseUrl"] == elsewhere.shown == "https://models.example.com/v1"


def given(model: ModelAddress) -> dict[str, str]:
    return parameters(
        slack_url="http://127.0.0.1:1/api/",
        aws_url="http://127.0.0.1:2",
        api_url="http://127.0.0.1:3",
        model=model,
        app=Installation(),
    )
