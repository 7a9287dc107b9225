"""What a person typed, as Slack keeps it: escaped text with marked links, and rich text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from playground.slack.payload import Payload

_MARKED = (
    r"<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|!subteam\^S[A-Z0-9]+|!here|!channel|!everyone)(?:\|[^>]*)?>"
)
_LINK = r"<(?:https?://|mailto:)[^>\s]+>"
_ADDRESS = r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"]"
# Tried only where a word begins: a long text without any address is read once, not once a letter.
_EMAIL = r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_PART = re.compile(
    f"(?P<marked>{_MARKED})|(?P<link>{_LINK})|(?P<address>{_ADDRESS})|(?P<email>{_EMAIL})"
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A message as it is stored."""

    text: str
    blocks: tuple[Payload, ...]


def typed(raw: str) -> Typed:
    """Store what was typed; mentions in Slack's notation stay, addresses become links."""
    pieces = list(_pieces(raw))
    elements = [element for _text, element in pieces]
    section = {"type": "rich_text_section", "elements": elements}
    block = {"type": "rich_text", "block_id": "typed", "elements": [section]}
    return Typed("".join(text for text, _element in pieces), (block,) if elements else ())


def _pieces(raw: str) -> Iterator[tuple[str, Payload]]:
    start = 0
    for found in _PART.finditer(raw):
        if found.start() > start:
            yield _plain(raw[start : found.start()])
        yield _special(found)
        start = found.end()
    if start < len(raw):
        yield _plain(raw[start:])


def _plain(raw: str) -> tuple[str, Payload]:
    # The page escapes already, a test may not: either way it is escaped once.
    bare = unescape(raw)
    return escape(bare, quote=False), {"type": "text", "text": bare}


def _special(found: re.Match[str]) -> tuple[str, Payload]:
    text = found.group()
    match found.lastgroup:
        case "marked":
            return text, _mention(text[1:-1].partition("|")[0])
        case "email":
            return f"<mailto:{text}|{text}>", {
                "type": "link",
                "url": f"mailto:{text}",
                "text": text,
            }
        case "link":
            url, _, label = text[1:-1].partition("|")
            return text, {"type": "link", "url": url} | ({"text": label} if label else {})
        case _:
            return f"<{text}>", {"type": "link", "url": unescape(text)}


def _mention(name: str) -> Payload:
    kind, rest = name[0], name[1:]
    if kind == "@":
        return {"type": "user", "user_id": rest}
    if kind == "#":
        return {"type": "channel", "channel_id": rest}
    if rest.startswith("subteam^"):
        return {"type": "usergroup", "usergroup_id": rest.removeprefix("subteam^")}
    return {"type": "broadcast", "range": rest}
