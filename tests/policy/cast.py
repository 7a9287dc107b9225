"""Who there is, and where they belong: the workspace that the truth table speaks of."""

from dataclasses import replace
from typing import Final

from signoff.core.person import Person
from signoff.testing import guest, member, stranger

REQUESTER: Final = "U0ANA"
CLOSED_TO_SLACK: Final = "U0WHO"
"""Somebody of whom Slack says nothing."""

PEOPLE: Final[tuple[Person, ...]] = (
    member("U0ANA", "ana"),
    member("U0BOB", "bob"),
    member("U0EVE", "eve"),
    member("U0DAN", "dan"),
    member("U0FAY", "fay"),
    guest("U0GUS", "gus"),
    stranger("U0OUT", "out"),
    member("U0FAR", "far", team="T0OTHER"),
    replace(member("U0BOT", "bot"), is_bot=True),
    replace(member("U0OLD", "old"), is_deleted=True),
)

EVERYBODY: Final = frozenset({*(person.id for person in PEOPLE), CLOSED_TO_SLACK})

STAFF: Final = frozenset({"U0ANA", "U0BOB", "U0EVE", "U0DAN", "U0FAY"})
"""The active members of the workspace: no guest, no stranger, no app, nobody who left."""

CIRCLES: Final = {
    "S0SRE": frozenset({"U0BOB", "U0EVE"}),
    "S0DBA": frozenset({"U0EVE", "U0DAN", "U0GUS", "U0OLD", "U0OUT"}),
    "S0NIL": frozenset[str](),
    "C0OPS": frozenset({"U0ANA", "U0BOB", "U0GUS", "U0BOT", "U0FAR"}),
    "C0DBA": frozenset({"U0FAY"}),
}
"""Who is in each user group and channel; the run is in C0OPS."""
