"""`@tool`, as users write it."""

import typing
from datetime import timedelta
from typing import Any

import pytest

from signoff.agent.decorator import tool
from signoff.agent.tool import Tool
from signoff.core.gate import Confirmation, OnInterrupt, Risk


def test_it_may_stand_bare() -> None:
    @tool
    def restart(service: str) -> str:
        """Restart a service."""
        return service

    assert isinstance(restart, Tool)
    assert (restart.name, restart.gate) == ("restart", None)


def test_it_takes_options() -> None:
    @tool(
        name="restart_now",
        description="Restart it.",
        requires_confirmation=True,
        when=lambda arguments: bool(arguments["service"] != "test"),
        expires_in=timedelta(hours=2),
        risk="high",
        summary="Restart {service}",
        idempotent=True,
        on_interrupt="ask",
    )
    def restart(service: str) -> str:
        """Restart a service."""
        return service

    assert (restart.name, restart.description) == ("restart_now", "Restart it.")
    assert (restart.gate, restart.risk) == (Confirmation(), Risk.HIGH)
    assert restart.expires_in == timedelta(hours=2)
    assert restart.title({"service": "api"}) == "Restart api"
    assert (restart.idempotent, restart.on_interrupt) == (True, OnInterrupt.ASK)
    assert restart.is_gated_for({"service": "api"})
    assert not restart.is_gated_for({"service": "test"})


@pytest.mark.parametrize("option", ["reviewers", "deadline"])
def test_an_option_that_nothing_implements_is_refused_by_name(option: str) -> None:
    declare = typing.cast("Any", tool)

    with pytest.raises(TypeError, match=option):
        declare(requires_confirmation=True, **{option: True})
