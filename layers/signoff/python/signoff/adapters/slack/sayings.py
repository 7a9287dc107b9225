"""A long text for Slack, cut where it reads on, with nothing lost."""

import re
from typing import Final

from signoff.adapters.slack.escapes import mrkdwn

LONGEST: Final = 12_000
"""The most characters that the `markdown` blocks of one message hold."""

LONGEST_TEXT: Final = 40_000
"""The most characters of a message's plain text."""

_FENCE = re.compile(r"^ {0,3}(`{3,20}|~{3,20})([^`~\n][^\n]*)?$", re.MULTILINE)
_RESERVE = 24
_WORDS = 20
_BROADCAST = re.compile(r"<!(channel|here|everyone)(\|[^>]*)?>")
_ENDS = ("\n\n", "\n", " ")


def pieces(text: str, *, longest: int = LONGEST) -> tuple[str, ...]:
    """Cut a Markdown text into messages, at a paragraph's end if there is one.

    A block of code that is cut is closed in one piece and opened again in the next.
    """
    rest = _unbroadcast(text)
    found: list[str] = []
    while len(rest) > longest:
        piece, rest = _cut(rest, longest)
        found.append(piece)
    return (*found, rest) if rest.strip() or not found else tuple(found)


def fits_as_text(text: str) -> bool:
    """Tell whether all of a text fits where Slack shows no Markdown."""
    return len(mrkdwn(text)) <= LONGEST_TEXT


def plain(text: str) -> str:
    """Write a text so that Slack's mrkdwn shows it as it is."""
    escaped = mrkdwn(text)
    if len(escaped) <= LONGEST_TEXT:
        return escaped
    return re.sub(r"&[a-z]*$", "", escaped[: LONGEST_TEXT - 1]) + "…"


def _unbroadcast(text: str) -> str:
    """Take the bell off `<!channel>`: a text of the model's wakes nobody."""
    return _BROADCAST.sub(r"@\1", text)


def _cut(text: str, longest: int) -> tuple[str, str]:
    end = _end(text, longest - _RESERVE)
    piece, rest = text[:end], text[end:]
    fence = _open_fence(piece)
    if fence is None:
        return piece.rstrip("\n"), rest.lstrip("\n")
    opening, closing = fence
    between = "" if piece.endswith("\n") else "\n"
    return f"{piece}{between}{closing}", f"{opening}\n{rest}"


def _end(text: str, longest: int) -> int:
    """Say where to cut: behind the last paragraph, line or word in the second half."""
    for mark in _ENDS:
        found = text.rfind(mark, longest // 2, longest)
        if found >= 0:
            return found + len(mark)
    return longest


def _open_fence(text: str) -> tuple[str, str] | None:
    """Give the fence that is open at the end of a text, and the one that closes it."""
    opening = closing = ""
    for match in _FENCE.finditer(text):
        marks, words = match[1], (match[2] or "").strip()
        if not closing:
            opening, closing = f"{marks}{words[:_WORDS]}", marks
        elif marks.startswith(closing) and not words:
            opening = closing = ""
    return (opening, closing) if closing else None
