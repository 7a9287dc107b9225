"""Whether somebody changed what stood in a field: what nobody touched stays as it is stored."""

import re

from signoff.adapters.slack.elements import element
from signoff.adapters.slack.states import State, UnreadableError, value_of
from signoff.adapters.slack.widgets import Choices, Field, Listed
from signoff.core.canonical import Json, canonical
from signoff.core.schema import check

_REPORTED = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_user": "selected_user",
    "initial_users": "selected_users",
    "initial_conversation": "selected_conversation",
    "initial_conversations": "selected_conversations",
    "initial_date": "selected_date",
    "initial_time": "selected_time",
    "initial_date_time": "selected_date_time",
}
"""As what Slack reports that which a field was drawn with."""

_EMOJI = re.compile(
    "(?:[0-9#*]\ufe0f?\u20e3|[\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
    "[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*)+"
)
_NAMES = r"(?::[a-z0-9_+'-]{1,100}:){1,30}"

_NOTHING: tuple[Json, ...] = (None, "", [], ())


def as_drawn(field: Field) -> State:
    """Say what Slack reports of a field that nobody touched."""
    drawn = element(field)
    return {said: drawn[initial] for initial, said in _REPORTED.items() if initial in drawn}


def can_stand(field: Field) -> bool:
    """Tell whether a field shows the value that it stands for: nothing, or all of it."""
    return field.value in _NOTHING or bool(as_drawn(field))


def looks_empty(field: Field) -> bool:
    """Tell whether what stands in a field reads as nothing, so that Slack must not require it."""
    return value_of(field, as_drawn(field)) is None


def is_untouched(field: Field, state: State) -> bool:
    """Tell whether a field came back as it was drawn, in Slack's spelling or in its own."""
    drawn = as_drawn(field)
    try:
        value = value_of(field, state)
    except UnreadableError:
        return False
    if check({}, value):
        # No JSON, so it is not what was drawn, and can't be compared.
        return False
    came = _comparable(field, value)
    spellings = _spellings(drawn)
    return any(came == _comparable(field, value_of(field, each)) for each in spellings) or (
        isinstance(value, str) and any(_is_named(each.get("value"), value) for each in spellings)
    )


def _spellings(drawn: State) -> list[State]:
    """Give what may come back of a text: surfaces trim it, and have line ends of their own."""
    text = drawn.get("value")
    if not isinstance(text, str):
        return [drawn]
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return [drawn, *({"value": each} for each in (text.strip(), lines, lines.strip()))]


def _is_named(text: Json, came: str) -> bool:
    """Tell whether a text came back as it was, but for emoji that surfaces write by their names."""
    if not isinstance(text, str) or not _EMOJI.search(text):
        return False
    parts, end = list[str](), 0
    for emoji in _EMOJI.finditer(text):
        parts += [re.escape(text[end : emoji.start()]), f"(?:{re.escape(emoji[0])}|{_NAMES})"]
        end = emoji.end()
    return bool(re.fullmatch("".join([*parts, re.escape(text[end:])]), came))


def _comparable(field: Field, value: Json) -> str:
    """Write a value so that what was chosen compares in any order, and 10 with 10.0."""
    if isinstance(field.widget, Choices | Listed) and isinstance(value, list):
        return canonical(sorted(set(map(canonical, value))))
    if isinstance(value, float) and value.is_integer():
        return canonical(int(value))
    return canonical(value)
