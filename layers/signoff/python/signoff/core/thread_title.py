"""What a thread is called in Slack: the words that it begins with, on one line."""

import re
from collections.abc import Callable
from typing import Final

LONGEST: Final = 200
"""The most characters that Slack takes as a title."""

_PERSON = re.compile(r"<@(?P<id>[A-Z0-9]+)(?:\|(?P<label>[^<>]*))?>")
_MARK = re.compile(r"<(?:[#@!])[^<>]*>")
_SPACE = re.compile(r"\s+")
_HALF = 2


def title_of(text: str, *, name_of: Callable[[str], str]) -> str:
    """Give the title of a thread that begins with a message.

    It is the person's own words. A mention becomes a name; what can't be named is left out, so
    that nobody reads an id.

    Args:
        text: The message.
        name_of: Gives the name of a person by their id; empty: nobody knows it.
    """

    def named(found: re.Match[str]) -> str:
        name = found["label"] or name_of(found["id"])
        return f"@{name}" if name else ""

    line = _SPACE.sub(" ", _MARK.sub("", _PERSON.sub(named, text))).strip()
    return line if len(line) <= LONGEST else _cut(line)


def _cut(line: str) -> str:
    """Cut a line at its last word that fits, unless that were to lose half of it."""
    room = LONGEST - 1
    end = line.rfind(" ", 0, room + 1)
    return line[: end if end > room // _HALF else room].rstrip() + "…"
