"""Agents in the spelling that people bring along run with nothing but their imports changed."""

import json
from enum import Enum
from typing import Any, Dict, List, Optional  # noqa: UP035

import pytest

from signoff import Agent, OpenAIResponses, UserFeedbackTools, tool
from signoff.agent.arguments import Prepared
from signoff.agent.calling import call


class SqliteDb:
    """Stands for the store that such an example opens."""


class Priority(Enum):
    LOW = "low"
    HIGH = "high"


@tool(requires_confirmation=True)
def get_top_stories(num_stories: int) -> str:
    """Fetch the top stories."""
    return json.dumps(list(range(num_stories)))


@tool
def search_tickets(query: str) -> List[Dict[str, str]]:  # noqa: UP006
    """List open tickets.

    Args:
        query: What to look for.
    """
    return [{"id": query}]


@tool(requires_user_input=True, user_input_fields=["priority", "component"])
def create_ticket(title: str, priority: Priority, component: Optional[str] = None) -> str:  # noqa: UP045
    """Open a ticket.

    Args:
        title (str): Written by the agent.
        priority (Priority): Chosen by the person.
        component (str, optional): Chosen by the person.
    """
    return f"{title}: {priority.name}, {component}"


@tool(external_execution=True)
def run_shell(command: str) -> str:  # type: ignore[empty-body]
    """Run a command."""


def test_such_an_agent_is_an_agent_here() -> None:
    with pytest.warns(UserWarning, match="template.yaml"):
        agent = Agent(
            name="HN Agent",
            id="hn-agent",
            model=OpenAIResponses(id="gpt-5.4"),
            tools=[get_top_stories, search_tickets, create_ticket, run_shell, UserFeedbackTools()],
            instructions=["You are helpful.", "Ask when in doubt."],
            db=SqliteDb(),
            markdown=True,
        )

    gates = {each.name: each.gate and each.gate.kind for each in agent.tools}
    assert gates == {
        "get_top_stories": "confirmation",
        "search_tickets": None,
        "create_ticket": "user_input",
        "run_shell": "external_execution",
        "ask_user": "user_feedback",
    }


@pytest.mark.parametrize(
    ("a_tool", "raw", "answers", "text"),
    [
        (get_top_stories, '{"num_stories": 2}', {}, "[0, 1]"),
        (search_tickets, '{"query": "T-1"}', {}, '[{"id": "T-1"}]'),
        (
            create_ticket,
            '{"title": "Broken", "priority": "", "component": ""}',
            {"priority": "high"},
            "Broken: HIGH, None",
        ),
    ],
    ids=["confirmed", "ungated", "filled"],
)
def test_such_a_tool_runs_here(a_tool: Any, raw: str, answers: dict[str, str], text: str) -> None:
    ready = a_tool.prepare(raw)

    assert isinstance(ready, Prepared)
    assert call(a_tool, {**ready.arguments, **answers}, idempotency_key="k") == text
