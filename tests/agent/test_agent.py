"""An agent, as users declare it."""

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import signoff
from signoff.agent.agent import LEFTOVER_DB, Agent
from signoff.agent.decorator import tool
from signoff.agent.errors import ToolDefinitionError
from signoff.agent.model import OpenAIResponses

MODEL = OpenAIResponses(id="gpt-5.4")


@tool(requires_confirmation=True)
def send_email(to: str) -> str:
    """Send an email."""
    return to


def test_an_agent_has_a_name_a_model_and_tools() -> None:
    agent = Agent(name="Ops Helper!", model=MODEL, tools=[send_email])

    assert (agent.name, agent.id, agent.model) == ("Ops Helper!", "ops-helper", MODEL)
    assert agent.tools == (send_email,)
    assert agent.tool("send_email") is send_email
    assert agent.tool("send_letter") is None


def test_a_model_alone_is_an_agent() -> None:
    agent = Agent(model=MODEL)

    assert (agent.name, agent.tools, agent.system_text) == ("Assistant", (), "")


def test_a_name_of_signs_only_still_has_an_id() -> None:
    assert Agent(name="!?", model=MODEL).id == "agent"
    assert Agent(name="!?", id="mine", model=MODEL).id == "mine"


def test_instructions_are_a_text_or_lines() -> None:
    one = Agent(model=MODEL, instructions="Be brief.")
    more = Agent(model=MODEL, description="You help.", instructions=["Be brief.", "Be kind."])

    assert one.system_text == "Be brief."
    assert more.system_text == "You help.\n\nBe brief.\nBe kind."


def test_an_agent_does_not_change() -> None:
    agent = Agent(model=MODEL)

    with pytest.raises(dataclasses.FrozenInstanceError):
        agent.name = "x"  # type: ignore[misc]
    assert dataclasses.replace(agent, name="Other").name == "Other"


def test_a_leftover_db_gets_one_line_that_points_to_the_template(tmp_path: Path) -> None:
    lines = ["from signoff import *", "agent = Agent(model=OpenAIResponses(), db=object())"]
    (tmp_path / "agent.py").write_text("\n".join(lines))
    package = Path(signoff.__file__).parent.parent

    ran = subprocess.run(
        [sys.executable, "-c", "import agent"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(package)},
        text=True,
    )

    assert ran.stderr == f"agent:2: UserWarning: {LEFTOVER_DB}\n"
    assert "template.yaml" in LEFTOVER_DB


def test_a_leftover_db_is_a_warning() -> None:
    with pytest.warns(UserWarning, match="template.yaml") as told:
        Agent(model=MODEL, db=object())

    assert [str(each.message) for each in told] == [LEFTOVER_DB]
    assert told[0].filename == __name__


def test_what_is_true_anyway_may_be_said() -> None:
    agent = Agent(
        model=MODEL,
        markdown=True,
        add_history_to_context=True,
        telemetry=False,
        debug_mode=False,
    )

    assert agent == Agent(model=MODEL)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"markdown": False}, r"Agent\(markdown=\.\.\.\) can't be changed: replies are always"),
        ({"add_history_to_context": False}, "the model always sees the thread"),
        ({"telemetry": True}, "nothing is ever sent"),
        ({"debug_mode": True}, "set LogLevel in template.yaml"),
        ({"knowledge": 3}, "knowledge"),
    ],
    ids=str,
)
def test_what_can_not_be_had_is_refused_by_name(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(TypeError, match=reason):
        Agent(model=MODEL, **options)


@pytest.mark.parametrize(
    ("options", "reason"),
    [({"name": " "}, "An agent needs a name"), ({"max_steps": 0}, "max_steps must be at least 1")],
    ids=str,
)
def test_an_agent_that_could_do_nothing_is_refused(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Agent(model=MODEL, **options)


def test_a_model_by_its_name_alone_is_refused() -> None:
    name: Any = "gpt-5.4"

    with pytest.raises(TypeError, match=r"model must be an OpenAIResponses"):
        Agent(model=name)


def test_two_tools_of_one_name_are_refused() -> None:
    with pytest.raises(ToolDefinitionError, match="two tools have this name"):
        Agent(model=MODEL, tools=[send_email, send_email])


def test_what_the_model_is_told_of_people_is_one_of_two_words() -> None:
    assert Agent(model=MODEL).people == "names"
    assert Agent(model=MODEL, people="names_and_zones").people == "names_and_zones"
    wrong: Any = "everything"
    with pytest.raises(ValueError, match='"names" or "names_and_zones", not \'everything\''):
        Agent(model=MODEL, people=wrong)


def test_the_apps_that_are_heard_are_ids_each_once() -> None:
    bots = ["U0DEPLOY", "B0DEPLOY", "A0DEPLOY", "U0DEPLOY"]

    assert Agent(model=MODEL, bots=bots).bots == ("U0DEPLOY", "B0DEPLOY", "A0DEPLOY")


@pytest.mark.parametrize(
    ("bots", "error"),
    [
        ("U0DEPLOY", TypeError),
        (5, TypeError),
        ([5], TypeError),
        (["deploybot"], ValueError),
        (["C0OPS"], ValueError),
        (["<@U0DEPLOY>"], ValueError),
    ],
    ids=range(6),
)
def test_what_is_no_list_of_ids_of_apps_is_refused_at_import(
    bots: Any, error: type[Exception]
) -> None:
    with pytest.raises(error, match="bots="):
        Agent(model=MODEL, bots=bots)
