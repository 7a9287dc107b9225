"""A person's inbox: what waits on them, what they asked for, what was decided; and where in it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from signoff.core.grants import Grant
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.terms import Circle

_PLACE = re.compile(r"home\.(?P<section>[a-z]+)\.(?P<page>[1-9][0-9]{0,3})", re.ASCII)


class Section(StrEnum):
    """A part of the inbox."""

    WAITS = "waits"
    ASKED = "asked"
    DECIDED = "decided"
    STANDING = "standing"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePlace:
    """Where in their inbox somebody is.

    Attributes:
        section: Which part of it.
        page: Which page of that, from 1.
    """

    section: Section = Section.WAITS
    page: int = 1

    @property
    def value(self) -> str:
        """Write it as the value of a button: `home.waits.1`."""
        return f"home.{self.section}.{self.page}"

    @classmethod
    def parse(cls, value: str) -> Self:
        """Read a button's value.

        Raises:
            ValueError: The text is no place.
        """
        found = _PLACE.fullmatch(value)
        if found is None:
            raise ValueError("no place")
        return cls(section=Section(found["section"]), page=int(found["page"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A request, and where it belongs."""

    thread: ThreadKey
    requirement: Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """Requests that may be somebody's to decide: a membership could not be read.

    Attributes:
        of: The membership.
        count: How many requests rest on it.
    """

    of: Circle
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """What a person sees of the requests of their workspace.

    Attributes:
        user: The person.
        waits: What they may decide, the first to expire first.
        asked: What they asked for and is open, the first to expire first.
        decided: What they decided, or had asked for, the last decided first.
        standing: Decisions that stand for later calls, which they may take back.
        unchecked: What is left out because a membership could not be read.
        is_cut: Whether the workspace has more open requests than were looked at.
    """

    user: str
    waits: tuple[Listed, ...] = ()
    asked: tuple[Listed, ...] = ()
    decided: tuple[Listed, ...] = ()
    standing: tuple[Grant, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    is_cut: bool = False

    def part(self, section: Section) -> tuple[Listed | Grant, ...]:
        """Give one part of it."""
        parts: dict[Section, tuple[Listed | Grant, ...]] = {
            Section.WAITS: self.waits,
            Section.ASKED: self.asked,
            Section.DECIDED: self.decided,
            Section.STANDING: self.standing,
        }
        return parts[section]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """An inbox, opened somewhere."""

    inbox: Inbox
    place: HomePlace
