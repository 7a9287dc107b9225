"""Slack's marks in a text, for the model's eyes and from its hand: names go in, no id comes out."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from signoff.core.naming import SOMEONE, is_no_name, plain_name
from signoff.core.who import Who

SOME_CHANNEL: Final = "some-channel"
"""What a channel is called that Slack does not name."""

_PERSON = re.compile(r"<@(?P<id>[UWB][A-Z0-9]{1,40})(?:\|(?P<label>[^<>]*))?>", re.ASCII)
_CHANNEL = re.compile(r"<#(?P<id>[CGD][A-Z0-9]{1,40})(?:\|(?P<label>[^<>]*))?>", re.ASCII)
_GROUP = re.compile(r"<!subteam\^(?P<id>S[A-Z0-9]{1,40})(?:\|(?P<label>[^<>]*))?>", re.ASCII)
_DATE = re.compile(r"<!date\^(?P<at>\d{1,11})\^[^<>|]*(?:\|(?P<label>[^<>]*))?>", re.ASCII)
_CONTROL = re.compile(
    r"<!(?P<word>here|channel|everyone|subteam|date)\b[^<>|]*(?:\|(?P<label>[^<>]*))?>", re.ASCII
)
_CODE = re.compile(r"(?P<code>```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|``.+?``|`[^`\n]+`)", re.DOTALL)
_ID = re.compile(r"[UWBCGDS](?=[A-Z]*[0-9])[A-Z0-9]+", re.ASCII)
_PERSONAL = re.compile(r"[UW][A-Z0-9]{1,40}", re.ASCII)
_BEFORE = r"(?<![^\W_]|[@.<|/\[-])"
_AFTER = r"(?![^\W_]|_\w|-\w)"


def people_in(text: str) -> tuple[str, ...]:
    """List whom a text mentions, by id, each once."""
    return tuple(dict.fromkeys(m["id"] for m in _PERSON.finditer(text)))


def channels_in(text: str) -> tuple[str, ...]:
    """List the channels that a text names by their id alone."""
    return tuple(dict.fromkeys(m["id"] for m in _CHANNEL.finditer(text) if not _label(m)))


def groups_in(text: str) -> tuple[str, ...]:
    """List the user groups that a text names by their id alone."""
    return tuple(dict.fromkeys(m["id"] for m in _GROUP.finditer(text) if not _label(m)))


def readable(text: str, names: Mapping[str, str]) -> str:
    """Write a text with names in place of ids; whom and what nobody can name is someone.

    Args:
        text: What was written, with Slack's marks for people, channels, groups and dates.
        names: What they are called, by id.
    """

    def person(found: re.Match[str]) -> str:
        return f"@{names.get(found['id']) or _label(found) or SOMEONE}"

    def channel(found: re.Match[str]) -> str:
        return f"#{_label(found) or names.get(found['id']) or SOME_CHANNEL}"

    text = _GROUP.sub(person, _CHANNEL.sub(channel, _PERSON.sub(person, text)))
    return _CONTROL.sub(_uncontrolled, _DATE.sub(_moment, text))


def addressed(text: str, people: Sequence[Who]) -> str:
    """Write the model's words for Slack: `@Name` calls that person, if they are of the thread.

    Nothing else in its words calls anybody: no id, no group, no channel. Code stays code.

    Args:
        text: What the model wrote.
        people: Everybody of the thread, each with the name that the model knows them by.
    """
    called = callable_names(people)
    names = {who.id: who.name for who in people}
    parts = _CODE.split(text)
    # The pattern has one group: every second part is code.
    return "".join(
        readable(part, names) if place % 2 else _alive(part, called, names)
        for place, part in enumerate(parts)
    )


def named(text: str, people: Sequence[Who]) -> str:
    """Write the model's words where nobody is to be called: with names in place of ids."""
    return readable(text, {who.id: who.name for who in people})


def _alive(text: str, called: Mapping[str, str], names: Mapping[str, str]) -> str:
    plain = readable(text, names)
    # A bare id came from a tool: people read who that is.
    known = {who: who for who in names if _PERSONAL.fullmatch(who)}
    patterns = [
        *([f"@(?P<name>{_any(called)})"] if called else []),
        *([f"(?P<id>{_any(known)})"] if known else []),
    ]
    if not patterns:
        return plain
    pattern = re.compile(f"{_BEFORE}(?:{'|'.join(patterns)}){_AFTER}")
    return pattern.sub(lambda found: f"<@{_whom(found, called)}>", plain)


def _whom(found: re.Match[str], called: Mapping[str, str]) -> str:
    given = found.groupdict()
    name = given.get("name")
    return called[name] if name else given["id"]


def callable_names(people: Sequence[Who]) -> dict[str, str]:
    """Give who can be called by which name: one name that two share calls nobody."""
    owners: dict[str, set[str]] = {}
    for who in people:
        owners.setdefault(who.name, set()).add(who.id)
    return {
        name: min(ids)
        for name, ids in owners.items()
        if len(ids) == 1 and not is_no_name(name) and _PERSONAL.fullmatch(min(ids))
    }


def _any(words: Mapping[str, str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(map(re.escape, longest_first))


def _label(found: re.Match[str]) -> str:
    """Give what the mark itself says, unless that is no name, or an id."""
    label = (found["label"] or "").lstrip("@#").strip()
    return plain_name(label) if label and not _ID.fullmatch(label) else ""


def _moment(found: re.Match[str]) -> str:
    moment = datetime.fromtimestamp(int(found["at"]), tz=UTC)
    return found["label"] or f"{moment:%Y-%m-%d %H:%M} UTC"


def _uncontrolled(found: re.Match[str]) -> str:
    is_all = found["word"] in {"here", "channel", "everyone"}
    return f"@{found['word']}" if is_all else found["label"] or f"@{SOMEONE}"
