r"""The arguments of a call, written so that a person sees exactly what will run.

Each argument is a line `name:  value`, the value as JSON. A text of several lines stands between
two lines of quotes, indented by two spaces; a list or object too long for a line is indented JSON.
Invisible code points are `\u{…}`. What is shown can be read back to the very arguments.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from signoff.adapters.slack.escapes import escape_invisible, hides_something, visible
from signoff.adapters.slack.limits import TEXT_IN_BLOCK
from signoff.core.canonical import Json, JsonObject

ON_CARD = 900
LINES_ON_CARD = 15
IN_MESSAGE = 5_000
"""How much stands on a card that has the message to itself."""

PIECES_IN_PAGE = 3
PAGES = 10

_START = 600
_LINES_AT_START = 10
_WIDEST_NAME = 20
_INLINE = 60
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_BLOCK = {False: re.compile(r"\n"), True: re.compile(r'[\n"\\]')}
_PART_OF_ESCAPE = re.compile(r"\\(?:u(?:\{[0-9a-f]*)?)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Arguments as a card shows them.

    Attributes:
        text: All of it, or its beginning.
        is_whole: Whether it is all.
        length: How many characters all of it has.
        has_escapes: Whether there is something invisible among the arguments.
    """

    text: str
    is_whole: bool
    length: int
    has_escapes: bool


def shown(
    arguments: str,
    *,
    order: Sequence[str] = (),
    is_roomy: bool = False,
    hidden: Sequence[str] = (),
) -> Shown:
    """Write arguments for a card: whole if they are short, otherwise their beginning.

    `order` are the names in the order of the tool's signature. A roomy card is alone in its
    message. Of the `hidden` ones the values are words already.
    """
    whole = written(arguments, order=order, is_raw=is_roomy, hidden=hidden)
    is_whole = len(whole) <= (IN_MESSAGE if is_roomy else ON_CARD) and (
        is_roomy or whole.count("\n") < LINES_ON_CARD
    )
    return Shown(
        text=whole if is_whole else _start(whole),
        is_whole=is_whole,
        length=len(whole),
        has_escapes=_hides_something(json.loads(arguments)),
    )


def written(
    arguments: str,
    *,
    order: Sequence[str] = (),
    is_raw: bool = False,
    hidden: Sequence[str] = (),
) -> str:
    """Write all arguments, one below the other; nothing for no arguments.

    Raw, a text with quotes or backslashes in it stands without further ones, to be copied. What
    stands for a hidden value has no quotes around it, so that it is no value.
    """
    read: JsonObject = json.loads(arguments)
    names = [*(name for name in order if name in read)]
    names += [name for name in read if name not in names]
    heads = {name: f"{_name(name)}:" for name in names}
    width = max((len(head) for head in heads.values() if len(head) <= _WIDEST_NAME), default=0)
    values = {
        name: str(read[name]) if name in hidden else _value(read[name], is_raw=is_raw)
        for name in names
    }
    return "\n".join(f"{heads[name]:<{width}}  {values[name]}" for name in names)


def pieces(text: str) -> tuple[str, ...]:
    """Cut a text into runs that fit a block, at line ends where there are some."""
    cut: list[str] = []
    while len(text) > TEXT_IN_BLOCK:
        end = text.rfind("\n", TEXT_IN_BLOCK * 3 // 4, TEXT_IN_BLOCK) + 1 or TEXT_IN_BLOCK
        end -= len(_unfinished(text[:end]))
        cut.append(text[:end])
        text = text[end:]
    return (*cut, text) if text else tuple(cut)


def pages(text: str) -> tuple[tuple[str, ...], ...]:
    """Cut a text into pages of a few runs each."""
    cut = pieces(text)
    return tuple(
        cut[first : first + PIECES_IN_PAGE] for first in range(0, len(cut), PIECES_IN_PAGE)
    )


def _name(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else _json(name)


def _value(value: Json, *, is_raw: bool) -> str:
    if isinstance(value, str) and _BLOCK[is_raw].search(value):
        lines = visible(value).split("\n")
        return "\n".join(['"""', *(f"  {line}" for line in lines), '"""'])
    inline = _json(value)
    if len(inline) <= _INLINE or not isinstance(value, list | dict):
        return inline
    return escape_invisible(json.dumps(value, ensure_ascii=False, indent=2))


def _json(value: Json) -> str:
    return escape_invisible(json.dumps(value, ensure_ascii=False))


def _start(whole: str) -> str:
    lines = whole[:_START].split("\n")[:_LINES_AT_START]
    start = "\n".join(lines)
    return start[: len(start) - len(_unfinished(start))]


def _unfinished(text: str) -> str:
    part = _PART_OF_ESCAPE.search(text)
    return part[0] if part else ""


def _hides_something(value: Json) -> bool:
    match value:
        case str():
            return hides_something(value)
        case dict():
            return any(
                hides_something(name) or _hides_something(inner) for name, inner in value.items()
            )
        case list():
            return any(_hides_something(inner) for inner in value)
        case _:
            return False
