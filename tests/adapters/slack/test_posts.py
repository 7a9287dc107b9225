"""What Slack refuses is drawn more plainly, posted anew, or left to the caller: by its code."""

from dataclasses import replace

import pytest

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.blocks import Drawn
from signoff.adapters.slack.posts import Posts
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.core.keys import ThreadKey
from signoff.ports import UnreachableError
from tests.adapters.slack.asked import THREAD
from tests.adapters.slack.canned import US, CannedWeb, always

DRAWN = Drawn(text="Hello.", blocks=[])
DIRECT = ThreadKey(team="T0LOCAL", channel="D0ANA", thread_ts="")


def _posts(web: CannedWeb) -> Posts:
    return Posts(web=web, us=lambda: US)


@pytest.mark.parametrize(
    "code",
    [
        "cant_update_message",
        "edit_window_closed",
        "message_not_found",
        "message_not_in_streaming_state",
        "message_not_owned_by_app",
        "stopped_by_user",
        "streaming_state_conflict",
    ],
)
def test_what_cannot_be_changed_in_this_way_is_to_be_posted_anew(code: str) -> None:
    posts = _posts(CannedWeb(always(code, Method.UPDATE)))

    assert not posts.change(THREAD, "9.1", DRAWN)


@pytest.mark.parametrize("code", ["is_inactive", "channel_not_found", "token_revoked", "new_one"])
def test_what_cannot_be_changed_at_all_is_an_error(code: str) -> None:
    posts = _posts(CannedWeb(always(code, Method.UPDATE)))

    with pytest.raises(RefusedBySlackError, match=code):
        posts.change(THREAD, "9.1", DRAWN)


def test_an_answer_without_a_place_may_have_been_a_yes() -> None:
    def web(_method: Method, **_sent: object) -> dict[str, object]:
        return {}

    with pytest.raises(UnreachableError) as caught:
        Posts(web=web, us=lambda: US).post(THREAD, DRAWN, event_type="x", payload={})  # type: ignore[arg-type]
    assert caught.value.is_ambiguous


def test_in_a_thread_and_in_direct_messages_a_mark_is_found_where_it_stands() -> None:
    web = CannedWeb()
    posts = _posts(web)

    for place in (THREAD, DIRECT):
        posts.post(place, DRAWN, event_type="signoff_reply", payload={"mark": place.channel})

    for place in (THREAD, DIRECT):
        assert [found["mark"] for _, found in posts.marked(place, place.channel)] == [place.channel]
    elsewhere = replace(THREAD, channel="C0ELSE")
    assert list(posts.marked(elsewhere, THREAD.channel)) == []
    assert [sent["thread_ts"] for sent in web.posted] == [THREAD.thread_ts, None]
