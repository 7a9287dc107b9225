"""Runs in a fresh process: asks the model once, by its client's types or without them.

It prints how much of a processor that took, in milliseconds, once the client was made.
"""

import json
import sys
import time

from openai import OpenAI

MODEL, WISH = "gpt-5.4", "say hello"


def main() -> None:
    """Ask as the first argument says, where the second one says."""
    way, url = sys.argv[1:]
    client = OpenAI(api_key="nobody's", base_url=url)
    client.responses  # noqa: B018 - what is made at the start is no part of a call
    began = time.process_time()
    if way == "post":
        client.post("/responses", body={"model": MODEL, "input": WISH}, cast_to=object)
    else:
        client.responses.create(model=MODEL, input=WISH)
    sys.stdout.write(json.dumps((time.process_time() - began) * 1000))


if __name__ == "__main__":
    main()
