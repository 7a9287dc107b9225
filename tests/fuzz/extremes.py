"""Values that nobody expects: texts, numbers and shapes that have broken programs before."""

from typing import Any

from tests.fuzz.dice import Dice

TEXTS: tuple[str, ...] = (
    "",
    " ",
    "\n",
    "\x00",
    "0",
    "-1",
    "null",
    "true",
    "{}",
    "[]",
    "\u202eabc",
    "\u2066\u2069\u200b\ufeff",
    "\ud800",
    "\udc00\ud83d",
    "\ufffe\uffff",
    "\U0001f600" * 40,
    "e\u0301" * 30,
    "\u0130\u0131\u1e9e",
    "<!channel> <@U0BOB> <https://a.example|b>",
    "%s%n{0}{body}$(id)`id`",
    "'; DROP TABLE threads; --",
    "../../etc/passwd",
    "T0OTHER",
    "U0OUT",
    "U0GUEST",
    "USLACKBOT",
    "C0OTHER",
    "T#C#",
    "1795096800.000100",
    "99999999999999999999.1",
    "1e5.1",
    "\u0661\u0662.\u0663",
    "approve",
    "block_actions",
    "view_submission",
    "event_callback",
    "url_verification",
    "app_rate_limited",
    "button",
    "overflow",
    "2026-02-30",
    "25:61",
    "9" * 5_000,
    "a" * 3_001,
    "." * 75,
)
NUMBERS: tuple[Any, ...] = (
    0,
    -0.0,
    1,
    -1,
    0.1,
    1e308,
    -1e308,
    2**31,
    2**53 + 1,
    2**63,
    -(2**127),
    10**400,
    float("nan"),
    float("inf"),
    float("-inf"),
)
MEGABYTE = 1_000_000


def text(dice: Dice) -> str:
    """A text; now and then a megabyte of it."""
    if dice.once_in(3_000):
        return dice.one_of(("a", "\u202e", "\U0001f600", "&lt;", "<")) * MEGABYTE
    return dice.one_of(TEXTS)


def scalar(dice: Dice) -> Any:
    """A text, a number, or neither."""
    kind = dice.below(10)
    if kind < 5:
        return text(dice)
    return dice.one_of(NUMBERS) if kind < 8 else dice.one_of((None, True, False))


def value(dice: Dice) -> Any:
    """A scalar, or something to put one into."""
    kind = dice.below(12)
    if kind < 8:
        return scalar(dice)
    if kind == 8:
        return [scalar(dice) for _ in range(dice.below(4))]
    if kind == 9:
        return {text(dice)[:80]: scalar(dice) for _ in range(dice.below(4))}
    return nested(dice)


def nested(dice: Dice) -> Any:
    """Something in something in something."""
    depth = 900 if dice.once_in(50) else 2 + dice.below(80)
    inner: Any = scalar(dice)
    is_list = dice.once_in(2)
    for _ in range(depth):
        inner = [inner] if is_list else {"a": inner}
    return inner
