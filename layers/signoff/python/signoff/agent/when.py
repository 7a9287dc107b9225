"""When a call waits for a person: a predicate on its arguments, and on who asks for it where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Any, TypeAlias, cast

from signoff.agent.spot import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContext:
    """Who asks for a call, and where.

    Attributes:
        user: Who opened the run, by Slack id.
        joined: Who else was heard in it by then, by Slack id.
        channel: The channel of the thread, by Slack id.
    """

    user: str = ""
    joined: tuple[str, ...] = ()
    channel: str = ""


_OnArguments: TypeAlias = Callable[[Mapping[str, Any]], bool]
_OnContext: TypeAlias = Callable[[Mapping[str, Any], CallContext], bool]

When: TypeAlias = _OnArguments | _OnContext
"""Decides on the arguments of one call, and on who asks where, whether a person is asked."""

_MEND = "Write when=lambda arguments: arguments[...] > 100, or when=lambda arguments, context: ..."
_POSITIONAL = {Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD}
_MOST = 2


def answer(when: When, arguments: Mapping[str, Any], context: CallContext) -> object:
    """Ask a predicate; whatever it raises comes out."""
    if len(_required(when) or ()) == _MOST:
        return cast("_OnContext", when)(arguments, context)
    return cast("_OnArguments", when)(arguments)


def check_when(when: When, spot: Spot) -> None:
    """Refuse what could never be asked.

    Raises:
        ToolDefinitionError: It is no function, or takes something else.
    """
    if not callable(when):  # pyright: ignore[reportUnnecessaryComparison]
        raise spot.refusal("its when= is no function", _MEND)
    required = _required(when)
    if required is None:
        return
    if len(required) > _MOST or not _takes_any(when):
        raise spot.refusal("its when= does not take one call's arguments and context", _MEND)


def _required(when: When) -> tuple[Parameter, ...] | None:
    """List what it must be given; None: it does not say, as some that are built in."""
    found = _parameters(when)
    if found is None:
        return None
    return tuple(
        each for each in found if each.kind in _POSITIONAL and each.default is Parameter.empty
    )


def _takes_any(when: When) -> bool:
    kinds = {each.kind for each in _parameters(when) or ()}
    return bool(kinds & {*_POSITIONAL, Parameter.VAR_POSITIONAL})


def _parameters(when: When) -> tuple[Parameter, ...] | None:
    try:
        return tuple(signature(when).parameters.values())
    except (TypeError, ValueError):
        return None
