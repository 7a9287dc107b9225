"""People and channels that the model names in arguments, by the ids that tools take.

The model reads names, never ids. So where a tool asks for the id of a person or a channel, the
name of one of the thread stands for it.
"""

import json
from collections.abc import Mapping, Sequence

from signoff.core.canonical import Json, JsonObject
from signoff.core.mentions import callable_names
from signoff.core.who import Who

_MARKS = {"slack-user": "@", "slack-channel": "#"}


def with_ids(raw: str, schema: Json, people: Sequence[Who]) -> str:
    """Give the text of a call's arguments with ids for names, where the schema asks for ids.

    Whatever is no name of one person or channel of the thread stays as it is, and so does a text
    that is no JSON.
    """
    try:
        given: Json = json.loads(raw, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError):
        return raw
    known = callable_names(people)
    known_places = {who.name: who.id for who in people if who.id[:1] in {"C", "G"}}
    ids = {"slack-user": known, "slack-channel": known_places}
    found = _resolved(given, schema, ids)
    return raw if found == given else json.dumps(found, ensure_ascii=False)


def _without_doubles(pairs: list[tuple[str, Json]]) -> JsonObject:
    """Read an object.

    Raises:
        ValueError: It has one name twice; whoever reads the arguments says so.
    """
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("a name stands twice")
    return read


def _resolved(value: Json, schema: Json, ids: Mapping[str, Mapping[str, str]]) -> Json:
    if not isinstance(schema, Mapping):
        return value
    choices = schema.get("anyOf")
    if isinstance(choices, Sequence) and not isinstance(choices, str):
        for each in choices:
            value = _resolved(value, each, ids)
    match value:
        case str():
            kind = str(schema.get("format"))
            name = value.strip().removeprefix(_MARKS.get(kind, ""))
            return ids.get(kind, {}).get(name, value)
        case Mapping():
            fields = schema.get("properties")
            known: JsonObject = fields if isinstance(fields, Mapping) else {}
            rest = schema.get("additionalProperties")
            return {
                name: _resolved(each, known.get(name, rest), ids) for name, each in value.items()
            }
        case Sequence():
            return [_resolved(each, schema.get("items"), ids) for each in value]
        case _:
            return value
