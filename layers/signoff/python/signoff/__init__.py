"""Human-in-the-loop agents for Slack: what a user's agent.py imports."""

from signoff.agent.agent import Agent
from signoff.agent.annotations import Email, Format, Length, Range, Url
from signoff.agent.decorator import tool
from signoff.agent.errors import ToolDefinitionError
from signoff.agent.feedback import UserFeedbackTools
from signoff.agent.model import OpenAIResponses
from signoff.agent.tool import Tool
from signoff.agent.toolkit import Toolkit

__all__ = [
    "Agent",
    "Email",
    "Format",
    "Length",
    "OpenAIResponses",
    "Range",
    "Tool",
    "ToolDefinitionError",
    "Toolkit",
    "Url",
    "UserFeedbackTools",
    "tool",
]
