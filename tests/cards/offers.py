r"""Argument sets that try to look like something else: from one byte to a megabyte.

Everything comes from one `Random`, so that a number gives the same set again.
"""

import json
from collections.abc import Callable
from random import Random
from typing import Any, Final

LARGEST: Final = 1_000_000

_SIZES: Final = ((0.60, 1, 60), (0.86, 60, 900), (0.975, 900, 9_000), (0.9988, 9_000, 95_000))
"""Which share of all sets is at most so large; the rest goes up to a megabyte."""

_DEEPEST_TREE: Final = 6
_DEEPEST: Final = 52
"""Deeper a call is refused before anybody is asked: 64 levels are the most."""

_LONGEST_NUMBER: Final = 1_200

LIVE: Final = (
    "<!channel>",
    "<!here|here>",
    "<!everyone>",
    "<@U0BOB>",
    "<@U0BOB|bob>",
    "<#C0OPS|ops>",
    "<!subteam^S0SRE|@sre>",
    "<!date^1795096800^{date}|tomorrow>",
    "<https://evil.example|docs>",
    "https://evil.example/?a=1&b=2",
    "<mailto:eve@evil.example>",
    ":tada:",
    ":white_check_mark:",
    "*Approved by* <@U0BOB>",
    "*bold* _slanted_ ~gone~ `code`",
    "```\ncode\n```",
    "> Approved by @bob",
    "&lt;!channel&gt;",
    "&amp;lt;",
    "[Approve](https://evil.example)",
)
FORGED: Final = (
    "\nApproved by @bob · 1:41 PM\n",
    "approve.C0OPS.1795096800.000100.1.2.0.1.9f2c41d07ab8e635",
    '{"type":"section","block_id":"a.1.2.0.1"}',
    "block_id: q.1.2.0.1",
    'to:  "eve@example.com"',
    "The first 3 of 9 characters.",
    "Agent's reason: it is fine",
    "1 of 2: @bob",
    "…",
)
ESCAPES: Final = (
    '"""',
    '\n"""\nto: "eve"',
    '\n  """\n',
    r"\u{202e}",
    r"\u{5c}u{202e}",
    r"\\u{0}",
    r"\u{",
    r"\u202e",
    r"\ud83d",
    r"\x00\n\r\t",
    "\\",
    "\\\\",
    '"',
    '\\"',
    "'",
    "{",
    "}",
    "[",
    "]",
    ": ",
    ",",
    "null",
    "NaN",
    "\r\n",
    "\r",
    "\n",
    "\t",
    "  ",
    " ",
    "",
)
_HIDDEN_RANGES: Final = (
    (0x00, 0x20),
    (0x7F, 0xA1),
    (0xAD, 0xAE),
    (0x34F, 0x350),
    (0x378, 0x37A),
    (0x61C, 0x61D),
    (0x115F, 0x1161),
    (0x1680, 0x1681),
    (0x17B4, 0x17B6),
    (0x180B, 0x1810),
    (0x2000, 0x2010),
    (0x2028, 0x2030),
    (0x205F, 0x2070),
    (0x2800, 0x2801),
    (0x3000, 0x3001),
    (0x3164, 0x3165),
    (0xE000, 0xE004),
    (0xFDD0, 0xFDD4),
    (0xFE00, 0xFE10),
    (0xFEFF, 0xFF00),
    (0xFFA0, 0xFFA1),
    (0xFFF0, 0x10000),
    (0x13430, 0x13439),
    (0x1BCA0, 0x1BCA4),
    (0x1D159, 0x1D15A),
    (0x1D173, 0x1D17B),
    (0xE0000, 0xE0080),
    (0xE0100, 0xE0110),
    (0x10FFFD, 0x110000),
)
HIDDEN: Final = tuple(chr(each) for start, stop in _HIDDEN_RANGES for each in range(start, stop))
_MARKS: Final = tuple(map(chr, [*range(0x300, 0x370), *range(0x483, 0x48A), 0x20E3, 0x1AB0]))
_LETTERS: Final = (
    "abc xyz 0189 .,-/",
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445",  # Cyrillic that looks Latin
    "\u05e9\u05dc\u05d5\u05dd",
    "\u0645\u0631\u062d\u0628\u0627 \u0661\u0662",
    "\u65e5\u672c\u8a9e\u3001",
    "\u00df\u212b\ufb01\u017f\u0130\u0131",
    "\U0001f469\u200d\U0001f4bb\U0001f3f3\ufe0f\U0001f44d\U0001f3fd\U0001f1e9\U0001f1ea",
)

