"""The rows: every rule with every person, and sequences of clicks that a seed says."""

from collections.abc import Iterator, Sequence
from itertools import product
from random import Random
from typing import Final

from tests.policy.cast import CIRCLES, CLOSED_TO_SLACK, PEOPLE, STAFF
from tests.policy.row import Act, Does, Kind, Row

RULES: Final[tuple[tuple[str, ...], ...]] = (
    (),
    ("not_requester",),
    ("requester",),
    ("U0BOB",),
    ("U0BOB", "U0EVE"),
    ("U0GUS", "U0OLD", "U0BOT", "U0DAN"),
    ("S0SRE",),
    ("S0SRE", "not_requester"),
    ("S0NIL",),
    ("S0GONE",),
    ("S0GONE", "U0BOB"),
    ("channel",),
    ("channel", "not_requester"),
    ("C0DBA",),
    ("requester", "S0DBA"),
    ("U0FAY", "S0SRE", "S0DBA", "not_requester"),
)
ESCALATIONS: Final[tuple[tuple[str, ...], ...]] = (("S0DBA", "U0FAY"), ("C0DBA",), ("U0ANA",))
CLICKERS: Final = (*(person.id for person in PEOPLE), CLOSED_TO_SLACK)
_LONGEST = 7
_DEEDS: Final[tuple[Does, ...]] = ("yes", "yes", "yes", "yes", "change", "no")


def rows(*, seed: int, sequences: int) -> Iterator[Row]:
    """List every rule with every person, and so many sequences of clicks."""
    yield from _alone()
    yield from _escalated()
    yield from _unread()
    yield from _kinds()
    yield from _handed()
    yield from _risky()
    for number in range(sequences):
        yield _sequence(Random(f"{seed}:{number}"))  # noqa: S311 - no secret


def _circles_in(words: Sequence[str]) -> list[str]:
    places = ("C0OPS" if word == "channel" else word for word in words)
    return sorted({place for place in places if place in CIRCLES})


def _alone() -> Iterator[Row]:
    for rule, who, does in product(RULES, CLICKERS, ("yes", "no")):
        act = Act(who=who, does="yes" if does == "yes" else "no")
        yield Row(about="one rule, one person", approvers=rule, acts=(act,))


def _escalated() -> Iterator[Row]:
    rules = [rule for rule in RULES if set(rule) - {"not_requester"}]
    for rule, later, is_escalated, who in product(rules, ESCALATIONS, (False, True), CLICKERS):
        if set(later) <= set(rule):
            continue
        yield Row(
            about="escalated, or not yet",
            approvers=rule,
            escalate_to=later,
            is_escalated=is_escalated,
            acts=(Act(who=who, does="yes"),),
        )


def _unread() -> Iterator[Row]:
    for rule, who in product(RULES, CLICKERS):
        named = _circles_in(rule)
        for unread in {frozenset(named), frozenset(named[:1]), frozenset(named[1:])} - {
            frozenset[str]()
        }:
            yield Row(
                about="a list that can't be read",
                approvers=rule,
                unread=unread,
                acts=(Act(who=who, does="yes"),),
            )


def _kinds() -> Iterator[Row]:
    kinds: tuple[Kind, ...] = ("form", "external")
    for kind, rule, who in product(kinds, RULES[1:8], CLICKERS):
        does: Does = "no" if who in {"U0EVE", "U0OUT"} else "yes"
        acts = (Act(who=who, does=does), Act(who="U0BOB", does="yes"))
        yield Row(about="forms and work done elsewhere", kind=kind, approvers=rule, acts=acts)


CHAINS: Final = (
    (("U0BOB", "U0DAN"),),
    (("U0BOB", "U0DAN"), ("U0DAN", "U0FAY")),
    (("U0BOB", "U0DAN"), ("U0DAN", "U0BOB")),
    (("U0BOB", "U0EVE"), ("U0EVE", "U0DAN")),
    (("U0BOB", "U0ANA"),),
    (("U0BOB", "U0GUS"),),
    (("U0BOB", "U0DAN"), ("U0EVE", "U0DAN")),
)


def _handed() -> Iterator[Row]:
    rules = [rule for rule in RULES if {"U0BOB", "S0SRE"} & set(rule) or not rule]
    for rule, chain, who in product(rules, CHAINS, STAFF | {"U0GUS"}):
        act = Act(who=who, does="yes")
        yield Row(about="handed over", approvers=rule, handed=chain, acts=(act,))


def _risky() -> Iterator[Row]:
    for rule, voters in product(RULES, (("U0BOB",), ("U0EVE",), ("U0BOB", "U0EVE"))):
        for circle in [*_circles_in(rule), ""]:
            gone = tuple(Act(who=who, does="leaves", of=circle) for who in voters if circle)
            for unread in {frozenset({circle}) - {""}, frozenset[str]()}:
                yield Row(
                    about="high risk, at the start",
                    approvers=rule,
                    quorum=min(len(voters), _most(rule)),
                    is_risky=True,
                    unread_later=unread,
                    acts=tuple(Act(who=who, does="yes") for who in voters),
                    afterwards=gone[:1],
                )


def _most(rule: Sequence[str]) -> int:
    """Give the highest number of approvals that the author may ask for."""
    words = [word for word in rule if word != "not_requester"]
    counted = all(word.startswith("U") or word == "requester" for word in words)
    return len(words) if words and counted else 3


def _sequence(dice: Random) -> Row:
    rule = dice.choice(RULES)
    people = dice.sample(sorted(STAFF), 4)
    if dice.random() < 0.3:
        people.append(dice.choice(CLICKERS))
    named = _circles_in(rule)
    later = dice.choice(ESCALATIONS)
    may_escalate = bool(set(rule) - {"not_requester"}) and not set(later) <= set(rule)
    return Row(
        about="a sequence of clicks",
        approvers=rule,
        escalate_to=later if may_escalate else (),
        is_escalated=may_escalate and dice.random() < 0.5,
        quorum=dice.randint(1, min(_most(rule), 3)),
        is_risky=dice.random() < 0.3,
        unread=frozenset(each for each in named if dice.random() < 0.15),
        unread_later=frozenset(each for each in named if dice.random() < 0.15),
        handed=dice.choice([(), (), *CHAINS]) if "U0BOB" in people else (),
        acts=tuple(_act(dice, people, named) for _ in range(dice.randint(2, _LONGEST))),
        afterwards=tuple(_moved(dice, people, named) for _ in range(dice.randint(0, 3)) if named),
    )


def _act(dice: Random, people: Sequence[str], circles: Sequence[str]) -> Act:
    if circles and dice.random() < 0.15:
        return _moved(dice, people, circles)
    return Act(who=dice.choice(people), does=dice.choice(_DEEDS))


def _moved(dice: Random, people: Sequence[str], circles: Sequence[str]) -> Act:
    does: Does = "joins" if dice.random() < 0.5 else "leaves"
    return Act(who=dice.choice(people), does=does, of=dice.choice(circles))
