"""A text is said in messages that Slack takes, each piece of it once, however often it is tried."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from signoff.adapters.slack import sayings
from signoff.adapters.slack.blocks import Block, Drawn, context
from signoff.adapters.slack.papers import Paper, Papers
from signoff.adapters.slack.pieces import Piece, pieces, smaller
from signoff.adapters.slack.posts import REPLY, TOO_LONG, UNDRAWABLE, Posts
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.core.canonical import Json, JsonObject
from signoff.core.keys import ThreadKey
from signoff.core.sizes import in_words
from signoff.ports import UnreachableError

SHORTEST: Final = 1_000
"""A piece of so few characters is not cut any smaller."""

MOST_MESSAGES: Final = 6
"""A text of more messages is a file, with its beginning as a message."""

BEGINNING: Final = 3_000
"""So many characters of a text that is a file are said, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A piece's place in the text: its number, and where it was cut smaller.

    Attributes:
        number: The piece, from 1.
        parts: How many pieces there are.
        cut: Which piece of that piece, `2` or `2.1`; empty: it is whole.
        is_last: Whether it is the last of that piece.
        file: The file that has the whole text; empty: the pieces are all of it.
    """

    number: int
    parts: int
    cut: str = ""
    is_last: bool = True
    file: str = ""

    @property
    def name(self) -> str:
        return BEGINS if self.file else f"{self.number}.{self.cut}".rstrip(".")

    @property
    def is_first(self) -> bool:
        return set(f"{self.number}.{self.cut}".rstrip(".").split(".")) == {"1"}

    @property
    def is_end(self) -> bool:
        return self.number == self.parts and self.is_last

    def smaller(self, number: int, parts: int) -> "_Part":
        cut = f"{self.cut}.{number}".lstrip(".")
        return replace(self, cut=cut, is_last=self.is_last and number == parts)

    def payload(self, mark: str, piece: Piece) -> JsonObject:
        payload: dict[str, Json] = {"mark": mark, "part": self.number, "parts": self.parts}
        if self.cut:
            payload |= {"cut": self.cut, "is_last": self.is_last}
        if piece.head or piece.tail:
            payload |= {"head": piece.head, "tail": piece.tail}
        return payload | ({"file": self.file} if self.file else {})


BEGINS: Final = "begins"
"""The name of the message that has the beginning of what stands in a file."""


def ends(payload: JsonObject) -> bool:
    """Tell whether a message of this payload is the last of its text."""
    return payload.get("part") == payload.get("parts") and payload.get("is_last") is not False


def _always() -> bool:
    return True


@dataclass(slots=True, kw_only=True)
class Speech:
    """One text on its way.

    Attributes:
        posts: What stands in Slack.
        place: Where it is said.
        mark: What its messages carry.
        papers: Takes a text that is too long for messages; None: it is said in messages.
        head: What stands above it, as mrkdwn.
        below: What stands below it, if Slack takes that.
        has_time: Tells whether one more message may be sent; what is left is sent by a later try.
        sent: The messages of earlier tries, by their part; None: not looked for.
    """

    posts: Posts
    place: ThreadKey
    mark: str
    papers: Papers | None = None
    head: str = ""
    below: tuple[Block, ...] = ()
    has_time: Callable[[], bool] = _always
    sent: dict[str, str] | None = None

    def say(self, text: str) -> str:
        """Say a text, and give the `ts` of its last message.

        Raises:
            UnreachableError: Not all of it is said yet; a later try says the rest.
            RefusedBySlackError: Slack does not take it.
        """
        said = pieces(sayings.unbroadcast(text))
        is_long = len(said) > MOST_MESSAGES or not all(each.own.strip() for each in said)
        if self.papers is not None and is_long and len(said) > 1:
            # Where Slack takes no files, or nothing at all, the messages show which of both it is.
            with suppress(RefusedBySlackError):
                return self._as_file(text, self.papers)
        return self._in_pieces(said)

    def _in_pieces(self, said: Sequence[Piece]) -> str:
        # An earlier try may have been cut off in the middle: it goes on from there.
        sent = self._known() if len(said) > 1 else {}
        ts = ""
        for number, piece in enumerate(said, 1):
            part = _Part(number=number, parts=len(said))
            if piece.own.strip() or len(said) == 1:
                ts = sent.get(part.name) or self._piece(piece, part)
        return ts

    def _as_file(self, text: str, papers: Papers) -> str:
        """Say the beginning, and put the whole beside it; whoever looks for one wants both."""
        paper = Paper(name=f"answer-{self.mark}.md", text=text)
        length = in_words(len(text.encode()))
        first = pieces(sayings.unbroadcast(text), longest=BEGINNING)[0]
        note = f"\n\n_This is the beginning. All of it, {length}, stands in {paper.name}._"
        piece = replace(first, text=first.text.rstrip() + note, tail=0)
        part = _Part(number=1, parts=1, file=paper.name)
        ts = self._known().get(part.name) or self._piece(piece, part)
        papers.put(self.place, paper)
        return ts

    def _piece(self, piece: Piece, part: _Part) -> str:
        """Say a piece whole, as plain text or in smaller ones: whatever Slack takes first."""
        below = self.below if part.is_end else ()
        try:
            return self._post(piece, part, [{"type": "markdown", "text": piece.text}, *below])
        except RefusedBySlackError as error:
            if error.code not in UNDRAWABLE:
                raise
            if below and error.code not in TOO_LONG:
                # The words may be taken without it.
                self.below = ()
                return self._piece(piece, part)
            if self._is_to_be_cut(piece, error):
                return self._cut(piece, part)
        return self._plainly(piece, part)

    def _plainly(self, piece: Piece, part: _Part) -> str:
        if not sayings.fits_as_text(piece.text):
            return self._cut(piece, part)
        try:
            return self._post(piece, part, [])
        except RefusedBySlackError as error:
            if not self._is_to_be_cut(piece, error):
                raise
        return self._cut(piece, part)

    def _is_to_be_cut(self, piece: Piece, error: RefusedBySlackError) -> bool:
        return error.code in TOO_LONG and len(piece.text) > SHORTEST

    def _cut(self, piece: Piece, part: _Part) -> str:
        """Say a piece in halves, those of an earlier try excepted."""
        sent, ts = self._known(), ""
        halves = smaller(piece, longest=max(len(piece.text) // 2, SHORTEST // 2))
        for number, half in enumerate(halves, 1):
            of_it = part.smaller(number, len(halves))
            ts = sent.get(of_it.name) or self._piece(half, of_it)
        return ts

    def _known(self) -> dict[str, str]:
        if self.sent is None:
            marked = self.posts.marked(self.place, self.mark)
            self.sent = {_name(payload): ts for ts, payload in marked}
        return self.sent

    def _post(self, piece: Piece, part: _Part, blocks: Sequence[Block]) -> str:
        if not (part.is_first or self.has_time()):
            raise UnreachableError("the rest of a long text is said later")
        text = sayings.plain(piece.text)
        if self.head and part.is_first:
            text = f"{self.head}\n{text}"
            blocks = [context("head", self.head), *blocks] if blocks else []
        drawn = Drawn(text=text, blocks=list(blocks))
        payload = part.payload(self.mark, piece)
        return self.posts.post(self.place, drawn, event_type=REPLY, payload=payload)


def _name(payload: JsonObject) -> str:
    if payload.get("file"):
        return BEGINS
    return f"{payload.get('part')}.{payload.get('cut') or ''}".rstrip(".")
