"""Where in their inbox somebody is."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

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
