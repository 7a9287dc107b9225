"""A tool as a value: what the model is told, what a call must hold, when a person is asked."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, cast

from signoff.agent.arguments import Preparation, Prepared, Refused, read_object
from signoff.agent.shapes import Record
from signoff.agent.titles import Summary, title_of, titled_by
from signoff.agent.when import CallContext, When, answer
from signoff.core.canonical import Json, JsonObject, canonical, digest
from signoff.core.codec import column
from signoff.core.defaults import complete
from signoff.core.gate import Confirmation, Gate, OnInterrupt, Risk, UserInput
from signoff.core.schema import Problem, check
from signoff.core.terms import Policy, Terms

_MEANINGLESS = frozenset({"description", "x-order"})


class SubAgent(Protocol):
    """An agent that another one calls, as far as a tool knows it."""

    @property
    def id(self) -> str:
        """Its name in keys and logs."""
        ...

    @property
    def name(self) -> str:
        """What it is called."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A function that the model may call, and what its author said about it.

    Attributes:
        name: What the model calls it.
        description: What the model is told of it.
        function: The function itself.
        record: Its parameters, with the types that it receives.
        takes_key: Whether it has an `idempotency_key`, which the model never sees.
        gate: Why a call waits for a person; None when it does not.
        schema: The JSON Schema of its full arguments: stored with a pause, checked on both sides.
        model_schema: The strict JSON Schema that the model is given.
        when: Whether this call waits; None = each one does.
        expires_in: How long it waits; None = for ever.
        risk: How much a wrong approval would hurt; None where nobody said.
        summary: The human sentence on the card.
        idempotent: Whether starting it twice with one key does it once.
        on_interrupt: What to do when it was started and nobody knows how it ended.
        terms: On what terms a call waits: who may decide, what is hidden, and the like.
        agent: The agent that a call is handed to; None: the function is called.
    """

    name: str
    description: str
    function: Callable[..., object]
    record: Record
    takes_key: bool
    gate: Gate | None
    schema: JsonObject
    model_schema: JsonObject
    when: When | None
    expires_in: timedelta | None
    risk: Risk | None
    summary: Summary | None
    idempotent: bool
    on_interrupt: OnInterrupt
    terms: Terms
    agent: SubAgent | None = None

    @property
    def person_fields(self) -> tuple[str, ...]:
        """The fields that a person fills; the model's values for them only prefill the form."""
        return self.gate.fields if isinstance(self.gate, UserInput) else ()

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits of what an approval rests on; words and code may change."""
        said: Json = [
            self.name,
            _without_words(self.schema),
            _rests_on(self.gate),
            self.risk,
            self.idempotent,
            *_agreed(self.terms),
            *((self.agent.id,) if self.agent else ()),
        ]
        return digest(canonical(said))[:12]

    def prepare(self, raw: str) -> Preparation:
        """Read the text of the model's arguments and make them whole, or say what is wrong.

        Defaults are filled in, so that the arguments are exactly what will run. A value that the
        model guessed for a person's field, and that is empty or does not fit, is dropped: the
        person is asked for it anyway.
        """
        given = read_object(raw)
        if isinstance(given, Refused):
            return given
        empty = {name for name in self.person_fields if given.get(name) == ""}
        given = {name: value for name, value in given.items() if name not in empty}
        arguments = self._complete(given)
        unfit = self._unfit_guesses(arguments)
        if unfit:
            arguments = self._complete(
                {name: value for name, value in given.items() if name not in unfit}
            )
        problems = tuple(
            problem
            for problem in check(self.schema, arguments)
            if not set(problem.path[:1]) & self._unanswered(arguments)
        )
        return Refused(problems=problems) if problems else Prepared(arguments=arguments)

    def check_final(self, arguments: JsonObject) -> tuple[Problem, ...]:
        """List what is wrong with the arguments that are about to run; nothing, normally."""
        return check(self.schema, arguments)

    def is_gated_for(self, arguments: JsonObject, context: CallContext | None = None) -> bool:
        """Decide whether a person is asked about this call; ask once, and store the answer.

        A `when` that raises, or gives no bool, asks. So does a field that only a person can fill.

        Args:
            arguments: What it is called with.
            context: Who asks for it, and where; None: nobody, nowhere.
        """
        if self.gate is None or self.when is None:
            return self.gate is not None
        if self._unanswered(arguments) & set(_names(self.schema.get("required"))):
            return True
        try:
            # A copy to its last list: what is stored and runs is what was checked.
            said = answer(self.when, json.loads(canonical(arguments)), context or CallContext())
        except Exception:  # noqa: BLE001 - the author's code; asking is what can't do harm
            return True
        return said is not False

    def title(self, arguments: JsonObject) -> str:
        """Write what this call does as one short human sentence; never raises."""
        return title_of(self.name, arguments, self.summary, redact=self.terms.redact)

    def titled_by(self, arguments: JsonObject) -> tuple[str, ...]:
        """Name the arguments that the title of this call speaks of; never raises."""
        return titled_by(arguments, self.summary, redact=self.terms.redact)

    def _complete(self, given: JsonObject) -> JsonObject:
        return cast("JsonObject", complete(self.schema, given))

    def _unfit_guesses(self, arguments: JsonObject) -> set[str | int]:
        problems = check(self.schema, arguments)
        return {name for each in problems for name in each.path[:1] if name in self.person_fields}

    def _unanswered(self, arguments: JsonObject) -> set[str | int]:
        return {name for name in self.person_fields if name not in arguments}


def _rests_on(gate: Gate | None) -> Json:
    match gate:
        case None:
            return None
        case UserInput(fields=fields):
            return [gate.kind, *fields]
        case Confirmation(quorum=quorum, editable=editable) if quorum > 1 or editable:
            return [gate.kind, quorum, *editable]
        case _:
            return [gate.kind]


def _agreed(terms: Terms) -> tuple[Json, ...]:
    """Say what of the terms an approval rests on: who gave it, and what was hidden from them."""
    policy = terms.policy
    if policy == Policy() and not terms.redact:
        return ()
    return (column(policy), *terms.redact)


def _names(names: Json) -> tuple[str, ...]:
    return tuple(map(str, names)) if isinstance(names, list | tuple) else ()


def _without_words(schema: Json) -> Json:
    if isinstance(schema, list | tuple):
        return [_without_words(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {
        name: {key: _without_words(each) for key, each in inner.items()}
        if name == "properties" and isinstance(inner, Mapping)
        else _without_words(inner)
        for name, inner in schema.items()
        if name not in _MEANINGLESS
    }
