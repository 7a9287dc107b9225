"""What a person sees of a drawing, and what of it is alive or hidden: read with no code of ours."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

_OURS: Final = re.compile(
    r"<@U0(?:ANA|BOB|EVE)>|<!date\^\d+\^(?:\{date_short_pretty\} )?\{time\}\|[0-9:\- ]+ UTC>"
)
"""The only tokens that a card writes itself: people it knows, and times."""

_FORMAT: Final = re.compile(r"[*_~`]|:[a-z0-9_+'-]+:")
_IGNORABLE: Final = (
    (0xAD, 0xAE),
    (0x34F, 0x350),
    (0x61C, 0x61D),
    (0x115F, 0x1161),
    (0x17B4, 0x17B6),
    (0x180B, 0x1810),
    (0x200B, 0x2010),
    (0x202A, 0x202F),
    (0x2060, 0x2070),
    (0x2800, 0x2801),
    (0x3164, 0x3165),
    (0xFE00, 0xFE10),
    (0xFEFF, 0xFF00),
    (0xFFA0, 0xFFA1),
    (0xFFF0, 0xFFF9),
    (0x1BCA0, 0x1BCA4),
    (0x1D173, 0x1D17B),
    (0xE0000, 0xE1000),
)
"""Unicode's default-ignorable code points, and the blank Braille cell."""

_SEEN: Final = ("text", "fallback", "accessibility_label")


def seen(all_parts: Sequence[Any]) -> Iterator[str]:
    """Give every text of a drawing that a person reads, or is read to."""
    for part in all_parts:
        yield from (part[name] for name in _SEEN if isinstance(part.get(name), str))


def marked_up(all_parts: Sequence[Any]) -> Iterator[str]:
    """Give every text in which Slack looks for tokens."""
    return (part["text"] for part in all_parts if part.get("type") == "mrkdwn")


def live_in_blocks(text: str) -> list[str]:
    """List what would come alive in a text of blocks, besides people and times."""
    left = _OURS.sub("", text)
    return [*re.findall(r"<[^>]*>?|>", left), *_FORMAT.findall(left)]


def live_in_notice(text: str) -> list[str]:
    """List the tokens that would come alive in the text beside the blocks."""
    return re.findall(r"<[^>]*>?|>", _OURS.sub("", text))


def hidden(text: str) -> list[str]:
    """List the code points of a text that nobody would see."""
    return [f"U+{ord(each):04X}" for each in sorted(filter(_is_hidden, set(text)))]


def preformatted(blocks: Sequence[Any]) -> str:
    """Put together all that stands preformatted."""
    return "".join(
        run["text"]
        for block in blocks
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_preformatted"
        for run in element["elements"]
    )


def is_endless(blocks: Sequence[Any]) -> bool:
    """Tell whether a review says that it can't be approved."""
    return any("can't be approved" in str(block.get("text")) for block in blocks)


def is_cut(blocks: Sequence[Any]) -> bool:
    """Tell whether a form says that it does not show all of what somebody else has run."""
    said = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    return "Only the beginning stands here." in said


def rows(blocks: Sequence[Any]) -> list[list[Any]]:
    """Cut a card at its lines, as the eye does."""
    cut: list[list[Any]] = [[]]
    for block in blocks:
        if block["type"] == "divider":
            cut.append([])
        else:
            cut[-1].append(block)
    # What stands above the first line is said of all of them.
    return cut[1:] if len(cut) > 1 else cut


def buttons(blocks: Sequence[Any]) -> dict[str, str]:
    """List the buttons by what they do, with their values."""
    return {
        element["action_id"]: element["value"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    }


def values(all_parts: Sequence[Any]) -> Iterator[str]:
    """Give the value of every button and every entry of a menu."""
    for part in all_parts:
        if part.get("type") == "button" and "value" in part:
            yield part["value"]
        if part.get("type") == "overflow":
            yield from (option["value"] for option in part["options"])


def typed(blocks: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Give what stands in the text fields already, by block."""
    for block in blocks:
        if block["type"] == "input":
            yield block["block_id"], block


def stands(element: Any, given: Any) -> Any:
    """Read what stands in a field: a text as it is, a choice by its label, all else as JSON."""
    if element["type"] == "radio_buttons":
        chosen = element.get("initial_option")
        return _CHOICES.get(chosen["text"]["text"], given) if chosen else None
    value = element.get("initial_value")
    if isinstance(given, str):
        return value or ""
    if isinstance(given, float) and value is not None:
        return float(value)
    return None if value is None else json.loads(value)


_CHOICES: Final = {"Yes": True, "No": False}


def parts(drawn: Any) -> list[dict[str, Any]]:
    """List all objects of a drawing."""
    found, left = list[dict[str, Any]](), [drawn]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            found.append(part)
        left += [
            each
            for each in (part.values() if isinstance(part, dict) else part)
            if isinstance(each, dict | list)
        ]
    return found


@cache
def _is_hidden(character: str) -> bool:
    if character in "\n ":
        return False
    category = unicodedata.category(character)
    if category[0] in "CZ":
        return True
    return any(start <= ord(character) < stop for start, stop in _IGNORABLE)
