"""One call of a tool."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import PurePosixPath
from typing import Any

import pytest

from signoff.agent.calling import DONE, call, text_of
from signoff.agent.declaration import Declaration, define
from signoff.agent.errors import ArgumentsError
from signoff.agent.tool import Tool


class Env(Enum):
    PROD = "prod"


@dataclass
class Ticket:
    id: int
    env: Env
    kids: "list[Ticket]" = field(default_factory=list)


class Stubborn:
    def __str__(self) -> str:
        raise RuntimeError("no text")


def a_tool(function: Callable[..., object]) -> Tool:
    return define(function, Declaration())


def test_the_tool_receives_typed_values() -> None:
    received: list[object] = []

    def deploy(env: Env, day: date, share: int = 5) -> None:
        """Deploy it."""
        received.extend([env, day, share])

    text = call(
        a_tool(deploy), {"env": "prod", "day": "2026-11-20", "share": 7}, idempotency_key="k"
    )

    assert received == [Env.PROD, date(2026, 11, 20), 7]
    assert text == DONE


def test_a_tool_that_wants_the_key_gets_it() -> None:
    def pay(amount: int, idempotency_key: str) -> str:
        """Pay."""
        return f"{amount} {idempotency_key}"

    assert call(a_tool(pay), {"amount": 3}, idempotency_key="run-1.2") == "3 run-1.2"


def test_arguments_that_do_not_fit_start_nothing() -> None:
    started: list[str] = []

    def pay(amount: int) -> None:
        """Pay."""
        started.append(str(amount))

    with pytest.raises(ArgumentsError) as refusal:
        call(a_tool(pay), {"amount": "3", "to": "x"}, idempotency_key="k")

    assert str(refusal.value) == (
        "pay was not started: amount must be a whole number; to is not known here."
    )
    assert (refusal.value.tool, len(refusal.value.problems)) == ("pay", 2)
    assert started == []


def test_what_the_tool_raises_comes_through() -> None:
    def pay() -> None:
        """Pay."""
        raise ConnectionError("the bank is closed")

    with pytest.raises(ConnectionError, match="the bank is closed"):
        call(a_tool(pay), {}, idempotency_key="k")


def test_an_awaitable_is_no_result() -> None:
    class Later:
        def __await__(self) -> Any:
            yield

    def pay() -> Later:
        """Pay."""
        return Later()

    with pytest.raises(TypeError, match="pay gave an awaitable: it ran nothing"):
        call(a_tool(pay), {}, idempotency_key="k")


@pytest.mark.parametrize(
    ("result", "text"),
    [
        ("as it is\n", "as it is\n"),
        ("", ""),
        (None, "Done."),
        (3, "3"),
        (True, "true"),
        ({"ö": [1, None]}, '{"ö": [1, null]}'),
        ([Ticket(id=1, env=Env.PROD)], '[{"id": 1, "env": "prod", "kids": []}]'),
        (Env.PROD, "prod"),
        (date(2026, 11, 20), "2026-11-20"),
        (PurePosixPath("/srv/x"), "/srv/x"),
        (Stubborn(), "Done. The result, a Stubborn, can't be written as text."),
    ],
)
def test_the_model_reads_the_result_as_text(result: object, text: str) -> None:
    assert text_of(result) == text


def test_a_result_that_holds_itself_does_not_undo_the_call() -> None:
    ticket = Ticket(id=1, env=Env.PROD)
    ticket.kids.append(ticket)

    assert text_of(ticket) == "Done. The result, a Ticket, can't be written as text."
