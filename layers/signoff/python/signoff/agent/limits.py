"""The limits that `Annotated` puts on a value, as keywords of JSON Schema."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal, TypeAlias, cast

from signoff.agent.shapes import Either, Limited, Many, Plain, Shape
from signoff.agent.spot import Spot
from signoff.core.canonical import Json

_Kind: TypeAlias = Literal["a number", "text", "a list", "something else"]

_KEYWORDS: tuple[tuple[str, tuple[type, ...], dict[_Kind, str]], ...] = (
    ("ge", (int, float), {"a number": "minimum"}),
    ("le", (int, float), {"a number": "maximum"}),
    ("gt", (int, float), {"a number": "exclusiveMinimum"}),
    ("lt", (int, float), {"a number": "exclusiveMaximum"}),
    ("multiple_of", (int, float), {"a number": "multipleOf"}),
    ("min_length", (int,), {"text": "minLength", "a list": "minItems"}),
    ("max_length", (int,), {"text": "maxLength", "a list": "maxItems"}),
    ("pattern", (str,), {"text": "pattern"}),
    ("format", (str,), {"text": "format"}),
)
"""How a limit is spelled (also by pydantic's `Field` and by annotated-types), and what it binds."""


def limited(shape: Shape, metadata: Sequence[object], spot: Spot) -> Shape:
    """Put a shape within the limits that stand beside it; unknown metadata is not ours.

    Raises:
        ToolDefinitionError: A limit does not suit the type, or its pattern can't be read.
    """
    keywords: dict[str, Json] = {}
    for part in _parts(metadata):
        description = part if isinstance(part, str) else getattr(part, "description", None)
        if isinstance(description, str):
            keywords["description"] = description
        keywords |= _limits_of(part, _kind_of(shape), spot)
    return Limited(shape=shape, keywords=keywords) if keywords else shape


def _parts(metadata: Sequence[object]) -> Iterator[object]:
    for part in metadata:
        yield part
        inner = getattr(part, "metadata", None)
        if isinstance(inner, list | tuple):
            yield from inner


def _limits_of(part: Any, kind: _Kind, spot: Spot) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, types, keywords in _KEYWORDS:
        limit: Any = getattr(part, name, None)
        if not isinstance(limit, types) or isinstance(part, str):
            continue
        if kind not in keywords:
            raise spot.refusal(
                f"{name} is a limit for {' or '.join(keywords)}, and this is {kind}",
                "Take the limit away or change the type",
            )
        if name == "pattern":
            _compile(str(limit), spot)
        found[keywords[kind]] = cast("Json", limit)
    return found


def _compile(pattern: str, spot: Spot) -> None:
    try:
        re.compile(pattern)
    except (re.error, OverflowError) as error:
        raise spot.refusal(f"its pattern can't be read: {error}", "Mend the pattern") from error


def _kind_of(shape: Shape) -> _Kind:
    match shape:
        case Plain(kind="string"):
            return "text"
        case Plain(kind="integer" | "number"):
            return "a number"
        case Many():
            return "a list"
        case Limited(shape=inner):
            return _kind_of(inner)
        case Either(options=options):
            kinds: set[_Kind] = {_kind_of(each) for each in options if each != Plain(kind="null")}
            return next(iter(kinds)) if len(kinds) == 1 else "something else"
        case _:
            return "something else"
