"""Markdown read line by line: what belongs together, and what a cut before a line has to repeat."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_QUOTED = r"[ \t>]*"
_MARKED = r"(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*"
_FENCE = re.compile(rf"^({_QUOTED})({_MARKED})(`{{3,60}}|~{{3,60}})([^\n]*)$")
_HEADING = re.compile(r"^ {0,3}#{1,6}(?:[ \t]|$)")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"^([ \t]*)(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]|$)")
_CELLS = r"[ \t]*:?-+:?[ \t]*"
_BELOW_HEADER = re.compile(
    rf"^{_QUOTED}(?:\|{_CELLS}(?:\|{_CELLS})*\|?|{_CELLS}(?:\|{_CELLS})+\|?)$"
)

_LONGEST_INFO = 60
_LONGEST_HEADER = 2_000
_DEEPEST_FENCE = 3


class Kind(StrEnum):
    """What a section of a text is."""

    PROSE = "prose"
    HEADING = "heading"
    LIST = "list"
    CODE = "code"
    TABLE = "table"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line, and what cutting the text before it takes.

    Attributes:
        start: Where it begins.
        end: Where the next one does.
        head: What is said again where a message begins with it: the fence or the table's header.
        tail: What is said where a message ends before it, or in it: the closing fence.
        rank: How good a place to cut is before it; 2: an item or paragraph begins, 0: it hangs on
            the line before.
    """

    start: int
    end: int
    head: str = ""
    tail: str = ""
    rank: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines that belong together, with the empty ones behind them."""

    kind: Kind
    lines: tuple[Line, ...]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Where the next one does."""
        return self.lines[-1].end


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fence:
    """A block of code that is open.

    Attributes:
        marks: What closes it, or more of the same.
        head: What opens it again.
        tail: What closes it for now.
    """

    marks: str
    head: str
    tail: str

    def holds(self, content: str) -> bool:
        """Tell whether a line can be in it: one in a quotation ends with that."""
        return ">" not in self.tail or content.lstrip().startswith(">")

    def is_closed_by(self, content: str) -> bool:
        rest = content.strip(" \t>")
        return len(rest) >= len(self.marks) and not rest.strip(self.marks[0])


def sections(text: str) -> tuple[Section, ...]:
    """Read a text as its sections, which put together are the text."""
    reader = _Reader(text)
    for found in _LINE.finditer(text):
        reader.read(found.start(), found.end())
    return reader.done()


class _Reader:
    """Takes line after line; the sections that are behind it are finished."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._done: list[Section] = []
        self._kind = Kind.PROSE
        self._lines: list[Line] = []
        self._fence: _Fence | None = None
        self._header = ""
        self._after_blank = False

    def done(self) -> tuple[Section, ...]:
        self._finish()
        return tuple(self._done)

    def read(self, start: int, end: int) -> None:
        content = self._text[start:end].rstrip("\r\n")
        if self._fence is not None and self._fence.holds(content):
            self._in_code(self._fence, content, start, end)
            return
        self._fence = None
        if not content.strip():
            self._add(Line(start=start, end=end, rank=0))
            self._after_blank = True
            return
        self._outside(content, start, end)
        self._after_blank = False

    def _in_code(self, fence: _Fence, content: str, start: int, end: int) -> None:
        is_closed = fence.is_closed_by(content)
        is_first = self._lines[-1].head != fence.head
        rank = 0 if is_closed or is_first else 1
        self._add(Line(start=start, end=end, head=fence.head, tail=fence.tail, rank=rank))
        if is_closed:
            self._fence = None

    def _outside(self, content: str, start: int, end: int) -> None:
        opened = self._opened(content)
        if opened is not None:
            is_nested = self._kind is Kind.LIST and bool(self._lines) and _is_nested(content)
            self._line(Kind.LIST if is_nested else Kind.CODE, start, end, begins=not is_nested)
            self._fence = opened
        elif _RULE.match(content) and not self._goes_on:
            self._line(Kind.RULE, start, end, begins=True)
        elif _HEADING.match(content):
            self._line(Kind.HEADING, start, end, begins=True)
        elif self._is_below_header(content):
            self._begin_table(start, end)
        elif self._kind is Kind.TABLE and not self._after_blank:
            self._add(Line(start=start, end=end, head=self._header))
        else:
            self._words(content, start, end)

    def _words(self, content: str, start: int, end: int) -> None:
        item = _ITEM.match(content)
        in_list = self._kind is Kind.LIST and bool(self._lines)
        if in_list and (item or content[:1] in " \t" or not self._after_blank):
            is_top = bool(item) and not (item and item[1])
            self._add(Line(start=start, end=end, rank=2 if is_top else 1))
        elif item:
            self._line(Kind.LIST, start, end, begins=True)
        else:
            self._line(Kind.PROSE, start, end, begins=not self._goes_on)

    @property
    def _goes_on(self) -> bool:
        """Whether the paragraph before goes on; dashes below it make a heading of it."""
        return self._kind is Kind.PROSE and bool(self._lines) and not self._after_blank

    def _opened(self, content: str) -> _Fence | None:
        found = _FENCE.match(content)
        if found is None:
            return None
        quoted, marked, marks, info = found.groups()
        if "`" in info and marks[0] == "`":
            return None
        in_list = bool(marked) or (self._kind is Kind.LIST and bool(self._lines))
        if not in_list and ">" not in quoted and len(quoted.expandtabs(4)) > _DEEPEST_FENCE:
            # So far to the right it is text of an indented block.
            return None
        deep = len((quoted + marked).expandtabs(4))
        before = _bullets(deep) if in_list and ">" not in quoted else quoted
        words = info.strip()[:_LONGEST_INFO]
        tail = quoted if ">" in quoted else " " * deep
        return _Fence(marks=marks, head=f"{before}{marks}{words}\n", tail=f"{tail}{marks}")

    def _is_below_header(self, content: str) -> bool:
        """Tell whether a line makes a table's header of the one before it."""
        if self._kind not in {Kind.PROSE, Kind.TABLE} or not self._lines or self._after_blank:
            return False
        above = self._lines[-1]
        is_row = "|" in self._text[above.start : above.end]
        return self._kind is Kind.PROSE and is_row and bool(_BELOW_HEADER.match(content))

    def _begin_table(self, start: int, end: int) -> None:
        above = self._lines.pop()
        self._finish()
        self._kind = Kind.TABLE
        header = self._text[above.start : end]
        whole = header if header.endswith("\n") else f"{header}\n"
        self._header = whole if len(whole) <= _LONGEST_HEADER else ""
        self._lines = [above, Line(start=start, end=end, rank=0)]

    def _line(self, kind: Kind, start: int, end: int, *, begins: bool) -> None:
        if begins:
            self._finish()
            self._kind = kind
        self._add(Line(start=start, end=end, rank=2 if begins else 1))

    def _add(self, line: Line) -> None:
        self._lines.append(line)

    def _finish(self) -> None:
        if self._lines:
            self._done.append(Section(kind=self._kind, lines=tuple(self._lines)))
        self._lines, self._kind = [], Kind.PROSE


def _is_nested(content: str) -> bool:
    """Tell whether a fence stands inside of a list's item."""
    return content[:1] in " \t" or bool(_ITEM.match(content))


def _bullets(deep: int) -> str:
    """Give the beginning of a list whose items are so deep: what follows is inside of them."""
    return "".join(f"-{' ' * (width - 1)}" for width in _widths(deep))


def _widths(deep: int) -> Iterator[int]:
    widest = 5
    while deep > 1:
        width = min(deep, widest)
        width -= deep - width == 1
        yield width
        deep -= width
