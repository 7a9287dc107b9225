"""The human sentence on a card: from the tool's author, or from its name and first arguments."""

import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from signoff.agent.spot import Spot
from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.redaction import masked
from signoff.core.titles import humanised

Summary: TypeAlias = str | Callable[[Mapping[str, Any]], str]

LONGEST = 150
_SHORT = 60
_PREPOSITIONS = frozenset(
    {"about", "at", "by", "for", "from", "in", "into", "of", "on", "to", "until", "with"}
)
_UNKNOWN = "…"


def check_summary(summary: Summary | None, parameters: Sequence[str], spot: Spot) -> None:
    """Refuse a template that could not be filled.

    Raises:
        ToolDefinitionError: It names no parameter, or more than a name stands in its braces.
    """
    if not isinstance(summary, str):
        return
    known = ", ".join(parameters) or "none"
    try:
        parts = list(string.Formatter().parse(summary))
    except ValueError as error:
        raise spot.refusal(f"its summary can't be read: {error}", "Write {{ for a brace") from error
    for _, name, form, conversion in parts:
        if name is not None and name not in parameters:
            raise spot.refusal(
                f"its summary names {{{name}}}, which is no parameter", f"The parameters: {known}"
            )
        if form or conversion:
            raise spot.refusal(f"its summary formats {{{name}}}", f"Write {{{name}}} alone")


def title_of(
    name: str, arguments: JsonObject, summary: Summary | None, *, redact: Sequence[str] = ()
) -> str:
    """Write the title of one call, on one line; never raises, never holds what is hidden."""
    seen = masked(arguments, redact)
    said = "" if summary is None else _one_line(_summarised(summary, seen), LONGEST)
    return said or _one_line(_derived(name, _open(arguments, redact)), LONGEST)


def titled_by(
    arguments: JsonObject, summary: Summary | None, *, redact: Sequence[str] = ()
) -> tuple[str, ...]:
    """Name the arguments that a title speaks of; of a function nobody knows: all of them."""
    seen = masked(arguments, redact)
    if summary is None or not _one_line(_summarised(summary, seen), LONGEST):
        told = _telling(_open(arguments, redact))
        return () if told is None else (told,)
    if not isinstance(summary, str):
        return tuple(arguments)
    named = {each for _, each, _, _ in string.Formatter().parse(summary)}
    return tuple(argument for argument in arguments if argument in named)


def _open(arguments: JsonObject, redact: Sequence[str]) -> JsonObject:
    return {name: value for name, value in arguments.items() if name not in redact}


def _summarised(summary: Summary, arguments: JsonObject) -> str:
    if isinstance(summary, str):
        return "".join(
            text + ("" if name is None else _value(arguments.get(name)))
            for text, name, _, _ in string.Formatter().parse(summary)
        )
    said: Any
    try:
        said = summary(dict(arguments))
    except Exception:  # noqa: BLE001 - the author's code; the derived title says it as well
        return ""
    return said if isinstance(said, str) else ""


def _derived(name: str, arguments: JsonObject) -> str:
    verb = humanised(name)
    parameter = _telling(arguments)
    if parameter is None:
        return verb
    value = arguments[parameter]
    if not isinstance(value, str):
        return f"{verb} ({humanised(parameter).lower()}: {value})"
    last = parameter.rsplit("_", 1)[-1]
    link = f" {last} " if last in _PREPOSITIONS and not verb.endswith(f" {last}") else " "
    return f"{verb}{link}{value}"


def _telling(arguments: JsonObject) -> str | None:
    """Name the first argument that says in a few characters what a call is about."""
    for parameter, value in arguments.items():
        if isinstance(value, str):
            tells = 0 < len(value.strip()) <= _SHORT
        else:
            tells = isinstance(value, int | float) and not isinstance(value, bool)
        if tells:
            return parameter
    return None


def _value(value: Json) -> str:
    if value is None:
        return _UNKNOWN
    return _one_line(value if isinstance(value, str) else canonical(value), _SHORT) or '""'


def _one_line(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
