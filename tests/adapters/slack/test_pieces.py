"""A long text is cut between its blocks, and put together again it is the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.adapters.slack.pieces import (
    LONGEST,
    LONGEST_TABLE,
    MOST_BLOCKS,
    MOST_ROWS,
    Piece,
    pieces,
    size,
    smaller,
)
from tests.adapters.slack.markdown_texts import markdown


def _own(cut: tuple[Piece, ...]) -> str:
    return "".join(piece.own for piece in cut)


def _texts(text: str, *, longest: int = LONGEST) -> list[str]:
    cut = pieces(text, longest=longest)
    assert _own(cut) == text
    return [piece.text for piece in cut]


def test_a_text_that_fits_is_one_piece() -> None:
    text = "word " * 2_400

    cut = pieces(text)

    assert len(text) == LONGEST
    assert cut == (Piece(text=text),)


def test_a_character_that_is_two_elsewhere_counts_as_two() -> None:
    cut = pieces("\U0001f600" * 6_001)

    assert [size(piece.text) for piece in cut] == [12_000, 2]


def test_a_paragraph_stays_whole_where_it_can() -> None:
    first, second = "a" * 60, "b" * 30 + "\n" + "c" * 30

    assert _texts(f"{first}\n\n{second}", longest=100) == [f"{first}\n\n", second]


def test_a_line_stays_whole_where_a_paragraph_cannot() -> None:
    lines = [f"line {number} of a long paragraph" for number in range(10)]

    cut = _texts("\n".join(lines), longest=150)

    assert len(cut) > 1
    assert [line for piece in cut for line in piece.rstrip("\n").split("\n")] == lines


def test_a_word_stays_whole_where_a_line_cannot() -> None:
    cut = _texts("a few words again and again " * 20, longest=100)

    assert all(piece.endswith(" ") for piece in cut)


def test_a_heading_goes_with_what_stands_below_it() -> None:
    text = "word " * 10 + "\n\n## Below\n\n" + "more " * 12

    first, second = _texts(text, longest=100)

    assert "##" not in first
    assert second.startswith("## Below\n")


def test_code_that_fits_into_a_message_is_not_cut() -> None:
    code = "```python\n" + "print(1)\n" * 10 + "```\n"

    cut = _texts("word " * 10 + "\n\n" + code + "\n" + "word " * 10, longest=130)

    assert [piece for piece in cut if "```" in piece] == [code + "\n"]


def test_longer_code_is_closed_and_opened_again_in_its_language() -> None:
    code = "\n".join(f"print({number})" for number in range(60))

    cut = _texts(f"See:\n\n```python\n{code}\n```\nDone.", longest=150)

    assert cut[0].startswith("See:\n\n```python\n")
    assert all(piece.startswith("```python\n") for piece in cut[1:])
    assert all(piece.endswith("\n```") for piece in cut[:-1])
    assert cut[-1].endswith("```\nDone.")


def test_a_fence_inside_of_another_does_not_close_it() -> None:
    code = "\n".join(f"line {number}" for number in range(40))

    cut = _texts(f"````md\n```\n{code}\n```\n````", longest=150)

    assert all(piece.startswith("````md\n") and piece.endswith("\n````") for piece in cut)


def test_code_in_a_list_is_opened_again_in_a_list() -> None:
    code = "".join(f"  line {number}\n" for number in range(60))

    cut = _texts(f"- See:\n  ```js\n{code}  ```\n- More", longest=150)

    assert all(piece.startswith("- ```js\n") for piece in cut[1:])
    assert all(piece.endswith("\n  ```") for piece in cut[:-1])


def test_code_in_a_quotation_is_opened_again_in_a_quotation() -> None:
    code = "".join(f"> line {number}\n" for number in range(60))

    cut = _texts(f"> ```js\n{code}> ```\n", longest=150)

    assert all(piece.startswith("> ```js\n") for piece in cut)
    assert all(piece.endswith("\n> ```") for piece in cut[:-1])


def test_a_table_has_its_header_in_every_message() -> None:
    header = "| name | count |\n|:-----|------:|\n"
    rows = [f"| row | {number} |\n" for number in range(60)]

    cut = _texts(header + "".join(rows), longest=200)

    assert all(piece.startswith(header) for piece in cut)
    assert [row for piece in cut for row in piece.splitlines(keepends=True)[2:]] == rows


def test_no_table_is_longer_than_slack_draws_one() -> None:
    header = "| a | b |\n|---|---|\n"

    many = _texts(header + "| 1 | 2 |\n" * 300)
    wide = _texts(header + f"| {'word ' * 60} | 2 |\n" * 35)

    assert [piece.count("\n") - 1 <= MOST_ROWS for piece in many] == [True] * len(many)
    assert [size(piece) <= LONGEST_TABLE for piece in wide] == [True] * len(wide)


def test_a_list_is_cut_between_its_items() -> None:
    items = [f"- item {number}\n  and more of it\n" for number in range(40)]

    cut = _texts("".join(items), longest=200)

    assert all(piece.startswith("- item") for piece in cut)


def test_no_message_has_more_blocks_than_slack_takes() -> None:
    cut = _texts("# Title\n\nwords\n\n" * 60)

    assert all(piece.count("# Title") * 2 <= MOST_BLOCKS for piece in cut)


@pytest.mark.parametrize("whole", ["👩‍👩‍👧‍👦", "e\u0301", "👍🏽", "\r\n", "❤️"])
def test_no_character_is_taken_apart(whole: str) -> None:
    cut = _texts(whole * 200, longest=101)

    assert len(cut) > 1
    assert all(not len(piece) % len(whole) for piece in cut)


@settings(deadline=None, database=None, max_examples=40)
@given(text=markdown, longest=st.sampled_from([LONGEST, LONGEST, 1_000, 120]))
def test_whatever_the_text_its_pieces_fit_and_put_together_are_the_text(
    text: str, longest: int
) -> None:
    cut = pieces(text, longest=longest)

    assert _own(cut) == text
    assert all(size(piece.text) <= longest for piece in cut)


@settings(deadline=None, database=None, max_examples=40)
@given(text=markdown, longest=st.integers(120, 6_000))
def test_pieces_that_are_cut_once_more_still_are_the_text(text: str, longest: int) -> None:
    cut = [half for piece in pieces(text) for half in smaller(piece, longest=longest)]

    assert _own(tuple(cut)) == text
    assert all(size(piece.text) <= longest for piece in cut)
