"""Makes what a recording holds the same every time, whatever was made up at random."""

import re

from playground.slack.payload import Payload, payload_of

_PAGE = "http://127.0.0.1:3000"
_MINTED = re.compile(
    r"(?P<kind>\b(?:Ev|V|F|13\.|\d+\.h)|/actions/\w+/|\"client_msg_id\": \")[0-9A-Fa-f]{10}\b"
)


def steady(text: str, origin: str) -> str:
    """Replace ids that Slack makes up, and the port that it listens on."""
    known: dict[str, str] = {}

    def replaced(match: re.Match[str]) -> str:
        number = known.setdefault(match[0], f"{len(known) + 1:010d}")
        return match["kind"] + number

    return _MINTED.sub(replaced, text).replace(origin, _PAGE)


def without_blocks(payload: Payload) -> Payload:
    """Leave out how the card looked: it tells the time, and nobody reads a decision out of it."""
    kept = dict(payload)
    for surface in ("message", "view"):
        if surface in payload:
            kept[surface] = {**payload_of(payload[surface]), "blocks": []}
    if "message" in payload:
        kept["message"] = {**payload_of(kept["message"]), "text": "A card."}
    return kept
