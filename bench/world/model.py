"""A model that asks for one e-mail, and is content once it is told what came of it."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.world.wire import Request, Response
from playground.model.replies import Answer, Call, Text
from playground.model.request import ModelRequest, parse
from playground.model.responses import Ids, response_object
from playground.model.stream import as_sse, events

ARGUMENTS: Mapping[str, str] = {
    "to": "bob@example.com",
    "subject": "Order 8841",
    "body": "It is on its way.",
}
DONE = "Done: the e-mail is sent."
TALK = "say"
"""How a message begins that is answered in words."""


@dataclass(slots=True)
class Model:
    """Answers after a while, all at once."""

    delay_s: float = 0.0
    ids: Ids = field(default_factory=Ids)

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        asked = parse(request.body, request.headers)
        response = response_object(said(asked), asked, ids=self.ids, now=time.time())
        if not asked.is_streaming:
            return Response(body=json.dumps(response).encode(), delay_s=self.delay_s)
        body = b"".join(map(as_sse, events(response)))
        return Response(body=body, kind="text/event-stream", delay_s=self.delay_s)


def said(asked: ModelRequest) -> Answer:
    """Give words after an outcome or small talk, and a call of the tool otherwise."""
    last = asked.input[-1] if asked.input else {}
    if last.get("type") == "function_call_output":
        return Answer(items=(Text(text=DONE),), thought=None)
    if asked.last_user_text.startswith(TALK):
        return Answer(items=(Text(text=f"I heard: {asked.last_user_text}"),), thought=None)
    return Answer(items=(Call(name="send_email", arguments=dict(ARGUMENTS)),), thought=None)
