"""A request that waits in a running stack, and commands about it."""

from collections.abc import Callable
from typing import Any

import pytest

from signoff.core.audit import AuditEntry, Fact
from signoff.core.codec import from_item
from tests.cli.conftest import Ask, Run
from tests.scenarios.stage import EMAIL, Stage

Decide = Callable[..., Any]
PLACE = "1.1.0"


def named(stage: Stage) -> str:
    thread = stage.thread
    return f"{thread.team}/{thread.channel}/{thread.thread_ts}"


def facts(stage: Stage) -> list[Fact]:
    """What the audit of the thread tells."""
    entries = [from_item(AuditEntry, row) for row in stage.rows("AUD#")]
    return [fact for entry in entries for fact in entry.facts]


@pytest.fixture
def waiting(stage: Stage) -> Stage:
    """An e-mail that waits for a person."""
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    return stage


@pytest.fixture
def shown(stage: Stage, ask: Ask) -> Callable[[], Any]:
    """Shows the request of this thread."""
    return lambda: ask("pending", "show", named(stage), PLACE)


@pytest.fixture
def decide(stage: Stage, ask: Ask) -> Decide:
    """Decides it, and gives the answer."""
    return lambda verb, *words, by="U0BOB", status=0: ask(
        "pending", "decide", named(stage), PLACE, verb, "--as", by, *words, status=status
    )


@pytest.fixture
def say_decide(stage: Stage, signoff: Run) -> Run:
    """Decides it as a person reads it."""
    return lambda *words: signoff("pending", "decide", named(stage), PLACE, *words)
