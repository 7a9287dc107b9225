"""Changes to a JSON value, each at a place of its own; the value is changed where it lies."""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

from tests.fuzz import extremes
from tests.fuzz.dice import Dice

Spot: TypeAlias = tuple[Any, Any]
"""A list or an object, and where in it something stands."""


def spots(value: Any) -> list[Spot]:
    """Every place in a value at which something stands."""
    found: list[Spot] = []
    left = [value]
    while left:
        each = left.pop()
        inside = each.items() if isinstance(each, dict) else enumerate(each)
        for key, inner in inside:
            found.append((each, key))
            if isinstance(inner, dict | list):
                left.append(inner)
    return found


def written(value: Any, *, ensure_ascii: bool = True) -> str:
    """Write a value as JSON; one that is nested too deep to be written becomes a text as deep."""
    try:
        return json.dumps(value, ensure_ascii=ensure_ascii)
    except RecursionError:
        return '{"a":' * 3_000


def mutate(value: Any, dice: Dice, *, times: int) -> None:
    """Change a list or an object at some places."""
    places = spots(value)
    for _ in range(times):
        if not places:
            return
        holder, key = dice.one_of(places)
        if not _stands(holder, key):
            continue
        _CHANGES[dice.below(len(_CHANGES))](holder, key, dice, places)


def one_character_off(text: str, dice: Dice) -> str:
    """Change one character of a text, or put one in, or take one out."""
    place = dice.below(len(text) + 1)
    other = dice.one_of("0123456789abcdef.-_ T#\x00\u202e\ud800")
    kept = place + dice.below(2)
    return text[:place] + ("" if dice.once_in(4) else other) + text[kept:]


def _stands(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)


def _drop(holder: Any, key: Any, _: Dice, __: list[Spot]) -> None:
    del holder[key]


def _retype(holder: Any, key: Any, dice: Dice, _: list[Spot]) -> None:
    holder[key] = extremes.value(dice)


def _wrap(holder: Any, key: Any, dice: Dice, _: list[Spot]) -> None:
    holder[key] = dice.one_of(([holder[key]], {"value": holder[key]}, str(holder[key])[:100]))


def _from_elsewhere(holder: Any, key: Any, dice: Dice, places: list[Spot]) -> None:
    other, at = dice.one_of(places)
    if _stands(other, at) and not isinstance(other[at], dict | list):
        holder[key] = other[at]


def _add(holder: Any, key: Any, dice: Dice, _: list[Spot]) -> None:
    if isinstance(holder, list):
        holder.append(holder[key])
    else:
        holder[str(key) + dice.one_of(("", "_", "s", "\u200b"))] = extremes.scalar(dice)


def _spell(holder: Any, key: Any, dice: Dice, _: list[Spot]) -> None:
    was = holder[key]
    holder[key] = one_character_off(was, dice) if isinstance(was, str) else extremes.scalar(dice)


def _rename(holder: Any, key: Any, dice: Dice, _: list[Spot]) -> None:
    if isinstance(holder, dict):
        holder[one_character_off(key, dice)] = holder.pop(key)


_CHANGES: tuple[Callable[[Any, Any, Dice, list[Spot]], None], ...] = (
    _drop,
    _retype,
    _retype,
    _wrap,
    _from_elsewhere,
    _add,
    _spell,
    _rename,
)
