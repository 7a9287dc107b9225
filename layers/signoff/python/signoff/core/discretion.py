"""A run is told without the values that its tools hide, whoever repeated them."""

import json
from collections.abc import Iterable, Iterator, Sequence

from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.journal import Call, Refuse
from signoff.core.merging import final_arguments
from signoff.core.redaction import hidden_words, masked, secrets_in
from signoff.core.requirement import Requirement


def seen_call(call: Call) -> str:
    """Give the arguments of a call as they may be seen: as the model wrote them, if refused."""
    if not isinstance(call.plan, Refuse):
        return masked_text(call.arguments, call.redact)
    if call.redact and _read(call.arguments) is None:
        return hidden_words(call.arguments)
    return masked_text(call.arguments, call.redact)


def words_of(asked: Requirement) -> dict[str, str]:
    """Give what a request says, as it may be seen."""
    arguments = masked_text(asked.arguments, asked.terms.redact)
    return {"title": asked.title, "arguments": arguments, "reason": asked.reason}


def masked_text(arguments: str, redact: Sequence[str]) -> str:
    """Mask arguments that are written as JSON; other JSON has no names, and stays."""
    read = _read(arguments) if redact else None
    return arguments if read is None else canonical(masked(read, redact))


def secrets_of(calls: Iterable[Call], requirements: Iterable[Requirement]) -> frozenset[str]:
    """List what is hidden in a run, in each form in which it is likely to be quoted."""
    found: set[str] = set()
    for call in calls:
        if call.redact:
            found |= secrets_in(_all(call.arguments), call.redact)
    for asked in requirements:
        redact = asked.terms.redact
        if redact:
            found |= secrets_in(_all(asked.arguments, final_arguments(asked)), redact)
    return frozenset(found)


def _all(*texts: str) -> Iterator[JsonObject]:
    for text in texts:
        read = _read(text)
        if read is not None:
            yield read


def _read(text: str) -> JsonObject | None:
    try:
        read: Json = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None
