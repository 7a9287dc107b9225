"""The arguments of a Web API call, whichever way they came."""

import json
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import parse_qsl

from playground.slack.errors import SlackError, missing
from playground.slack.payload import Payload, payload_of, payloads_of, strings_of


def read_args(content_type: str, query: Mapping[str, str], body: bytes) -> Payload:
    """Merge query, form or JSON into one object.

    Raises:
        SlackError: invalid_json or invalid_form_data.
    """
    args: Payload = dict(query)
    if not body:
        return args
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise SlackError("invalid_form_data") from error
    if "json" in content_type:
        return args | _json_args(text)
    return args | dict(parse_qsl(text, keep_blank_values=True))


def _json_args(text: str) -> Payload:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise SlackError("invalid_json") from error
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return cast("Payload", value)


class Args:
    """Typed questions to the arguments of one call."""

    def __init__(self, raw: Payload) -> None:
        self._raw = raw

    def __contains__(self, key: str) -> bool:
        return self._raw.get(key) is not None

    def text(self, key: str) -> str | None:
        """Read a string; an empty one counts as none."""
        value = self._raw.get(key)
        return None if value is None or value == "" else str(value)

    def required(self, key: str) -> str:
        """Read a string that must be there.

        Raises:
            SlackError: invalid_arguments, naming the field.
        """
        value = self.text(key)
        if value is None:
            raise missing(key)
        return value

    def flag(self, key: str) -> bool:
        """Read a switch in any of its spellings."""
        return str(self._raw.get(key, "")).lower() in {"true", "1"}

    def number(self, key: str, default: int) -> int:
        """Read a whole number.

        Raises:
            SlackError: invalid_arguments, if it is none.
        """
        value = self._raw.get(key)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError as error:
            raise SlackError("invalid_arguments") from error

    def structure(self, key: str) -> Any:
        """Read what may be JSON in a form field; text that is no JSON stays text."""
        value = self._raw.get(key)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            return value

    def record(self, key: str) -> Payload:
        """Read an object."""
        return payload_of(self.structure(key))

    def records(self, key: str) -> list[Payload]:
        """Read a list of objects."""
        return payloads_of(self.structure(key))

    def strings(self, key: str) -> list[str]:
        """Read a list of strings, or one with commas."""
        return strings_of(self.structure(key))
