"""The text formats that a schema may ask for: dates and times, addresses, ids."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType

_OFFSET = r"(Z|[+-]\d{2}:\d{2})"
_CLOCK = r"\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(rf"{_CLOCK}{_OFFSET}?", re.ASCII)
_MOMENT = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}T{_CLOCK}{_OFFSET}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_SLACK_USER = re.compile(r"[UW][A-Z0-9]{2,20}", re.ASCII)
_SLACK_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,20}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def unmet_format(name: str, text: str) -> str | None:
    """Say what the text must be, if it is not of this format; unknown formats ask for nothing."""
    rule = FORMATS.get(name)
    if rule is None:
        return None
    words, is_met = rule
    return None if is_met(text) else f"must be {words}"


def _reads_as(shape: re.Pattern[str], read: Callable[[str], object], text: str) -> bool:
    if not shape.fullmatch(text):
        return False
    try:
        read(text)
    except ValueError:
        return False
    return True


FORMATS: Mapping[str, tuple[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "date": (
            "a date, like 2026-11-20",
            lambda text: _reads_as(_DATE, date.fromisoformat, text),
        ),
        "date-time": (
            "a date and time with its offset, like 2026-11-20T14:00:00Z",
            lambda text: _reads_as(_MOMENT, datetime.fromisoformat, text),
        ),
        "time": (
            "a time of day, like 14:30",
            lambda text: _reads_as(_TIME, time.fromisoformat, text),
        ),
        "email": ("an email address", lambda text: bool(_EMAIL.fullmatch(text))),
        "uri": ("an address, like https://example.com", lambda text: bool(_URI.fullmatch(text))),
        "slack-user": (
            "the id of a person in Slack, like U0123ABCD",
            lambda text: bool(_SLACK_USER.fullmatch(text)),
        ),
        "slack-channel": (
            "the id of a channel in Slack, like C0123ABCD",
            lambda text: bool(_SLACK_CHANNEL.fullmatch(text)),
        ),
        "uuid": ("a UUID", lambda text: bool(_UUID.fullmatch(text))),
    }
)
"""Each format that is checked: what it must be, in words, and whether a text is it."""
