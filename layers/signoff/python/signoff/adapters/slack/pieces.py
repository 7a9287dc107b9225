"""A long Markdown text, cut into messages between its blocks: put together they are the text."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from signoff.adapters.slack.markup import Kind, Line, Section, sections

LONGEST: Final = 12_000
"""The most characters that the `markdown` blocks of one message hold."""

LONGEST_TABLE: Final = 10_000
"""The most characters of one table."""

MOST_ROWS: Final = 100
"""The most rows of one table."""

MOST_BLOCKS: Final = 50
"""The most blocks of one message; Slack makes several of what stands in one of Markdown."""

_ENDS = (". ", "! ", "? ", "\u3002", "; ", ", ", " ")
_JOINED = frozenset("\u200d\ufe0e\ufe0f")
_LONGEST_CLUSTER = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one message says.

    Attributes:
        text: All of it.
        head: How many characters at its start stand in the piece before, too: the fence that is
            opened again, or the header of the table.
        tail: How many at its end are not in the text: the fence that is closed for now.
    """

    text: str
    head: int = 0
    tail: int = 0

    @property
    def own(self) -> str:
        """What it has of the text."""
        return self.text[self.head : len(self.text) - self.tail]


def size(text: str) -> int:
    """Count characters as a text of 16 bits does, so that no way of counting finds more."""
    return len(text) + sum(character > "\uffff" for character in text)


def pieces(text: str, *, longest: int = LONGEST) -> tuple[Piece, ...]:
    """Cut a Markdown text into messages: their own parts are the text, in order.

    A block that fits into a message stays whole. A longer one is cut between its lines: code is
    closed and opened again, and a table has its header again.
    """
    if size(text) <= longest and _fits(sections(text), longest):
        return (Piece(text=text),)
    return tuple(_Cutter(text, longest).cut())


def smaller(piece: Piece, *, longest: int) -> tuple[Piece, ...]:
    """Cut a piece once more; what it says again is not taken for its own by any part of it."""
    cut = list(pieces(piece.text, longest=longest))
    head, tail = piece.head, piece.tail
    for place, each in enumerate(cut):
        again = min(head, len(each.own))
        cut[place], head = replace(each, head=each.head + again), head - again
    for place, each in reversed(list(enumerate(cut))):
        again = min(tail, len(each.own))
        cut[place], tail = replace(each, tail=each.tail + again), tail - again
    return tuple(cut)


def _fits(found: Sequence[Section], longest: int) -> bool:
    is_many = _blocks(found) > MOST_BLOCKS
    return not is_many and not any(_is_large_table(each, longest) for each in found)


def _blocks(found: Sequence[Section]) -> int:
    """Count what Slack makes of sections: words that follow each other are one block."""
    own = {Kind.HEADING, Kind.CODE, Kind.TABLE, Kind.RULE}
    kinds = [each.kind if each.kind in own else Kind.PROSE for each in found]
    again = sum(a is b is Kind.PROSE for a, b in pairwise(kinds))
    return len(kinds) - again


def _is_large_table(section: Section, longest: int) -> bool:
    if section.kind is not Kind.TABLE:
        return False
    return len(section.lines) - 1 > MOST_ROWS or section.end - section.start > _widest(longest)


def _widest(longest: int) -> int:
    return min(longest, LONGEST_TABLE)


