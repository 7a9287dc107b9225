"""A text is said in messages that Slack takes, each piece of it once, however often it is tried."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from signoff.adapters.slack import sayings
from signoff.adapters.slack.blocks import Block, Drawn, context
from signoff.adapters.slack.posts import REPLY, TOO_LONG, UNDRAWABLE, Posts
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.core.canonical import JsonObject
from signoff.core.keys import ThreadKey

SHORTEST = 1_000
"""A piece of so few characters is not cut any smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A piece's place in the text: its number, and where it was cut smaller.

    Attributes:
        number: The piece, from 1.
        parts: How many pieces there are.
        cut: Which piece of that piece, `2` or `2.1`; empty: it is whole.
        is_last: Whether it is the last of that piece.
    """

    number: int
    parts: int
    cut: str = ""
    is_last: bool = True

    @property
    def name(self) -> str:
        return f"{self.number}.{self.cut}".rstrip(".")

    @property
    def is_first(self) -> bool:
        return set(self.name.split(".")) == {"1"}

    def smaller(self, number: int, parts: int) -> "_Part":
        cut = f"{self.cut}.{number}".lstrip(".")
        return replace(self, cut=cut, is_last=self.is_last and number == parts)

    def payload(self, mark: str) -> JsonObject:
        whole: JsonObject = {"mark": mark, "part": self.number, "parts": self.parts}
        return {**whole, "cut": self.cut, "is_last": self.is_last} if self.cut else whole


def ends(payload: JsonObject) -> bool:
    """Tell whether a message of this payload is the last of its text."""
    return payload.get("part") == payload.get("parts") and payload.get("is_last") is not False


@dataclass(slots=True, kw_only=True)
class Speech:
    """One text on its way.

    Attributes:
        posts: What stands in Slack.
        place: Where it is said.
        mark: What its messages carry.
        head: What stands above it, as mrkdwn.
        sent: The messages of earlier tries, by their part; None: not looked for.
    """

    posts: Posts
    place: ThreadKey
    mark: str
    head: str = ""
    sent: dict[str, str] | None = None

    def say(self, text: str) -> str:
        """Say a text, and give the `ts` of its last message."""
        pieces = sayings.pieces(text)
        # An earlier try may have been cut off in the middle: it goes on from there.
        sent = self._known() if len(pieces) > 1 else {}
        ts = ""
        for number, piece in enumerate(pieces, 1):
            part = _Part(number=number, parts=len(pieces))
            ts = sent.get(part.name) or self._piece(piece, part)
        return ts

    def _piece(self, piece: str, part: _Part) -> str:
        """Say a piece whole, as plain text or in smaller ones: whatever Slack takes first."""
        try:
            return self._post(piece, part, [{"type": "markdown", "text": piece}])
        except RefusedBySlackError as error:
            if error.code not in UNDRAWABLE:
                raise
            if self._is_to_be_cut(piece, error):
                return self._cut(piece, part)
        return self._plainly(piece, part)

    def _plainly(self, piece: str, part: _Part) -> str:
        if not sayings.fits_as_text(piece):
            return self._cut(piece, part)
        try:
            return self._post(piece, part, [])
        except RefusedBySlackError as error:
            if not self._is_to_be_cut(piece, error):
                raise
        return self._cut(piece, part)

    def _is_to_be_cut(self, piece: str, error: RefusedBySlackError) -> bool:
        return error.code in TOO_LONG and len(piece) > SHORTEST

    def _cut(self, piece: str, part: _Part) -> str:
        """Say a piece in halves, those of an earlier try excepted."""
        sent, ts = self._known(), ""
        halves = sayings.pieces(piece, longest=max(len(piece) // 2, SHORTEST // 2))
        for number, half in enumerate(halves, 1):
            smaller = part.smaller(number, len(halves))
            ts = sent.get(smaller.name) or self._piece(half, smaller)
        return ts

    def _known(self) -> dict[str, str]:
        if self.sent is None:
            marked = self.posts.marked(self.place, self.mark)
            self.sent = {_name(payload): ts for ts, payload in marked}
        return self.sent

    def _post(self, piece: str, part: _Part, blocks: Sequence[Block]) -> str:
        text = sayings.plain(piece)
        if self.head and part.is_first:
            text = f"{self.head}\n{text}"
            blocks = [context("head", self.head), *blocks] if blocks else []
        drawn = Drawn(text=text, blocks=list(blocks))
        payload = part.payload(self.mark)
        return self.posts.post(self.place, drawn, event_type=REPLY, payload=payload)


def _name(payload: JsonObject) -> str:
    return f"{payload.get('part')}.{payload.get('cut') or ''}".rstrip(".")
