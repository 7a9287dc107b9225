"""JSON as it crosses the wire, and the few ways to read it safely."""

from typing import Any, TypeAlias, cast

Payload: TypeAlias = dict[str, Any]


def payload_of(value: object) -> Payload:
    """Read a value as a JSON object; anything else counts as an empty one."""
    return cast("Payload", value) if isinstance(value, dict) else {}


def payloads_of(value: object) -> list[Payload]:
    """Read a value as a list of JSON objects; what is no object is left out."""
    if not isinstance(value, list):
        return []
    return [cast("Payload", item) for item in cast("list[object]", value) if isinstance(item, dict)]


def strings_of(value: object) -> list[str]:
    """Read a value as a list of strings; a comma-separated string is one too."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list):
        return []
    return [str(item) for item in cast("list[object]", value)]


def without_nones(payload: Payload) -> Payload:
    """Leave out the keys that have no value, as Slack does."""
    return {key: value for key, value in payload.items() if value is not None}
