import pytest
from hypothesis import given
from hypothesis import strategies as st

from signoff.core.thread_title import LONGEST, title_of

NAMES = {"U0BOB": "bob"}


def _title(text: str) -> str:
    return title_of(text, name_of=lambda user: NAMES.get(user, ""))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Refund order 8841", "Refund order 8841"),
        ("  Refund\n\n order\t8841 ", "Refund order 8841"),
        ("Ask <@U0BOB> about it", "Ask @bob about it"),
        ("Ask <@U0EVE|eve> about it", "Ask @eve about it"),
        ("Ask <@U0EVE> about it", "Ask about it"),
        ("In <#C0OPS> for <!subteam^S0SRE> at <!date^1^{date}|noon>", "In for at"),
        ("2 < 3 and 4 > 1", "2 < 3 and 4 > 1"),
        ("", ""),
        ("<@U0EVE>", ""),
    ],
)
def test_a_title_is_the_first_words_on_one_line(text: str, title: str) -> None:
    assert _title(text) == title


def test_a_long_title_ends_with_a_whole_word() -> None:
    title = _title("word " * 100)

    assert len(title) <= LONGEST
    assert title.endswith("word…")


def test_a_long_word_is_cut() -> None:
    assert _title("x" * 500) == "x" * 199 + "…"


@given(st.text(max_size=600))
def test_no_text_makes_a_title_that_slack_refuses(text: str) -> None:
    title = _title(text)

    assert len(title) <= LONGEST
    assert title == " ".join(title.split())
