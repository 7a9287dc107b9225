"""Text made safe to look at."""

import sys
import unicodedata

import pytest

from signoff.adapters.slack.escapes import (
    hides_something,
    is_invisible,
    mention,
    mrkdwn,
    one_line,
    visible,
)

# What Unicode calls default-ignorable (DerivedCoreProperties.txt of version 15).
DEFAULT_IGNORABLE = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)


def test_every_code_point_that_leaves_no_ink_is_known() -> None:
    missed = [
        f"{point:x}"
        for first, last in DEFAULT_IGNORABLE
        for point in range(first, last + 1)
        if not is_invisible(chr(point))
    ]

    assert missed == []


def test_every_space_but_one_and_every_control_is_known() -> None:
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}
    missed = [
        f"{point:x}"
        for point in range(sys.maxunicode + 1)
        if unicodedata.category(chr(point)) in hidden
        and not is_invisible(chr(point))
        and chr(point) != " "
    ]

    assert missed == []


@pytest.mark.parametrize("text", ["abc", "Ünïcödé 漢字 العربية हिन्दी", "€ 😀 → ✓", " "])
def test_what_people_write_and_see_stays_as_it_is(text: str) -> None:
    assert visible(text) == text
    assert not hides_something(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200bb", r"a\u{200b}b"),
        ("\u202egpj.exe", r"\u{202e}gpj.exe"),
        ("\U000e0041", r"\u{e0041}"),
        ("\ud800", r"\u{d800}"),
        ("x\ny", "x\ny"),
        (r"\u{41}", r"\u{5c}u{41}"),
        (r"C:\users", r"C:\users"),
    ],
)
def test_what_is_invisible_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "line"),
    [("  a \n\t b ", "a b"), ("", "(empty)"), ("\n", "(empty)"), ("\u200b", r"\u{200b}")],
)
def test_a_title_is_one_line_and_never_empty(text: str, line: str) -> None:
    assert one_line(text) == line


def test_mrkdwn_finds_nothing_to_bring_to_life() -> None:
    assert mrkdwn("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


@pytest.mark.parametrize(
    ("user", "shown"),
    [("U0BOB", "<@U0BOB>"), ("U0> <!channel", "bob &lt;b&gt;"), ("", "bob &lt;b&gt;")],
)
def test_a_person_is_mentioned_only_by_a_true_id(user: str, shown: str) -> None:
    assert mention(user, "bob <b>") == shown
