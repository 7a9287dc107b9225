"""The model's arguments, read and made whole: what is stored is what is shown and what runs."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

from signoff.core.canonical import Json, JsonObject
from signoff.core.schema import Problem
from signoff.core.soundness import unsound_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Arguments that fit the tool. Fields that a person has yet to fill may be missing."""

    arguments: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Arguments that do not fit; nobody is asked, the model is told."""

    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        """Tell the model what to mend."""
        return f"Not run: {'; '.join(map(str, self.problems))}. Mend the arguments and call again."


Preparation: TypeAlias = Prepared | Refused


def refused(message: str) -> Refused:
    """Refuse the arguments as a whole."""
    return Refused(problems=(Problem(path=(), message=message),))


def read_object(raw: str) -> JsonObject | Refused:
    """Read the text of the model's arguments; an empty text stands for no arguments."""
    try:
        value: Json = json.loads(
            raw or "{}", object_pairs_hook=_once_each, parse_constant=_no_such_number
        )
    except RecursionError:
        return refused("is nested too deep")
    except ValueError as error:
        return refused(f"is no JSON: {error}")
    if not isinstance(value, dict):
        return refused("must be an object")
    unsound = unsound_part(value)
    if unsound is not None:
        return Refused(problems=(Problem(path=unsound[0], message=unsound[1]),))
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        # In one pass: a model may give a hundred thousand names.
        twice = next(
            name for name, times in Counter(name for name, _ in pairs).items() if times > 1
        )
        raise ValueError(f"{json.dumps(twice)} stands in it twice")
    return read


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
