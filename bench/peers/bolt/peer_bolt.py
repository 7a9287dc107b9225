# pyright: basic
"""slack_bolt as its documentation has it on Lambda: acknowledged at once, worked on lazily."""

import os
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.aws_lambda import SlackRequestHandler
from slack_sdk import WebClient

APP = App(
    client=WebClient(
        token="xoxb-bench",  # noqa: S106 - a token of nobody
        base_url=f"{os.environ['AWS_ENDPOINT_URL']}/bolt/api/",
    ),
    signing_secret=os.environ["BENCH_SIGNING_SECRET"],
    process_before_response=True,
)


def _acknowledge(ack: Any) -> None:
    ack()


def _work(event: Any) -> None:
    """Do nothing: what is measured is over before this begins."""


APP.event("app_mention")(ack=_acknowledge, lazy=[_work])
HANDLER = SlackRequestHandler(APP)


class _Context:
    """Bolt invokes its own function by this name."""

    aws_request_id = "bench"
    function_name = "bench"
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:bench"


def lambda_handler(event: dict[str, Any], _: object) -> Any:
    """Answer a request of Slack's."""
    return HANDLER.handle(event, _Context())
