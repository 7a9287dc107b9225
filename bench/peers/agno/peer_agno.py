# pyright: basic
"""agno's Slack interface with one tool that is confirmed, on Lambda by Mangum."""

import functools
import os
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

_URL = os.environ["AWS_ENDPOINT_URL"]

for _client in (WebClient, AsyncWebClient):
    # agno has no option for Slack's address.
    _client.__init__ = functools.partialmethod(_client.__init__, base_url=f"{_URL}/agno/api/")

from agno.agent import Agent  # noqa: E402
from agno.db.in_memory import InMemoryDb  # noqa: E402
from agno.models.openai import OpenAIResponses  # noqa: E402
from agno.os import AgentOS  # noqa: E402
from agno.os.interfaces.slack import Slack  # noqa: E402
from agno.tools import tool  # noqa: E402
from mangum import Mangum  # noqa: E402


@tool(requires_confirmation=True)
def send_email(to: str, subject: str, body: str) -> str:
    """Send an e-mail to a customer."""
    return f"{subject}: {len(body)} characters to {to}"


AGENT = Agent(
    name="Signoff",
    model=OpenAIResponses(id="gpt-5.4", base_url=f"{_URL}/v1", api_key="sk-bench"),
    tools=[send_email],
    db=InMemoryDb(),
    telemetry=False,
)
SLACK = Slack(
    agent=AGENT,
    token="xoxb-bench",  # noqa: S106 - a token of nobody
    signing_secret=os.environ["BENCH_SIGNING_SECRET"],
)
APP = AgentOS(agents=[AGENT], interfaces=[SLACK], telemetry=False).get_app()
HANDLER = Mangum(APP, lifespan="off")


def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """Answer a request of Slack's: once the run is over, since Mangum waits for it."""
    return HANDLER(event, context)
