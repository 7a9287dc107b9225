"""What the audit is told of questions to people: which, and all that was asked, by its digest."""

from collections.abc import Iterable

from signoff.core.audit import Fact
from signoff.core.canonical import digest
from signoff.core.codec import body_of
from signoff.core.items import Item
from signoff.core.requirement import Requirement


def asked_fact(questions: Iterable[Requirement], *, now: int, note: str = "") -> Fact:
    """Tell of questions that are stored in the same write."""
    asked = sorted(questions, key=lambda each: each.at)
    return Fact(
        action="asked",
        at=now,
        by=None,
        about=tuple(each.at.place for each in asked),
        digests=tuple(each.digest for each in asked),
        note=note,
        bodies=tuple(digest(body_of(each)) for each in asked),
    )


def is_as_told(row: Item, place: str, fact: Fact) -> bool:
    """Tell whether a stored question keeps what it was stored with, if the audit tells that."""
    bodies = dict(zip(fact.about, fact.bodies, strict=False))
    return place not in bodies or bodies[place] == digest(str(row["body"]))
