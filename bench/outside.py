"""The way to the world: start it, ask what it was asked, and alter it."""

import http.client
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from bench.world.ledger import Asked
from bench.world.wire import HOST

ROOT = Path(__file__).parent.parent


class Outside:
    """AWS, Slack and a model in a process of their own, from `with` to its end."""

    def __init__(self) -> None:
        """Start the process."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.world"],
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT}:{ROOT / 'layers/signoff/python'}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if self._process.stdout is None:
            raise RuntimeError("the world says nothing")
        self._port = int(self._process.stdout.readline())
        self._connection = http.client.HTTPConnection(HOST, self._port)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._process.communicate()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{HOST}:{self._port}"

    def delays(self, *, slack_s: float = 0.0, model_s: float = 0.0) -> None:
        """Have Slack and the model take their time."""
        self._ask("delays", {"slack": slack_s, "model": model_s})

    def taken(self) -> list[Asked]:
        """Give what it was asked since the last time."""
        return [Asked(**each) for each in self._ask("taken")]

    def messages(self) -> list[str]:
        """Take what is in the queue."""
        return [str(each) for each in self._ask("messages")]

    def posted(self) -> list[dict[str, Any]]:
        """Give the messages with blocks since the last time."""
        return list(self._ask("posted"))

    def stored_bytes(self) -> int:
        """Give the size of all rows."""
        return int(self._ask("bytes"))

    def load(self, told: dict[str, Any]) -> None:
        """Have the rows and bodies that were made elsewhere."""
        self._ask("load", told)

    def keep(self) -> None:
        """Remember the rows as they are."""
        self._ask("keep")

    def restore(self) -> None:
        """Have the rows as they were remembered."""
        self._ask("restore")

    def clear(self) -> None:
        """Have no rows."""
        self._ask("clear")

    def _ask(self, what: str, given: Any = None) -> Any:
        self._connection.request("POST", f"/control/{what}", body=json.dumps(given or {}))
        return json.loads(self._connection.getresponse().read())
