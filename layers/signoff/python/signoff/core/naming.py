"""What people are called in the model's eyes: a plain short line, and no two of a thread alike."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

SOMEONE: Final = "someone"
"""What is said in place of a name that nobody could tell; it is never turned into a mention."""

OPENS: Final = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}"
CLOSES: Final = "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"
"""The marks around who wrote: what people write, and what they are called, never has them."""

BESIDE: Final = "\N{MIDDLE DOT}"
"""What stands between a name and what is said of it; no name has one."""

_LONGEST = 80
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_OF_OURS = str.maketrans({OPENS: "[", CLOSES: "]", BESIDE: "-", "<": "(", ">": ")"})
_UNMARKED = str.maketrans({OPENS: "[", CLOSES: "]"})
_SPACES = re.compile(r"\s+")


def plain_name(name: str) -> str:
    """Write a name in one short line that holds nothing invisible and none of our marks.

    Whatever somebody calls themselves, it ends no line and opens no other's.
    """
    # Of a name of ten thousand characters nobody needs more than the first few.
    apart = _SPACES.sub(" ", name[: _LONGEST * 10])
    seen = "".join(each for each in apart if unicodedata.category(each) not in _INVISIBLE)
    short = _SPACES.sub(" ", seen.translate(_OF_OURS)).strip(" @")[:_LONGEST]
    return short.strip() or SOMEONE


def is_no_name(name: str) -> bool:
    """Tell whether a name only stands in for one."""
    return name in {"", SOMEONE} or name.startswith(f"{SOMEONE} (")


def unmarked(text: str) -> str:
    """Take our marks out of what somebody wrote."""
    return text.translate(_UNMARKED)


def told_apart(name: str, user: str, known: Mapping[str, str]) -> str:
    """Give a name that nobody else in a thread has: a second Ana is `Ana (2)`.

    Args:
        name: What somebody is called.
        user: Their id.
        known: What everybody else is called, by id.
    """
    taken = {alike(each) for other, each in known.items() if other != user}
    tried, number = name, 1
    while alike(tried) in taken:
        number += 1
        tried = f"{name} ({number})"
    return tried


def alike(name: str) -> str:
    """Give what two names have in common that a reader takes for one."""
    return unicodedata.normalize("NFKC", name).casefold()
