"""An answer that nobody asked for: what `openai` makes when it is first used is made by then.

It looks at the machine by a process of its own, for a header, and builds more on the way.
"""

import json

from httpx2 import MockTransport, Request, Response

from signoff.adapters.openai import OpenAIModel
from signoff.adapters.openai_package import DefaultHttpxClient, OpenAI
from signoff.agent.agent import Agent
from signoff.ports import Clock

_SAID = {
    "type": "response.completed",
    "response": {
        "output": [{"type": "message", "content": [{"type": "output_text", "text": "…"}]}]
    },
}


def rehearse(agent: Agent, clock: Clock) -> None:
    """Have a model answer that lives in this process: nothing is sent."""
    OpenAIModel(_no_key, url=None, clock=clock, client_of=_within).answer(agent, ())


def _no_key(*, again: bool = False) -> str:
    return f"none{again:d}"


def _within(url: str) -> OpenAI:
    transport = DefaultHttpxClient(transport=MockTransport(_answer))
    return OpenAI(api_key=_no_key(), base_url=url, max_retries=0, http_client=transport)


def _answer(_: Request) -> Response:
    stream = f"data: {json.dumps(_SAID)}\n\n"
    return Response(200, headers={"content-type": "text/event-stream"}, text=stream)
