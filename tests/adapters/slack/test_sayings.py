"""What the agent says is shown as it was written, and wakes nobody."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.adapters.slack.sayings import LONGEST_TEXT, plain, unbroadcast


@pytest.mark.parametrize("call", ["<!channel>", "<!here|here>", "<!everyone>"])
def test_a_text_wakes_nobody(call: str) -> None:
    said = unbroadcast(f"Hello {call}, `{call}` <@U0ANA>")

    assert "<!" not in said
    assert said.count("@") == 3


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
