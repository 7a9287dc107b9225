"""A long text is cut where it reads on, and nothing of it is lost."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.adapters.slack.sayings import LONGEST, LONGEST_TEXT, pieces, plain


def test_a_text_that_fits_is_one_piece() -> None:
    text = "word " * 2_400

    assert len(text) == LONGEST
    assert pieces(text) == (text,)


def test_a_paragraph_stays_whole_where_it_can() -> None:
    first, second = "a" * 60, "b" * 30 + "\n" + "c" * 30

    assert pieces(f"{first}\n\n{second}", longest=100) == (first, second)


def test_a_line_stays_whole_where_a_paragraph_cannot() -> None:
    lines = [f"line {number} of a long paragraph" for number in range(10)]

    cut = pieces("\n".join(lines), longest=150)

    assert len(cut) > 1
    assert [line for piece in cut for line in piece.split("\n")] == lines


def test_a_word_stays_whole_where_a_line_cannot() -> None:
    text = "a few words again and again " * 20

    cut = pieces(text, longest=100)

    assert " ".join(" ".join(cut).split()) == " ".join(text.split())


def test_a_block_of_code_is_closed_and_opened_again() -> None:
    code = "\n".join(f"print({number})" for number in range(30))

    first, *_, last = pieces(f"See:\n\n```python\n{code}\n```\nDone.", longest=150)

    assert first.startswith("See:\n\n```python\n")
    assert first.endswith("\n```")
    assert last.startswith("```python\nprint(")
    assert last.endswith("```\nDone.")


def test_a_fence_inside_of_another_does_not_close_it() -> None:
    code = "\n".join(f"line {number}" for number in range(40))

    cut = pieces(f"````md\n```\n{code}\n```\n````", longest=150)

    assert all(piece.startswith("````md\n") and piece.endswith("\n````") for piece in cut)


@pytest.mark.parametrize("call", ["<!channel>", "<!here|here>", "<!everyone>"])
def test_a_text_wakes_nobody(call: str) -> None:
    (said,) = pieces(f"Hello {call}, `{call}` <@U0ANA>")

    assert "<!" not in said
    assert said.count("@") == 3


_PROSE = st.sampled_from(["word ", "\n", "\n\n", "x" * 40, "`", "é", "\U0001f600"])
_MARKS = st.sampled_from(["\n", "\n\n", "\n```\n", "\n```py\n", "\n~~~\n", "\n````\n"])


@settings(deadline=None, database=None)
@given(text=st.lists(_PROSE, max_size=120).map("".join), longest=st.integers(120, 300))
def test_every_piece_of_prose_fits_and_every_character_arrives(text: str, longest: int) -> None:
    cut = pieces(text, longest=longest)

    assert all(len(piece) <= longest for piece in cut)
    assert "".join(cut).replace("\n", "").rstrip() == text.replace("\n", "").rstrip()


@settings(deadline=None, database=None)
@given(marks=st.lists(_MARKS, max_size=40), longest=st.integers(120, 300))
def test_every_piece_with_code_fits_and_every_word_arrives(marks: list[str], longest: int) -> None:
    written = [f"w{number}" for number in range(3 * len(marks))]
    text = "".join(
        " ".join(written[3 * place : 3 * place + 3]) + mark for place, mark in enumerate(marks)
    )

    cut = pieces(text, longest=longest)

    assert all(len(piece) <= longest for piece in cut)
    assert re.findall(r"w[0-9]+", "\n".join(cut)) == written


@settings(deadline=None, database=None)
@given(st.text(max_size=60))
def test_the_plain_text_reads_as_it_was_written(text: str) -> None:
    written = plain(text)

    assert not re.search(r"[<>]|&(?!(amp|lt|gt);)", written)
    assert written.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_a_plain_text_that_is_too_long_ends_between_characters() -> None:
    written = plain("&" * LONGEST_TEXT)

    assert len(written) <= LONGEST_TEXT
    assert set(html.unescape(written.removesuffix("…"))) == {"&"}
