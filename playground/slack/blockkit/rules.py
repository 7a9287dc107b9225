"""The few kinds of rule from which the tables are made."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias, cast

from playground.slack.blockkit.problems import Problem
from playground.slack.payload import Payload

Rule: TypeAlias = Callable[[object, str], Iterator[Problem]]
Check: TypeAlias = Callable[[Payload, str], Iterator[Problem]]
Fields: TypeAlias = Mapping[str, Rule]


def problem(pointer: str, code: str, message: str) -> Problem:
    """Complain."""
    return Problem(pointer=pointer, code=code, message=message)


def anything(_value: object, _pointer: str) -> Iterator[Problem]:
    """Allow whatever stands there."""
    return iter(())


def string(most: int, *, least: int = 1, pattern: str | None = None) -> Rule:
    """Ask for a string of that length, in characters, and of that form."""

    def check(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield problem(pointer, "invalid_type", "must be a string")
        elif len(value) > most:
            yield problem(pointer, "too_long", f"must be no more than {most} characters")
        elif len(value) < least:
            yield problem(pointer, "too_short", f"must be no less than {least} characters")
        elif pattern is not None and not re.fullmatch(pattern, value):
            yield problem(pointer, "invalid_value", f"must match {pattern}")

    return check


def whole(low: int, high: int) -> Rule:
    """Ask for a whole number in a range."""

    def check(value: object, pointer: str) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem(pointer, "invalid_type", "must be an integer")
        elif not low <= value <= high:
            yield problem(pointer, "out_of_range", f"must be from {low} to {high}")

    return check


def number(value: object, pointer: str) -> Iterator[Problem]:
    """Ask for any number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield problem(pointer, "invalid_type", "must be a number")


def flag(value: object, pointer: str) -> Iterator[Problem]:
    """Ask for true or false."""
    if not isinstance(value, bool):
        yield problem(pointer, "invalid_type", "must be a boolean")


def one_of(*values: str) -> Rule:
    """Ask for one of some words."""

    def check(value: object, pointer: str) -> Iterator[Problem]:
        if value not in values:
            yield problem(pointer, "invalid_value", f"must be one of {', '.join(values)}")

    return check


def list_of(rule: Rule, *, most: int, least: int = 1) -> Rule:
    """Ask for a list of that many, each as the rule says."""

    def check(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield problem(pointer, "invalid_type", "must be an array")
            return
        items = cast("list[object]", value)
        if len(items) > most:
            yield problem(pointer, "too_many_items", f"must be no more than {most} items")
        if len(items) < least:
            yield problem(pointer, "too_few_items", f"must be no less than {least} items")
        for index, item in enumerate(items):
            yield from rule(item, f"{pointer}/{index}")

    return check


def shape(needed: Fields, maybe: Fields | None = None, *checks: Check) -> Rule:
    """Ask for an object with these fields and no others; then for what the checks say."""
    known = {**needed, **(maybe or {})}

    def check(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield problem(pointer, "invalid_type", "must be an object")
            return
        given = cast("Payload", value)
        yield from _fields(given, pointer, needed, known)
        for extra in checks:
            yield from extra(given, pointer)

    return check


def _fields(given: Payload, pointer: str, needed: Fields, known: Fields) -> Iterator[Problem]:
    for key in needed:
        if key not in given:
            yield problem(pointer, "missing_required_field", f"missing required field: {key}")
    for key, value in given.items():
        if key == "type":
            continue
        if key in known:
            yield from known[key](value, f"{pointer}/{key}")
        else:
            yield problem(pointer, "unexpected_field", f"additional field: {key}")


def by_type(table: Mapping[str, Rule], everywhere: Mapping[str, Rule] | None = None) -> Rule:
    """Ask for an object whose type has a rule in the table."""

    def check(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield problem(pointer, "invalid_type", "must be an object")
            return
        kind = cast("Payload", value).get("type")
        if isinstance(kind, str) and kind in table:
            yield from table[kind](cast("object", value), pointer)
        elif isinstance(kind, str) and everywhere and kind in everywhere:
            yield problem(f"{pointer}/type", "not_allowed_here", f"{kind} is not allowed here")
        else:
            yield problem(f"{pointer}/type", "unknown_type", f"unsupported type: {kind}")

    return check


def later(rule: Callable[[], Rule]) -> Rule:
    """Look a rule up when it is needed, for tables that contain themselves."""

    def check(value: object, pointer: str) -> Iterator[Problem]:
        yield from rule()(value, pointer)

    return check


def exactly_one(*keys: str) -> Check:
    """Ask for one of some fields."""

    def check(value: Payload, pointer: str) -> Iterator[Problem]:
        if sum(key in value for key in keys) != 1:
            yield problem(pointer, "invalid_value", f"must have exactly one of {', '.join(keys)}")

    return check


def at_least_one(*keys: str) -> Check:
    """Ask for one of some fields, or more."""

    def check(value: Payload, pointer: str) -> Iterator[Problem]:
        if not any(key in value for key in keys):
            words = ", ".join(keys)
            yield problem(pointer, "missing_required_field", f"must have at least one of {words}")

    return check


def distinct(items: Sequence[tuple[str, object]], what: str) -> Iterator[Problem]:
    """Refuse what comes twice; each item says where it stands."""
    seen: set[object] = set()
    for pointer, value in items:
        if isinstance(value, str) and value in seen:
            yield problem(pointer, "duplicate_value", f"duplicate {what}: {value}")
        if isinstance(value, str):
            seen.add(value)
