"""A seeded mistake: what was done wrong, how the code reads then, and what must find it."""

from dataclasses import dataclass

from tests.simulation.mutation import Edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """A mistake.

    Attributes:
        name: What was done wrong.
        caught_by: The invariants of which one must find it.
        edits: How the code reads then.
        first: In which kind of runs it shows soonest.
    """

    name: str
    caught_by: tuple[str, ...]
    edits: tuple[Edit, ...]
    first: str = "stories"


def bug(name: str, caught_by: str, *edits: tuple[str, str, str], first: str = "stories") -> Bug:
    """Make a mistake: what it is, the invariants that find it, and how the code reads then."""
    made = tuple(Edit(module=module, before=before, after=after) for module, before, after in edits)
    return Bug(name=name, caught_by=tuple(caught_by.split("|")), edits=made, first=first)
