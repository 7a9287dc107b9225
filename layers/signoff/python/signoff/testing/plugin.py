"""Fixtures for the tests of an agent: `-p signoff.testing.plugin`, or `pytest_plugins` in conftest.

A test that takes `thread` needs a fixture `agent`, which gives the agent of its agent.py.
"""

import pytest

from signoff.agent.agent import Agent
from signoff.testing.clock import ManualClock
from signoff.testing.model import ScriptedModel
from signoff.testing.slack_thread import SlackThread


@pytest.fixture
def agent() -> Agent:
    """Have a test say which agent it is about."""
    raise pytest.UsageError(
        "Say which agent is tested. In conftest.py:\n\n"
        "    @pytest.fixture\n"
        "    def agent():\n"
        "        from agent import agent\n"
        "        return agent\n"
    )


@pytest.fixture
def clock() -> ManualClock:
    """Give time that stands still until the test moves it."""
    return ManualClock()


@pytest.fixture
def model() -> ScriptedModel:
    """Give a model that follows the script that the test writes: `model.script(…)`."""
    return ScriptedModel()


@pytest.fixture
def thread(agent: Agent, model: ScriptedModel, clock: ManualClock) -> SlackThread:
    """Give an empty thread of the agent."""
    return SlackThread(agent, model=model, clock=clock)
