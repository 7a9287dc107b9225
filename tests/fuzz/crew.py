"""The processes that fuzz: each takes every n-th case, and what they tell comes together here."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from queue import SimpleQueue
from threading import Thread
from typing import Any

from tests.fuzz.shapes import APP, ROOT, TEAM

_NOBODY = "http://127.0.0.1:9"
"""Where nobody listens: no case reaches any network but this machine's own, and nothing there."""

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "x",
    "AWS_SECRET_ACCESS_KEY": "x",
    "AWS_DEFAULT_REGION": "us-east-1",
    "SIGNOFF_STACK": "signoff",
    "SIGNOFF_TABLE": "table",
    "SIGNOFF_BUCKET": "bucket",
    "SIGNOFF_QUEUE_URL": f"{_NOBODY}/queue",
    "SIGNING_SECRET_ARN": "signing",
    "BOT_TOKEN_ARN": "token",
    "SLACK_APP_ID": APP,
    "SLACK_TEAM_ID": TEAM,
    "SLACK_API_URL": f"{_NOBODY}/api/",
    "PYTHONPATH": ":".join(
        str(ROOT / path)
        for path in (
            ".",
            "layers/signoff/python",
            "functions/slack_events",
            "functions/slack_interactions",
        )
    ),
}


class LostError(Exception):
    """A process of the crew ended before its work did; the message is what it said last."""


def told(shares: Sequence[Mapping[str, range]], *, seed: int) -> Iterator[dict[str, Any]]:
    """Start a process for each share of the cases, and give what they tell as they tell it.

    Raises:
        LostError: One of them ended early.
    """
    lines: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
    crew = [_started(share, seed) for share in shares]
    for each in crew:
        Thread(target=_listen, args=(each, lines), daemon=True).start()
    try:
        left = len(crew)
        while left:
            line = lines.get()
            left -= line is None
            if line is not None:
                yield line
    finally:
        for each in crew:
            each.terminate()
    for each in crew:
        if each.wait() != 0:
            raise LostError(f"a process ended with {each.returncode}")


def _started(share: Mapping[str, range], seed: int) -> subprocess.Popen[str]:
    given = [
        f"--share={name}:{numbers.start}:{numbers.stop}:{numbers.step}"
        for name, numbers in share.items()
    ]
    command = [sys.executable, "-m", "tests.fuzz.worker", f"--seed={seed}", *given]
    return subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)


def _listen(process: subprocess.Popen[str], lines: "SimpleQueue[dict[str, Any] | None]") -> None:
    for line in process.stdout or ():
        lines.put(json.loads(line))
    process.wait()
    lines.put(None)
