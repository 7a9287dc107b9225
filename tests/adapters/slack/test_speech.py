"""A text arrives whole, whatever Slack takes of it at once, and no piece of it twice."""

from contextlib import suppress
from typing import Any

import pytest

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.posts import Posts
from signoff.adapters.slack.speech import SHORTEST, Speech, ends
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.ports import UnreachableError
from tests.adapters.slack.answer_read import answer_in
from tests.adapters.slack.asked import THREAD
from tests.adapters.slack.canned import US, CannedWeb

LONG = "\n\n".join(f"Paragraph {number}. " + "word " * 60 for number in range(30)).strip()


def _say(web: CannedWeb, text: str, *, head: str = "") -> str:
    posts = Posts(web=web, us=lambda: US)
    return Speech(posts=posts, place=THREAD, mark="1.reply.1", head=head).say(text)


def _takes(most: int) -> CannedWeb:
    """A Slack that finds longer texts too long."""

    def refuses(method: Method, sent: Any) -> str | None:
        is_long = method is Method.POST_MESSAGE and len(sent["text"]) > most
        return "msg_too_long" if is_long else None

    return CannedWeb(refuses)


def _takes_no_blocks(method: Method, sent: Any) -> str | None:
    return "invalid_blocks" if method is Method.POST_MESSAGE and sent["blocks"] else None


def _read(web: CannedWeb) -> str:
    return answer_in(web.posted)


@pytest.mark.parametrize("most", [6_000, 3_000, 1_600])
def test_a_text_that_is_too_long_is_said_in_smaller_pieces_in_order(most: int) -> None:
    web = _takes(most)

    ts = _say(web, LONG)

    assert _read(web) == LONG
    assert ts == f"9.{len(web.posted):06d}"
    payloads = [sent["metadata"]["event_payload"] for sent in web.posted]
    assert [ends(payload) for payload in payloads] == [False] * (len(payloads) - 1) + [True]


@pytest.mark.parametrize("taken", range(1, 8))
def test_a_text_that_was_cut_off_in_its_smaller_pieces_goes_on_there(taken: int) -> None:
    web = _takes(1_600)
    takes = web.refuses
    web.refuses = lambda method, sent: (
        "is_archived"
        if method is Method.POST_MESSAGE and len(web.posted) == taken
        else takes(method, sent)
    )
    with pytest.raises(RefusedBySlackError, match="is_archived"):
        _say(web, LONG)

    web.refuses = takes
    _say(web, LONG)

    assert _read(web) == LONG


def test_markdown_that_slack_does_not_draw_is_said_as_plain_text() -> None:
    web = CannedWeb(_takes_no_blocks)

    _say(web, "**Done**: 1 < 2")

    (said,) = web.posted
    assert (said["text"], said["blocks"]) == ("**Done**: 1 &lt; 2", [])


def test_plain_text_that_would_be_clipped_is_cut_in_two() -> None:
    web = CannedWeb(_takes_no_blocks)
    text = "&" * 11_000

    _say(web, text)

    assert len(web.posted) > 1
    assert "".join(sent["text"] for sent in web.posted) == text.replace("&", "&amp;")


def test_a_short_text_that_slack_takes_in_no_form_is_refused() -> None:
    web = _takes(0)

    with pytest.raises(RefusedBySlackError, match="msg_too_long"):
        _say(web, "x" * SHORTEST)

    assert web.posted == []


@pytest.mark.parametrize("refuses", [_takes(100_000).refuses, _takes_no_blocks])
def test_what_stands_above_a_text_stands_there_once(refuses: Any) -> None:
    web = CannedWeb(refuses)

    _say(web, LONG * 2, head="For your thread.")

    assert len(web.posted) > 1
    assert [sent["text"].startswith("For your thread.\n") for sent in web.posted].count(True) == 1
    assert web.posted[0]["text"].startswith("For your thread.\n")


def test_what_a_slow_slack_has_not_taken_in_time_is_said_by_later_tries() -> None:
    web = CannedWeb()
    posts = Posts(web=web, us=lambda: US)

    def said() -> bool:
        until = len(web.posted) + 2
        speech = Speech(
            posts=posts, place=THREAD, mark="1.reply.1", has_time=lambda: len(web.posted) < until
        )
        with suppress(UnreachableError):
            return bool(speech.say(LONG * 4))
        return False

    tries = [said() for _ in range(3)]

    assert tries == [False, True, True]
    assert _read(web) == LONG * 4
