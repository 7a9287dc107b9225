"""Whom an agent hears beside people, and what its model is told of whoever writes."""

import re
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias, get_args

Told: TypeAlias = Literal["names", "names_and_zones"]
"""What the model is told of an author."""

_ID = re.compile(r"[UWBA][A-Z0-9]{2,40}", re.ASCII)


def told(word: Told) -> Told:
    """Check what the model is to be told.

    Raises:
        ValueError: It is no word that is known.
    """
    words = get_args(Told)
    if word not in words:
        known = " or ".join(f'"{each}"' for each in words)
        raise ValueError(f"Agent(people=...) is {known}, not {word!r}.")
    return word


def listed(bots: Sequence[str]) -> tuple[str, ...]:
    """Check the apps that are to be heard.

    Raises:
        TypeError: They are no list of texts.
        ValueError: One of them is no Slack id of an app.
    """
    # What was written in an agent.py may be anything.
    given: Any = bots
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise TypeError(f'Agent(bots=...) is a list of ids, such as ["B0123ABCD"], not {given!r}.')
    names: list[Any] = list(bots)
    for each in names:
        if not isinstance(each, str):
            raise TypeError(f"Agent(bots=...) holds {each!r}, which is no text.")
        if not _ID.fullmatch(each):
            raise ValueError(
                f"Agent(bots=...) holds {each!r}: give the id of a bot user (U…), a bot (B…) or "
                "an app (A…), as Slack shows it, not its name."
            )
    return tuple(dict.fromkeys(bots))
