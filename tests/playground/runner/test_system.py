"""The fixture stack, running as template.yaml's functions do."""

import json
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from playground.runner.aws import Clients
from playground.runner.outcome import Exited, Raised, Returned, TimedOut
from playground.runner.system import BrokenFunctionError, System, Timing

from typing import Any as Lines


def post(system: System, body: str, content_type: str = "text/plain") -> httpx.Response:
    return httpx.post(
        f"{system.url}/door", content=body, headers={"content-type": content_type}, timeout=10
    )


def ask(system: System, body: str) -> Any:
    outcome = system.function("door").invoke({"body": body})
    assert isinstance(outcome, Returned)
    return json.loads(outcome.payload)


def test_everything(system: System, lines: Lines, folder: Path) -> None:
    answer = post(system, "hello")
    assert (answer.status_code, answer.text) == (200, "ok")
    lines.wait_for('"words": "hello"')
    first, second = ask(system, "echo:"), ask(system, "echo:")
    assert first["pid"] == second["pid"]
    print(ask(system, "environment:"))
    post(system, "queue:work")
    lines.wait_for("shared one work")
    system.settle()
    print(lines.said)
    print(system.tick())
    print(system.function("door").invoke({"body": "exit:3"}))
    print(system.function("door").invoke({"body": "raise:x"}))
    print(system.function("door").invoke({"body": "sleep:3"}))
    print(system.function("door").invoke({"body": "large:7000000"}))
    print(ask(system, "deadline:"))
