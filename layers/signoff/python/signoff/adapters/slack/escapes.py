r"""Text made safe to look at: nothing invisible stays invisible, nothing comes alive.

An invisible code point is written as `\u{200b}`. So that this can be read back, a backslash that
stands before `u{` in the text itself is written as `\u{5c}`.
"""

import json
import re
import unicodedata

from signoff.adapters.slack.limits import clipped

_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Letters, marks and symbols that leave no ink: what Unicode calls default-ignorable, and blanks.
_INVISIBLE = frozenset(
    (
        0x034F,
        *range(0x115F, 0x1161),
        *range(0x17B4, 0x17B6),
        *range(0x180B, 0x1810),
        0x2800,
        0x3164,
        *range(0xFE00, 0xFE10),
        0xFFA0,
        *range(0xFFF0, 0xFFFC),
        0x1D159,
        *range(0xE0000, 0xE1000),
    )
)
_BACKSLASH = re.compile(r"\\(?=u\{)")
_SPACES = re.compile(r"\s+")
_NAME = 80
_USER_ID = re.compile(r"[UW][A-Z0-9]{1,20}", re.ASCII)


def is_invisible(character: str) -> bool:
    """Tell whether a reader would not see a code point, or not see what it does."""
    if character == " ":
        return False
    category = unicodedata.category(character)
    return category in _INVISIBLE_CATEGORIES or category == "Zs" or ord(character) in _INVISIBLE


def hides_something(text: str) -> bool:
    """Tell whether a text holds code points that need a warning; line ends and tabs do not."""
    return any(is_invisible(each) and each not in "\n\t" for each in set(text))


def visible(text: str) -> str:
    """Write every invisible code point of a text as an escape; only line ends stay as they are."""
    shown = _BACKSLASH.sub(lambda _: r"\u{5c}", text)
    return escape_invisible(shown)


def escape_invisible(text: str, *, keep: str = "\n") -> str:
    r"""Write invisible code points as `\u{…}`, whatever else the text holds."""
    table = {
        ord(each): f"\\u{{{ord(each):x}}}"
        for each in set(text)
        if each not in keep and is_invisible(each)
    }
    return text.translate(table) if table else text


def escape_in_json(written: str) -> str:
    r"""Write invisible code points in JSON as JSON does, `\u200b`: it reads back the same."""
    table = {ord(each): json.dumps(each)[1:-1] for each in set(written) if is_invisible(each)}
    return written.translate(table) if table else written


def one_line(text: str) -> str:
    """Write a text in one visible line: for titles and labels, never empty."""
    return visible(_SPACES.sub(" ", text.strip())) or "(empty)"


def mrkdwn(text: str) -> str:
    """Write a text so that Slack's mrkdwn finds no link, mention or date in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mention(user: str, name: str) -> str:
    """Name a person so that Slack shows who they are today."""
    return f"<@{user}>" if _USER_ID.fullmatch(user) else mrkdwn(spoken(name))


def spoken(name: str) -> str:
    """Write a person's name in one short line."""
    return clipped(one_line(name), _NAME)