class _Cutter:
    """Takes section after section into a piece for as long as they fit."""

    def __init__(self, text: str, longest: int) -> None:
        self._text = text
        self._longest = longest
        self._from = 0
        self._head = ""
        self._taken: list[Section] = []

    def cut(self) -> Iterator[Piece]:
        for section in sections(self._text):
            yield from self._take(section)
        if self._from < len(self._text):
            yield self._piece(len(self._text), "")

    def _take(self, section: Section) -> Iterator[Piece]:
        is_whole = not _is_large_table(section, self._longest)
        if not (is_whole and self._has_room_for(section)):
            if is_whole and self._length(section.start, section.end) <= self._longest:
                yield from self._flush(section.start)
                if not self._has_room_for(section):
                    yield from self._flush(section.start, with_heading=False)
            else:
                if self._length(self._from, section.start) > self._longest // 2:
                    yield from self._flush(section.start)
                yield from self._through(section)
        self._taken.append(section)

    def _has_room_for(self, section: Section) -> bool:
        return (
            size(self._head) + self._length(self._from, section.end) <= self._longest
            and _blocks([*self._taken, section]) <= MOST_BLOCKS
        )

    def _flush(self, end: int, *, with_heading: bool = True) -> Iterator[Piece]:
        """End a piece before a section; a heading goes with what it is above."""
        kept = self._taken[-1:] if with_heading and len(self._taken) > 1 else []
        for last in kept:
            is_short = self._length(last.start, end) <= self._longest // 4
            if last.kind is Kind.HEADING and is_short:
                end = last.start
            else:
                kept = []
        if end > self._from:
            yield self._piece(end, "")
            self._taken = kept

    def _through(self, section: Section) -> Iterator[Piece]:
        """Cut a section that is too long for one message between its lines, or in one of them."""
        while True:
            end, line = self._last_place(section)
            if end >= section.end:
                return
            is_row_cut = section.kind is Kind.TABLE and line.start != end
            again = "" if is_row_cut or size(line.head) > self._longest // 4 else line.head
            yield self._piece(end, line.tail if again else "")
            self._head, self._taken = again, []

    def _last_place(self, section: Section) -> tuple[int, Line]:
        """Find where to cut: before the last good line that may be reached, or in a line."""
        before = self._length(self._from, section.start)
        used, rows = size(self._head) + before, self._head.count("\n")
        in_table = section.kind is Kind.TABLE
        room = min(self._longest, before + _widest(self._longest)) if in_table else self._longest
        best: tuple[int, Line] | None = None
        for line in section.lines:
            if line.end <= self._from:
                continue
            if line.start > self._from and used + _closing(line) <= room:
                best = self._better(best, line, used)
            used += self._length(max(line.start, self._from), line.end)
            rows += 1
            if used > room or (in_table and rows > MOST_ROWS + 1):
                break
        else:
            return section.end, section.lines[-1]
        return (best[1].start, best[1]) if best else self._inside(section, room)

    def _better(self, best: tuple[int, Line] | None, line: Line, used: int) -> tuple[int, Line]:
        if best is None or line.rank >= best[1].rank:
            return used, line
        is_early = best[0] < self._longest // 2
        return (used, line) if is_early and line.rank else best

    def _inside(self, section: Section, room: int) -> tuple[int, Line]:
        """Cut a line that is longer than a message: behind a sentence or word, if there is one."""
        room -= size(self._head) + max(map(_closing, section.lines))
        end = self._from + max(room, 1)
        while self._length(self._from, end) > max(room, 1):
            end -= max((self._length(self._from, end) - room) // 2, 1)
        line = next(line for line in section.lines if end <= line.end)
        for mark in () if line.tail else _ENDS:
            found = self._text.rfind(mark, self._from + room // 2, end)
            if found >= 0:
                return found + len(mark), line
        return _between_clusters(self._text, self._from, end), line

    def _length(self, start: int, end: int) -> int:
        return size(self._text[start:end]) if end > start else 0

    def _piece(self, end: int, tail: str) -> Piece:
        own = self._text[self._from : end]
        closing = tail if not tail or own.endswith("\n") else f"\n{tail}"
        head, self._from, self._head = self._head, end, ""
        return Piece(text=f"{head}{own}{closing}", head=len(head), tail=len(closing))


def _closing(line: Line) -> int:
    """Count what may have to be said where a piece ends before a line."""
    return size(line.tail) + 1 if line.tail else 0


def _between_clusters(text: str, start: int, end: int) -> int:
    """Go back from a place to where no character is taken apart."""
    for place in range(end, max(start, end - _LONGEST_CLUSTER), -1):
        if not _is_inside(text, place):
            return place
    return end


def _is_inside(text: str, place: int) -> bool:
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    is_flag = all("\U0001f1e6" <= each <= "\U0001f1ff" for each in (before, after))
    is_toned = "\U0001f3fb" <= after <= "\U0001f3ff"
    is_joined = before == "\u200d" or after in _JOINED or bool(unicodedata.combining(after))
    return is_joined or is_toned or is_flag or (before, after) == ("\r", "\n")
