"""What nobody sees before they ask to: the words in its place, and how it is kept out of others."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.gate import UserInput
from signoff.core.merging import final_arguments
from signoff.core.requirement import Requirement

HIDDEN = "(hidden)"
"""What stands in other texts where a hidden value stood."""

_SHORTEST = 3
"""Shorter values are left in other texts: they stand in half of all words by chance."""


def hidden_words(value: Json) -> str:
    """Say of a value only how long it is: `hidden, 24 characters`."""
    length = len(value if isinstance(value, str) else canonical(value))
    return f"hidden, {length:,} character{'' if length == 1 else 's'}"


def masked(arguments: JsonObject, redact: Sequence[str]) -> JsonObject:
    """Give arguments with words in place of those that are hidden."""
    return {
        name: hidden_words(value) if name in redact else value for name, value in arguments.items()
    }


def seen_arguments(requirement: Requirement) -> JsonObject:
    """Give the arguments that will run, or have, as they may be shown to everybody."""
    given: JsonObject = json.loads(final_arguments(requirement))
    return masked(given, requirement.terms.redact)


def hidden_arguments(requirement: Requirement) -> JsonObject:
    """Give those arguments, with their values, that a person may ask to see."""
    given: JsonObject = json.loads(final_arguments(requirement))
    filled_in = requirement.ask.fields if isinstance(requirement.ask, UserInput) else ()
    return {
        name: given[name]
        for name in requirement.terms.redact
        if name in given and name not in filled_in
    }


def scrubbed(requirement: Requirement, text: str) -> str:
    """Take a requirement's hidden values out of a text that somebody else wrote."""
    redact = requirement.terms.redact
    if not redact or not text:
        return text
    both = (requirement.arguments, final_arguments(requirement))
    return without(secrets_in((json.loads(each) for each in both), redact), text)


def secrets_in(some: Iterable[JsonObject], redact: Sequence[str]) -> frozenset[str]:
    """List what of some arguments is hidden, in each form in which it is likely to be quoted."""
    leaves = {
        leaf
        for arguments in some
        for name in redact
        for leaf in _leaves(arguments.get(name))
        if len(leaf) >= _SHORTEST
    }
    return frozenset(form for leaf in leaves for form in _forms(leaf) if len(form) >= _SHORTEST)


def without(secrets: Iterable[str], text: str) -> str:
    """Take some values out of a text, the longest first."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def _leaves(value: Json) -> Iterator[str]:
    match value:
        case bool() | None:
            return
        case str():
            yield value
        case int() | float():
            yield canonical(value)
        case Mapping():
            for inner in value.values():
                yield from _leaves(inner)
        case _:
            for inner in value:
                yield from _leaves(inner)


def _forms(leaf: str) -> tuple[str, ...]:
    return leaf, leaf.strip(), " ".join(leaf.split()), json.dumps(leaf)[1:-1], canonical(leaf)[1:-1]
