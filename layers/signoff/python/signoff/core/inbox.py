"""A person's inbox: what waits on them, what they asked for, what was decided; and where in it."""

from dataclasses import dataclass

from signoff.core.grants import Grant
from signoff.core.home_place import HomePlace, Section
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.terms import Circle


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
