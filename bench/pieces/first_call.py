"""Runs under the runtime's Python: how long the first streamed call of a client takes."""

import sys
import time
from collections.abc import Iterable

from openai import OpenAI, Stream

URL, WAY = sys.argv[1:]
CLIENT = OpenAI(api_key="sk-bench", base_url=f"{URL}/v1", max_retries=0)
RESPONSES = CLIENT.responses
ASKED = {"model": "gpt-5.4", "input": [{"role": "user", "content": "say hello"}], "stream": True}


def stream() -> Iterable[object]:
    """Ask one way or the other."""
    if WAY == "typed":
        return RESPONSES.create(model="gpt-5.4", input="say hello", stream=True)
    return CLIENT.post(
        "/responses", cast_to=object, body=ASKED, stream=True, stream_cls=Stream[object]
    )


BEGAN = time.monotonic()
EVENTS = sum(1 for _ in stream())
sys.stdout.write(f"{(time.monotonic() - BEGAN) * 1000 if EVENTS else 'nothing came'}")
