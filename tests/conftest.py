"""The plugin that agents are tested with, and the agent that this project ships."""

import pytest

from agent import agent as shipped
from signoff import Agent

pytest_plugins = ["signoff.testing.plugin"]


@pytest.fixture
def agent() -> Agent:
    """Give the agent of functions/turn_worker/agent.py."""
    return shipped
