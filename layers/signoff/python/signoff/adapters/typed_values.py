"""Pydantic objects, built for the tools that take them; only the worker has pydantic at hand."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from signoff.core.canonical import Json, canonical


def build_model(model: type[Any], value: Json) -> object:
    """Build a pydantic object from JSON.

    Raises:
        ValueError: A validator of the model refuses it.
    """
    try:
        return TypeAdapter(model).validate_json(canonical(value))
    except ValidationError as error:
        told = "; ".join(_sentence(each["loc"], each["msg"]) for each in error.errors())
        raise ValueError(f"{model.__name__}: {told}.") from error


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(map(str, place)) or 'the value'}: {message}"
