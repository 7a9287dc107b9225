"""An agent as a tool of another one."""

from datetime import timedelta

import pytest

from signoff.agent.agent import Agent, agent_at
from signoff.agent.decorator import tool
from signoff.agent.errors import ToolDefinitionError
from signoff.agent.model import OpenAIResponses
from signoff.agent.sub_agents import DEEPEST
from signoff.agent.tool import Tool
from signoff.core.gate import Confirmation, Risk
from signoff.core.journal import Call, RunNow
from signoff.core.keys import Position
from signoff.core.terms import User

MODEL = OpenAIResponses(id="gpt-5.4")


@tool(requires_confirmation=True)
def send_email(to: str) -> str:
    """Send an email."""
    return to


def an_agent(name: str, *tools: Tool) -> Agent:
    return Agent(name=name, model=MODEL, tools=tools)


def calling(agent_tool: Tool) -> Call:
    return Call(
        at=Position(run=1, step=1, index=0),
        call_id="call_1",
        tool=agent_tool.name,
        tool_version=agent_tool.version,
        arguments="{}",
        plan=RunNow(),
    )


def test_an_agent_is_called_with_one_text() -> None:
    mailer = an_agent("Slack Mailer", send_email)

    made = mailer.as_tool()

    assert (made.name, made.agent, made.gate) == ("slack_mailer", mailer, None)
    assert made.description == "Hand a task to Slack Mailer."
    assert next(iter(made.record.fields)).name == "input"
    assert made == mailer.as_tool()


def test_what_the_calling_model_is_told_can_be_said() -> None:
    mailer = Agent(name="Mailer", description="Writes to customers.", model=MODEL)

    assert mailer.as_tool().description == "Writes to customers."
    named = mailer.as_tool(name="post", description="Send something.")
    assert (named.name, named.description) == ("post", "Send something.")


def test_a_call_of_an_agent_may_wait_for_a_person_as_any_other() -> None:
    made = an_agent("Mailer").as_tool(
        requires_confirmation=True,
        editable=["input"],
        quorum=2,
        approvers=["U0ANA", "U0BOB"],
        risk="high",
        summary="Have the mailer do: {input}",
        when=lambda arguments: "all" in arguments["input"],
        remind_after=timedelta(hours=1),
        labels={"approve": "Let it write"},
    )

    assert made.gate == Confirmation(quorum=2, editable=("input",))
    assert made.risk is Risk.HIGH
    assert made.title({"input": "write"}) == "Have the mailer do: write"
    assert made.is_gated_for({"input": "write to all"})
    assert not made.is_gated_for({"input": "write to Bob"})
    assert (made.terms.remind_after_ms, made.terms.yes) == (3_600_000, "Let it write")
    assert made.terms.policy.approvers == (User(id="U0ANA"), User(id="U0BOB"))


def test_terms_without_a_question_are_refused_as_on_any_tool() -> None:
    with pytest.raises(ToolDefinitionError, match="waits for nobody"):
        an_agent("Mailer").as_tool(approvers="U0ANA")


def test_an_agent_among_the_tools_is_told_to_become_one() -> None:
    with pytest.raises(ToolDefinitionError, match=r"it is an agent. Write .as_tool\(\)"):
        Agent(name="Boss", model=MODEL, tools=[an_agent("Mailer", send_email)])  # pyright: ignore[reportArgumentType]


def test_an_agent_below_itself_is_refused_where_it_is_declared() -> None:
    boss = an_agent("Boss", an_agent("Researcher", an_agent("Mailer").as_tool()).as_tool())

    with pytest.raises(ToolDefinitionError, match="'boss', as the agent that it is given to"):
        an_agent("Boss", boss.as_tool())
    with pytest.raises(ToolDefinitionError, match="can't call itself"):
        an_agent("Mailer", boss.as_tool())


def test_agents_stand_below_one_another_only_so_deep() -> None:
    lowest = an_agent("Agent 0", send_email)
    for number in range(1, DEEPEST + 1):
        lowest = an_agent(f"Agent {number}", lowest.as_tool())

    with pytest.raises(ToolDefinitionError, match="11 agents deep"):
        an_agent("One too many", lowest.as_tool())


def test_many_ways_to_the_same_agents_are_looked_at_once() -> None:
    lowest = an_agent("Agent 0", send_email)
    for number in range(1, DEEPEST):
        again = [lowest.as_tool(name=f"way_{way}") for way in range(8)]
        lowest = an_agent(f"Agent {number}", *again)

    assert Agent(name="Top", model=MODEL, tools=[lowest.as_tool()], deny=["send_email"]).rules.deny


def test_an_agent_may_stand_in_two_places_and_its_tools_have_names_that_others_have() -> None:
    mailer = an_agent("Mailer", send_email)
    researcher = an_agent("Researcher", mailer.as_tool(), send_email)

    boss = an_agent("Boss", mailer.as_tool(), researcher.as_tool(), send_email)

    assert [each.name for each in boss.tools] == ["mailer", "researcher", "send_email"]


def test_the_version_of_a_tool_names_its_agent_and_nothing_of_what_that_can_do() -> None:
    mailer, able = an_agent("Mailer"), an_agent("Mailer", send_email)
    other = Agent(name="Mailer", id="another", model=MODEL)

    assert mailer.as_tool().version == able.as_tool().version
    assert mailer.as_tool().version != other.as_tool().version


def test_an_agent_is_found_by_the_calls_that_led_to_it() -> None:
    mailer = an_agent("Mailer", send_email)
    researcher = an_agent("Researcher", mailer.as_tool())
    boss = an_agent("Boss", researcher.as_tool(), send_email)
    first, second = calling(researcher.as_tool()), calling(mailer.as_tool())

    assert agent_at(boss, ()) is boss
    assert agent_at(boss, (first, second)) is mailer
    assert agent_at(boss, (second,)) is None
    assert agent_at(boss, (calling(send_email),)) is None
    changed = calling(researcher.as_tool(requires_confirmation=True))
    assert agent_at(boss, (changed,)) is None


def test_the_function_behind_an_agent_is_never_called() -> None:
    with pytest.raises(NotImplementedError, match="an agent answers this"):
        an_agent("Mailer").as_tool().function("write")
