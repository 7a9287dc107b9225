"""What must come of a row, from the words of the rule and from sets of people alone.

Nothing of the product's own judgement stands here: no requirement, no policy, no votes of its.

- Any one of the approvers may decide; without approvers every member of the workspace may.
- `not_requester` takes whoever opened the run away, whatever else would let them.
- An escalation adds people and takes nobody away.
- A right that is handed over moves: the giver has it no more, the receiver has it.
- Guests, strangers, members of other workspaces, apps and deactivated accounts never decide.
- Whoever could only be let by a list that can't be read now is not let, and told so.
- Different people are counted; a change of the arguments begins the count anew, with its maker.
- The first no decides.
- A tool of high risk starts only if everybody who was counted may decide at that moment, too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.policy.cast import CIRCLES, CLOSED_TO_SLACK, EVERYBODY, PEOPLE, REQUESTER, STAFF
from tests.policy.row import Act, Row, Told

_OUTSIDE = {"U0GUS", "U0OUT", "U0FAR"}
_ALSO_WORDS = {"not_requester"}


@dataclass(slots=True)
class Count:
    """How far the request is.

    Attributes:
        yes: Who is counted.
        state: Where it stands.
    """

    yes: set[str]
    state: str = "open"


def foretold(row: Row) -> Told:
    """Say what must come of a row."""
    circles = {name: set(members) for name, members in CIRCLES.items()}
    count, answers = Count(yes=set()), list[str]()
    for act in row.acts:
        if act.does in {"joins", "leaves"}:
            _move(circles, act)
        else:
            answers.append(_answer(row, act, count, circles))
    for act in row.afterwards:
        _move(circles, act)
    return Told(answers=tuple(answers), state=count.state, start=_start(row, count, circles))


def _move(circles: Mapping[str, set[str]], act: Act) -> None:
    if act.does == "joins":
        circles[act.of].add(act.who)
    else:
        circles[act.of].discard(act.who)


def _answer(row: Row, act: Act, count: Count, circles: Mapping[str, set[str]]) -> str:
    if count.state != "open":
        return "too late"
    said = _may(row, act.who, circles, row.unread)
    if said != "may":
        return said
    if row.kind != "confirmation":
        count.state, count.yes = "answered" if act.does == "yes" else "declined", {act.who}
        return "counts"
    if act.does == "no":
        count.state = "rejected"
        return "counts"
    if act.does == "yes" and act.who in count.yes:
        return f"counted before: {len(count.yes)} of {row.quorum}"
    count.yes = {act.who} if act.does == "change" else count.yes | {act.who}
    if len(count.yes) == row.quorum:
        count.state = "approved"
    return "counts"


def _start(row: Row, count: Count, circles: Mapping[str, set[str]]) -> str:
    if count.state != "approved" and (row.kind, count.state) != ("form", "answered"):
        return "not asked to"
    if not row.is_risky:
        return "ran"
    said = {_may(row, who, circles, row.unread_later) for who in count.yes}
    if "cannot be checked" in said:
        return "put off"
    return "ran" if said == {"may"} else "blocked"


def _may(row: Row, who: str, circles: Mapping[str, set[str]], unread: Iterable[str]) -> str:
    if who == CLOSED_TO_SLACK:
        return "cannot be checked"
    if who not in STAFF:
        return _outside(who)
    if who == REQUESTER and "not_requester" in row.approvers:
        return "may not: requester"
    surely = _holders(row, circles, unread, when_unread=frozenset())
    perhaps = _holders(row, circles, unread, when_unread=EVERYBODY)
    if who in surely:
        return "may"
    if who in perhaps:
        return "cannot be checked"
    gave = {by for by, _ in row.handed}
    return "may not: handed_on" if who in gave else "may not: not_approver"


def _outside(who: str) -> str:
    if who in _OUTSIDE:
        return "may not: outsider"
    (person,) = (each for each in PEOPLE if each.id == who)
    return "may not: bot" if person.is_bot else "may not: deactivated"


def _holders(
    row: Row,
    circles: Mapping[str, set[str]],
    unread: Iterable[str],
    *,
    when_unread: frozenset[str],
) -> set[str]:
    """Give everybody whom the rule names, as far as lists can be read."""
    words = set(row.approvers) - _ALSO_WORDS
    if words and row.is_escalated:
        words |= set(row.escalate_to)
    held = set[str]() if words else set(STAFF)
    for word in words:
        place = "C0OPS" if word == "channel" else word
        if place == "requester":
            held |= {REQUESTER}
        elif place not in circles:
            held |= {place} if place.startswith("U") else when_unread
        else:
            held |= when_unread if place in unread else circles[place]
    for by, to in row.handed:
        held = (held - {by}) | {to}
    return held
