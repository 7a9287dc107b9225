"""The people of a test's workspace."""

from signoff.core.person import Person

TEAM = "T0LOCAL"
ANA, BOB, EVE, GUEST, STRANGER = "U0ANA", "U0BOB", "U0EVE", "U0GUEST", "U0OUT"
"""Whoever writes, two who decide, and two who may not."""


def member(user: str, name: str = "", *, team: str = TEAM) -> Person:
    """Somebody of the workspace."""
    return Person(id=user, name=name or user, team=team)


def guest(user: str, name: str = "", *, team: str = TEAM) -> Person:
    """A guest in the workspace."""
    return Person(id=user, name=name or user, team=team, is_guest=True)


def stranger(user: str, name: str = "", *, team: str = "T0OTHER") -> Person:
    """Somebody from another organisation."""
    return Person(id=user, name=name or user, team=team, is_stranger=True)


def everybody() -> tuple[Person, ...]:
    """Give the people whom every test's workspace has."""
    return (
        member(ANA, "ana"),
        member(BOB, "bob"),
        member(EVE, "eve"),
        guest(GUEST, "gil"),
        stranger(STRANGER, "otto"),
    )
