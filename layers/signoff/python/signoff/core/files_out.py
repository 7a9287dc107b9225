"""Files that a tool gave: what is sent of them, and what the model and the people are told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from signoff.core.sizes import in_words

LARGEST: Final = 20_000_000
"""The most bytes of a file that is sent."""

MOST_FILES: Final = 10
"""So many files of one call are sent."""

EMPTY: Final = "it is empty, and Slack takes no empty files"
TOO_MANY: Final = f"at most {MOST_FILES} files of one call are sent"
NOT_KEPT: Final = "it could not be stored just now"
NO_CONTENT: Final = "its content is neither bytes nor text"

_LONGEST_NAME = 120
_UNNAMED = "file"
_APART = re.compile(r"[\x00-\x1f\x7f/\\]+")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutFile:
    """A file on its way into a thread.

    Attributes:
        name: Its name.
        title: What it is called there.
        size: How many bytes it has.
        kept: Where they are.
    """

    name: str
    title: str
    size: int
    kept: str

    @property
    def described(self) -> str:
        """Its name and size, in words."""
        return f"{self.name} ({in_words(self.size)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """A file that is not sent.

    Attributes:
        name: Its name.
        why: Why not.
    """

    name: str
    why: str


def file_name(name: object, taken: Sequence[str]) -> str:
    """Make a plain name of what a tool calls a file, which no other of the call has."""
    plain = _SPACES.sub(" ", _APART.sub("_", str(name))).strip(" .")[:_LONGEST_NAME] or _UNNAMED
    stem, dot, ending = plain.rpartition(".")
    base, end = (stem, f".{ending}") if dot and stem else (plain, "")
    tried, number = plain, 1
    while tried in taken:
        number += 1
        tried = f"{base} ({number}){end}"
    return tried


def why_not(content: bytes) -> str:
    """Say why bytes are not sent as a file; empty: they are."""
    if not content:
        return EMPTY
    if len(content) > LARGEST:
        return f"it has {in_words(len(content))}, and at most {in_words(LARGEST)} are sent"
    return ""


def told_of_files(sent: Sequence[OutFile], unsent: Sequence[Unsent]) -> str:
    """Say before a result which files the people get; nothing where the tool gave none."""
    lines: list[str] = []
    if sent:
        named = ", ".join(file.described for file in sent)
        lines.append(f"[Put into the thread as files, for the people in it: {named}.]")
    lines += [f"[Not sent: {each.name}: {each.why}.]" for each in unsent]
    return "".join(f"{line}\n" for line in lines)


def refused(file: OutFile) -> str:
    """Say in the thread that Slack does not take a file."""
    name = file.name.replace("`", "'")
    return f"I have a file for you, `{name}` ({in_words(file.size)}); Slack does not take it here."