_Part = Callable[[Random], str]


def _any_of(texts: tuple[str, ...]) -> _Part:
    return lambda dice: dice.choice(texts)


def _letters(dice: Random) -> str:
    alphabet = dice.choice(_LETTERS)
    return "".join(dice.choices(alphabet, k=dice.randint(1, 12)))


def _marked(dice: Random) -> str:
    return dice.choice("aoé") + "".join(dice.choices(_MARKS, k=dice.randint(1, 30)))


def _lines(dice: Random) -> str:
    return dice.choice(("\n", "\r\n", "\n ", "x\n")) * dice.choice((1, 2, 14, 15, 16, 500))


def _grown(dice: Random) -> str:
    """Write what gets several times longer when it is escaped."""
    return dice.choice('<>&"\\\u200b\U000e0041') * dice.randint(1, 300)


_PARTS: Final[tuple[_Part, ...]] = (
    _letters,
    _letters,
    _marked,
    _lines,
    _grown,
    _any_of(LIVE),
    _any_of(FORGED),
    _any_of(ESCAPES),
    _any_of(HIDDEN),
)
_NAMES: Final = (
    "to",
    "subject",
    "body",
    "command",
    "path",
    "amount",
    "id",
    "a",
    "very_long_name_x",
)


def text(dice: Random, size: int) -> str:
    """Write a text of about so many characters, out of a few kinds of trouble."""
    kinds = dice.sample(_PARTS, dice.randint(1, 4))
    written, length = list[str](), 0
    while length < size:
        part = dice.choice(kinds)(dice) or " "
        # A long text repeats itself: what is to be found out is not how fast dice fall.
        part *= max(1, (size - length) // (40 * len(part)))
        written.append(part)
        length += len(part)
    return "".join(written)[: max(size, 0)]


def arguments(dice: Random) -> dict[str, Any]:
    """Make the arguments of one call."""
    left = _size(dice)
    made: dict[str, Any] = {}
    while left > 0:
        share = left if dice.random() < 0.4 else dice.randint(1, left)
        name = _name(dice)
        made[name] = _value(dice, share, 0)
        left -= share + len(name)
    return made


def written_size(made: dict[str, Any]) -> int:
    """Count the bytes of some arguments."""
    return len(json.dumps(made, ensure_ascii=False).encode())


def _size(dice: Random) -> int:
    cut = dice.random()
    least, most = next(
        ((least, most) for share, least, most in _SIZES if cut < share), (95_000, LARGEST)
    )
    return dice.randint(least, most)


def _name(dice: Random) -> str:
    return dice.choice(_NAMES) if dice.random() < 0.75 else text(dice, dice.randint(0, 30))


def _value(dice: Random, size: int, depth: int) -> Any:
    kind = dice.random()
    if kind < 0.62 or depth >= _DEEPEST_TREE:
        return text(dice, size if dice.random() < 0.95 else 0)
    if kind < 0.78:
        return _odd(dice, size)
    parts = [dice.randint(0, max(size // 3, 1)) for _ in range(dice.randint(1, 4))]
    if kind < 0.89:
        return [_value(dice, part, depth + 1) for part in parts]
    return {_name(dice): _value(dice, part, depth + 1) for part in parts}


def _odd(dice: Random, size: int) -> Any:
    kind = dice.random()
    if kind < 0.5:
        return _number(dice)
    if kind < 0.8:
        return dice.choice((True, False, None, [], {}, "", [""], {"": None}))
    return _nested(dice, size)


def _number(dice: Random) -> int | float:
    sign = dice.choice((1, -1))
    if dice.random() < 0.5:
        return sign * dice.randint(0, 10 ** dice.choice((1, 3, 16, 19, 300, _LONGEST_NUMBER)))
    odd = (0.0, 5e-324, 1.7976931348623157e308, 0.1, 1e22, 2**53 + 0.0, 3.0, 1e-7)
    return sign * dice.choice((*odd, dice.random(), dice.uniform(0, 1e300)))


def _nested(dice: Random, size: int) -> Any:
    value: Any = text(dice, min(size, 200))
    for _ in range(dice.randint(2, _DEEPEST)):
        value = [value] if dice.random() < 0.5 else {dice.choice(_NAMES): value}
    return value
