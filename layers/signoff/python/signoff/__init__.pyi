from signoff.agent.agent import Agent as Agent
from signoff.agent.annotations import Email as Email
from signoff.agent.annotations import Format as Format
from signoff.agent.annotations import Length as Length
from signoff.agent.annotations import Range as Range
from signoff.agent.annotations import SlackChannel as SlackChannel
from signoff.agent.annotations import SlackUser as SlackUser
from signoff.agent.annotations import Url as Url
from signoff.agent.decorator import tool as tool
from signoff.agent.errors import ToolDefinitionError as ToolDefinitionError
from signoff.agent.feedback import UserFeedbackTools as UserFeedbackTools
from signoff.agent.files import File as File
from signoff.agent.files import ToolResult as ToolResult
from signoff.agent.model import OpenAIResponses as OpenAIResponses
from signoff.agent.rules import Rule as Rule
from signoff.agent.tool import Tool as Tool
from signoff.agent.toolkit import Toolkit as Toolkit
from signoff.agent.when import CallContext as CallContext

__all__ = [
    "Agent",
    "CallContext",
    "Email",
    "File",
    "Format",
    "Length",
    "OpenAIResponses",
    "Range",
    "Rule",
    "SlackChannel",
    "SlackUser",
    "Tool",
    "ToolDefinitionError",
    "ToolResult",
    "Toolkit",
    "Url",
    "UserFeedbackTools",
    "tool",
]
