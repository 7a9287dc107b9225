"""A numbered card: its rows, each with arguments that were made up for it."""

from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from signoff.core.canonical import canonical
from signoff.core.decision import Approved, Ask, Expired, Reconcile, Rejected
from signoff.core.gate import Confirmation, ExternalExecution, Risk, UserInput
from signoff.core.keys import Position
from signoff.core.requirement import Requirement, digest_of
from signoff.core.terms import Terms
from tests.adapters.slack import asked
from tests.cards import offers

MOST_ROWS: Final = 5
_STARTED: Final = 1_795_096_900_000
_VERY_LARGE: Final = 95_000
_TOOL: Final = "send_email"
_SHAPES: Final[dict[type, dict[str, Any]]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    list: {"type": "array"},
    dict: {"type": "object"},
    type(None): {"anyOf": [{"type": "string"}, {"type": "null"}]},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The rows of one card, and with what each was asked."""

    rows: tuple[Requirement, ...]
    given: tuple[dict[str, Any], ...]

    @property
    def size(self) -> int:
        """How many bytes the largest set has."""
        return max(map(offers.written_size, self.given))


def case(seed: int, number: int) -> Case:
    """Make the card of a number: mostly of one row, and then of any kind of pause."""
    dice = Random(f"{seed}:{number}")  # noqa: S311 - it has to be played again, not to be secret
    count = 1 if dice.random() < 0.85 else dice.randint(2, MOST_ROWS)
    given = tuple(offers.arguments(dice) for _ in range(count))
    rows = tuple(_row(dice, each, index, is_alone=count == 1) for index, each in enumerate(given))
    return Case(rows=rows, given=given)


def _row(dice: Random, given: dict[str, Any], index: int, *, is_alone: bool) -> Requirement:
    at = Position(run=1, step=2, index=index)
    ask = _ask(dice, given) if is_alone else Confirmation(quorum=dice.choice((1, 1, 2)))
    arguments = canonical(given)
    row = asked.requirement(
        ask,
        given,
        _schema(dice, given),
        at=replace(at, again=1) if isinstance(ask, Reconcile) else at,
        tool=_TOOL,
        title=_words(dice) or "Send email",
        reason=_words(dice) * dice.choice((0, 1)),
        risk=dice.choice((None, Risk.LOW, Risk.HIGH)),
        terms=_terms(dice, ask, given),
        digest=digest_of(tool=_TOOL, version="1", arguments=arguments, at=at),
    )
    return _settled(dice, row) if isinstance(ask, Confirmation) else row


def _ask(dice: Random, given: dict[str, Any]) -> Ask:
    kind = dice.random()
    if offers.written_size(given) > _VERY_LARGE and kind < 0.4:
        return ExternalExecution()
    some = tuple(name for name in given if dice.random() < 0.4)
    if kind < 0.55:
        return Confirmation()
    if kind < 0.75:
        return Confirmation(editable=some[:30])
    if kind < 0.87 and some:
        return UserInput(fields=some)
    return ExternalExecution() if kind < 0.97 else Reconcile(attempt=1, started_at=_STARTED)


def _terms(dice: Random, ask: Ask, given: dict[str, Any]) -> Terms:
    """Hide some arguments of some calls: none that a person fills in or may change."""
    is_plain = dice.random() < 0.85 or isinstance(ask, Reconcile)
    open_names = {*getattr(ask, "editable", ()), *getattr(ask, "fields", ())}
    hidden = () if is_plain else tuple(n for n in given if n not in open_names)
    label = "Refund it" if dice.random() < 0.1 else ""
    return Terms(redact=tuple(n for n in hidden if dice.random() < 0.5), yes=label)


def _schema(dice: Random, given: dict[str, Any]) -> dict[str, Any]:
    """Know the type of some arguments, and the order of all, which need not be the alphabet's."""
    names = [*given]
    dice.shuffle(names)
    return {
        "type": "object",
        "properties": {
            name: _shape(dice, given[name]) for name in names if _is_typed(dice, given[name])
        },
        "required": names,
        "x-order": names,
    }


def _is_typed(dice: Random, value: Any) -> bool:
    return isinstance(value, str) or dice.random() < 0.9


def _shape(dice: Random, value: Any) -> dict[str, Any]:
    """Describe a value as a signature may: by its type, or as one of a few."""
    if isinstance(value, str | bool | None) and dice.random() < 0.1:
        return {"enum": list(dict.fromkeys(("x", value, "a" * 80)))}
    if isinstance(value, int) and not isinstance(value, bool):
        return {"type": dice.choice(("integer", "number"))}
    return dict(_SHAPES[type(value)])


def _settled(dice: Random, row: Requirement) -> Requirement:
    cut = dice.random()
    if cut < 0.9:
        return row
    decision = dice.choice((Approved(), Rejected(reason=_words(dice)), Expired()))
    return asked.decided(row, decision)


def _words(dice: Random) -> str:
    return offers.text(dice, dice.choice((3, 20, 80, 600)))


def harmless(row: Requirement) -> Requirement:
    """Ask the same kind of question about a call in which nothing is odd."""
    verdict = row.verdict
    if verdict and isinstance(verdict.decision, Rejected):
        verdict = replace(verdict, decision=Rejected(reason="no"))
    return replace(
        row, arguments='{"a":"b"}', schema="{}", title="Do", reason="why", verdict=verdict
    )
