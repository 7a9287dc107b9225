"""The blocks that our cards are made of, spelled once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from signoff.adapters.slack.limits import (
    ACCESSIBILITY_LABEL,
    BUTTON_TEXT,
    CONFIRM_TEXT,
    CONFIRM_TITLE,
    TEXT_IN_BLOCK,
    clipped,
)

Block: TypeAlias = dict[str, Any]
"""A block, an element or an object, as Slack's JSON has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A message as it goes to Slack.

    Attributes:
        text: What notifications and screen readers get, as mrkdwn.
        blocks: What everybody else sees.
    """

    text: str
    blocks: list[Block]


def plain(text: str) -> Block:
    """A text in which nothing is live."""
    return {"type": "plain_text", "text": text, "emoji": False}


def run(text: str, **style: bool) -> Block:
    """A run of rich text, in one style."""
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def moment(ms: int, fallback: str) -> Block:
    """A date and time in rich text, which Slack shows in the reader's own time zone."""
    form = "{date_short_pretty} {time}"
    return {"type": "date", "timestamp": ms // 1000, "format": form, "fallback": fallback}


def line(*runs: Block) -> Block:
    """A paragraph of rich text."""
    return {"type": "rich_text_section", "elements": list(runs)}


def quote(*runs: Block) -> Block:
    """Somebody's words, set apart."""
    return {"type": "rich_text_quote", "elements": list(runs)}


def preformatted(text: str) -> Block:
    """A text exactly as it is."""
    return {"type": "rich_text_preformatted", "elements": [run(text)]}


def numbered(*lines: Block) -> Block:
    """A numbered list of paragraphs."""
    return {"type": "rich_text_list", "style": "ordered", "elements": list(lines)}


def rich(block_id: str, *elements: Block) -> Block:
    """A block of rich text."""
    return {"type": "rich_text", "block_id": block_id, "elements": list(elements)}


def rich_all(block_id: str, elements: Sequence[Block]) -> list[Block]:
    """As many blocks of rich text as some elements need, each of a size that Slack takes."""
    drawn: list[list[Block]] = [[]]
    for element in elements:
        if drawn[-1] and _size(drawn[-1]) + _size([element]) > TEXT_IN_BLOCK:
            drawn.append([])
        drawn[-1].append(element)
    ids = [block_id, *(f"{block_id}.{more}" for more in range(1, len(drawn)))]
    return [rich(name, *part) for name, part in zip(ids, drawn, strict=True)]


def _size(elements: Sequence[Block]) -> int:
    return sum(
        _size(element["elements"]) if "elements" in element else len(element.get("text", ""))
        for element in elements
    )


def context(block_id: str, text: str) -> Block:
    """A small line of mrkdwn, whose every foreign part is escaped already."""
    words = {"type": "mrkdwn", "text": text, "verbatim": True}
    return {"type": "context", "block_id": block_id, "elements": [words]}


def header(block_id: str, text: str) -> Block:
    """A headline."""
    return {"type": "header", "block_id": block_id, "text": plain(text)}


def section(block_id: str, text: str) -> Block:
    """A paragraph of plain text."""
    return {"type": "section", "block_id": block_id, "text": plain(text)}


def divider() -> Block:
    """A line between two rows."""
    return {"type": "divider"}


def actions(block_id: str, *elements: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(
    verb: str,
    text: str,
    value: str,
    *,
    about: str = "",
    style: str = "",
    confirm: Block | None = None,
) -> Block:
    """A button; `about` is what a screen reader says instead of the text."""
    drawn = {
        "type": "button",
        "action_id": verb,
        "text": plain(clipped(text, BUTTON_TEXT)),
        "value": value,
    }
    if style:
        drawn["style"] = style
    if about:
        drawn["accessibility_label"] = clipped(about, ACCESSIBILITY_LABEL)
    if confirm:
        drawn["confirm"] = confirm
    return drawn


def confirmation(*, title: str, text: str, yes: str, style: str = "danger") -> Block:
    """The question after a button that is not to be pressed by the way."""
    return {
        "title": plain(clipped(title, CONFIRM_TITLE)),
        "text": plain(clipped(text, CONFIRM_TEXT)),
        "confirm": plain(yes),
        "deny": plain("Go back"),
        "style": style,
    }


def menu(action_id: str, *options: tuple[str, str]) -> Block:
    """A ⋯ menu, from texts and values."""
    return {
        "type": "overflow",
        "action_id": action_id,
        "options": [{"text": plain(text), "value": value} for text, value in options],
    }


def labelled(block_id: str, label: str, element: Block) -> Block:
    """An input with its label."""
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}


def modal(
    *,
    callback_id: str,
    metadata: str,
    title: str,
    blocks: Sequence[Block],
    submit: str = "",
    close: str = "Cancel",
) -> Block:
    """A modal view."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "title": plain(title),
        "close": plain(close),
        "blocks": list(blocks),
    }
    return {**view, "submit": plain(submit)} if submit else view
