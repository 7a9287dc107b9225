"""A predicate decides whether a call waits: on its arguments, or on who asks where as well."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from signoff import CallContext, Tool, ToolDefinitionError, tool

HERE = CallContext(user="U0ANA", joined=("U0BOB",), channel="C0OPS")
ARGUMENTS = {"service": "api"}


def _tool(when: Any) -> Tool:
    @tool(requires_confirmation=True, when=when)
    def restart(service: str) -> str:
        """Restart a service."""
        return service

    return restart


class OnCall:
    def __call__(self, arguments: Mapping[str, Any], context: CallContext) -> bool:
        return arguments != ARGUMENTS or context.user != "U0ANA"


@pytest.mark.parametrize(
    "when",
    [
        lambda _, context: context.user != "U0ANA",
        lambda _, context: context.channel != "C0OPS",
        lambda _, context: context.joined != ("U0BOB",),
        lambda _, context, most=3: len(context.joined) > most,
        OnCall(),
    ],
    ids=["user", "channel", "joined", "with a default", "an object"],
)
def test_with_two_parameters_it_knows_who_asks_and_where(when: Callable[..., bool]) -> None:
    restart = _tool(when)

    assert not restart.is_gated_for(ARGUMENTS, HERE)


def test_where_nobody_says_who_asks_it_asks_of_nobody_nowhere() -> None:
    seen: list[CallContext] = []

    def remembers(_: Mapping[str, Any], context: CallContext) -> bool:
        seen.append(context)
        return True

    _tool(remembers).is_gated_for(ARGUMENTS)

    assert seen == [CallContext(user="", joined=(), channel="")]


@pytest.mark.parametrize(
    "when",
    [
        lambda arguments: arguments["service"] != "api",
        lambda arguments, other="api": arguments["service"] != other,
        lambda *given: given != (ARGUMENTS,),
    ],
    ids=["one", "with a default", "any number"],
)
def test_with_one_that_it_needs_it_gets_the_arguments_alone(when: Callable[..., bool]) -> None:
    restart = _tool(when)

    assert not restart.is_gated_for(ARGUMENTS, HERE)


def test_one_that_does_not_say_what_it_takes_gets_the_arguments() -> None:
    restart = _tool(bool)

    assert restart.is_gated_for(ARGUMENTS, HERE)


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("always", "its when= is no function"),
        (lambda: True, "does not take one call's arguments and context"),
        (lambda a, b, c: a == b == c, "does not take one call's arguments and context"),
    ],
    ids=["no function", "takes nothing", "takes three"],
)
def test_what_could_never_be_asked_is_refused(when: Any, reason: str) -> None:
    with pytest.raises(ToolDefinitionError) as refused:
        _tool(when)

    assert refused.value.tool == "restart"
    assert reason in str(refused.value)
    assert "when=lambda arguments, context" in str(refused.value)
