"""A function's signature, read as the fields that a call of it has."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from signoff.agent.defaults import MISSING, with_default
from signoff.agent.docstrings import read_docstring
from signoff.agent.reading import read_annotation
from signoff.agent.records import UNREADABLE
from signoff.agent.shapes import Field, Record
from signoff.agent.spot import SUPPORTED, Spot

KEY = "idempotency_key"
"""The parameter that is filled by us: the same text each time one call is started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a function takes, and what its docstring says of it."""

    record: Record
    takes_key: bool
    description: str


def read_signature(function: Callable[..., object], spot: Spot) -> Signature:
    """Read what a function takes.

    Raises:
        ToolDefinitionError: It can't be called with one JSON object, or a type is not supported.
    """
    _refuse_what_does_not_return(function, spot)
    docstring = read_docstring(inspect.getdoc(function))
    parameters = _parameters_of(function, spot)
    fields = [
        _field(function, parameter, docstring.parameters.get(parameter.name), spot)
        for parameter in parameters
    ]
    return Signature(
        record=Record(make=function, fields=tuple(field for field in fields if field.name != KEY)),
        takes_key=any(field.name == KEY for field in fields),
        description=docstring.description,
    )


def _refuse_what_does_not_return(function: Callable[..., object], spot: Spot) -> None:
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise spot.refusal(
            "it is an async function", "Write def, and call asyncio.run(...) inside if you need to"
        )
    if inspect.isgeneratorfunction(function):
        raise spot.refusal("it yields", "Return one value: a list, or a text")


def _parameters_of(function: Callable[..., object], spot: Spot) -> list[inspect.Parameter]:
    try:
        return list(inspect.signature(function).parameters.values())
    except ValueError as error:
        raise spot.refusal("it has no signature", "Wrap it in a function of your own") from error


def _field(
    function: Callable[..., object],
    parameter: inspect.Parameter,
    description: str | None,
    spot: Spot,
) -> Field:
    here = spot.at(parameter.name)
    _refuse_kind(parameter, here)
    shape = read_annotation(_annotation_of(function, parameter, here), here)
    field = Field(name=parameter.name, shape=shape, description=description)
    default = MISSING if parameter.default is parameter.empty else parameter.default
    return with_default(field, default, here)


def _refuse_kind(parameter: inspect.Parameter, spot: Spot) -> None:
    match parameter.kind:
        case inspect.Parameter.VAR_POSITIONAL | inspect.Parameter.VAR_KEYWORD:
            raise spot.refusal(
                "the model can't know what to pass", "Name each parameter and give it a type"
            )
        case inspect.Parameter.POSITIONAL_ONLY:
            raise spot.refusal("it takes no name", "Take the / out of the signature")
        case _:
            return


def _annotation_of(
    function: Callable[..., object], parameter: inspect.Parameter, spot: Spot
) -> Any:
    if parameter.annotation is parameter.empty:
        raise spot.refusal("it has no type", f"Write `{parameter.name}: str`. {SUPPORTED}")

    def alone() -> None:
        """Hold one annotation, so that a type that can't be found is that of this parameter."""

    alone.__annotations__ = {parameter.name: parameter.annotation}
    names = getattr(inspect.unwrap(function), "__globals__", {})
    try:
        return get_type_hints(alone, globalns=names, include_extras=True)[parameter.name]
    except UNREADABLE as error:
        raise spot.refusal(
            f"its type can't be found: {error}", "Import it, or define it at the top of the module"
        ) from error
