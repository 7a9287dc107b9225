"""A long answer read back from its messages: what it says again is marked, and left out."""

import html
from collections.abc import Iterable
from typing import Any


def answer_in(messages: Iterable[Any]) -> str:
    """Put the messages of one answer together: posted bodies, in the order of their parts."""
    posted = sorted(messages, key=lambda sent: _order(_payload(sent)))
    return "".join(map(_own, posted))


def _payload(sent: Any) -> Any:
    return sent["metadata"]["event_payload"]


def _order(payload: Any) -> list[int]:
    cut = str(payload.get("cut") or "")
    return [payload.get("part", 1), *(int(each) for each in cut.split(".") if each)]


def _own(sent: Any) -> str:
    """Give what a message has of the answer, drawn as Markdown or not."""
    blocks = [each for each in sent.get("blocks") or () if each["type"] == "markdown"]
    text: str = blocks[0]["text"] if blocks else html.unescape(sent["text"])
    payload = _payload(sent)
    return text[payload.get("head", 0) : len(text) - payload.get("tail", 0)]
