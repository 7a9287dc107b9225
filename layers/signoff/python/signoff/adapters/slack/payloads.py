"""JSON from outside, read without believing anything about its shape."""

import json
import re
from collections.abc import Mapping, Sequence

from signoff.core.canonical import Json, JsonObject

_ID = re.compile(r"[A-Z][A-Z0-9]{1,40}", re.ASCII)
_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}", re.ASCII)


def parsed(text: str | bytes) -> JsonObject | None:
    """Read a JSON object; None: the text is none, or is no UTF-8."""
    try:
        # Left to itself, json guesses the encoding, and takes bytes that are no text.
        value: Json = json.loads(text.decode() if isinstance(text, bytes) else text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, Mapping) else None


def object_at(value: Json, *path: str) -> JsonObject:
    """Follow a path to an object; where there is none, an empty one."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def objects_at(value: Json, *path: str) -> tuple[JsonObject, ...]:
    """Follow a path to a list, and give the objects in it; where there is none, none."""
    found = object_at(value, *path[:-1]).get(path[-1])
    if isinstance(found, str) or not isinstance(found, Sequence):
        return ()
    return tuple(each for each in found if isinstance(each, Mapping))


def first_object_at(value: Json, *path: str) -> JsonObject:
    """Follow a path to a list, and give its first object; where there is none, an empty one."""
    found = objects_at(value, *path)
    return found[0] if found else {}


def text_at(value: Json, *path: str) -> str:
    """Follow a path to a text; where there is none, an empty one."""
    found = object_at(value, *path[:-1]).get(path[-1])
    return str(writable(found)) if isinstance(found, str) else ""


def id_at(value: Json, *path: str) -> str:
    """Follow a path to an id of Slack's (`T…`, `C…`, `U…`); where there is none, an empty text."""
    found = text_at(value, *path)
    return found if _ID.fullmatch(found) else ""


def ts_at(value: Json, *path: str) -> str:
    """Follow a path to the `ts` of a message; where there is none, an empty text."""
    found = text_at(value, *path)
    return found if _TS.fullmatch(found) else ""


def writable(value: Json) -> Json:
    """Take half emoji out of all texts: JSON can spell them, and nothing can store them."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {str(writable(name)): writable(each) for name, each in value.items()}
    if isinstance(value, Sequence):
        return [writable(each) for each in value]
    return value
