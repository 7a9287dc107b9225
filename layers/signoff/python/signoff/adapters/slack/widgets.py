"""The fields of a form, before they are drawn: what is asked, how, and what stands there."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from signoff.core.canonical import Json

ACTION = "v"
"""The action id of every input: its block tells which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the values to choose from, as people see it."""

    value: Json
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text, in one line or several."""

    is_long: bool = False
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """An email address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The address of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, whole or not."""

    is_whole: bool
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the options."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Any of the options."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """A time of day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date and time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A list or an object, written as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A person or a channel, or several, out of Slack's own list."""

    of: Literal["user", "channel"]
    is_several: bool = False


Typed: TypeAlias = Text | Email | Link | Number | Structure
Chosen: TypeAlias = Choice | Choices
Picked: TypeAlias = Day | Hour | Moment
Widget: TypeAlias = Typed | Chosen | Picked | Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a person fills in.

    Attributes:
        key: Its name in block ids, `f0`, `f1` …
        name: The argument that it fills; empty for the answer to a question.
        label: What is asked, in full.
        widget: How it is asked.
        hint: What helps to answer; may be empty.
        is_optional: Whether it may be left empty.
        blank: What it means left empty; `ABSENT`: nothing is said of that argument.
        value: What stands there already; None: nothing.
    """

    key: str
    name: str
    label: str
    widget: Widget
    hint: str = ""
    is_optional: bool = False
    blank: "Json | Absent" = None
    value: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Nothing is said."""


ABSENT = Absent()
