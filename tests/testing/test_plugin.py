"""The plugin, as a project of its own uses it: nothing of ours but the package is there."""

import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "layers/signoff/python"

CONFTEST = """
import pytest
from signoff import Agent, OpenAIResponses, tool

pytest_plugins = ["signoff.testing.plugin"]

@tool(requires_confirmation=True)
def ship(order: str) -> str:
    return f"{order} is shipped."

@pytest.fixture
def agent():
    return Agent(name="Shop", model=OpenAIResponses(), tools=[ship])
"""
NO_AGENT = 'pytest_plugins = ["signoff.testing.plugin"]\n'
EXAMPLE = """
import sys
from signoff.testing import call, say

def test_it(thread, clock):
    thread.model.script(call("ship", order="7"), say("Done."))
    thread.say("Ship 7")
    clock.advance(hours=1)
    thread.card.approve(by="U0BOB")
    assert thread.tools_ran == ("ship",)
    loaded = {"boto3", "botocore", "moto", "openai", "pydantic", "slack_sdk", "urllib3"}
    assert not loaded & set(sys.modules)
"""


def ran(folder: Path, *, conftest: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(conftest)
    (folder / "test_it.py").write_text(EXAMPLE)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", "."]
    environment = {"PYTHONPATH": str(PACKAGE), "HOME": str(folder)}
    return subprocess.run(
        [*command, "-p", "no:xdist"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_agent_is_tested_without_aws_slack_or_a_model(tmp_path: Path) -> None:
    done = ran(tmp_path, conftest=CONFTEST)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


def test_whoever_names_no_agent_is_told_how_to(tmp_path: Path) -> None:
    done = ran(tmp_path, conftest=NO_AGENT)

    assert done.returncode != 0
    assert "Say which agent is tested" in done.stdout
    assert "def agent():" in done.stdout
