"""What a run says and shows arrives in Slack once, whole, and readable; errors keep their names."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from playground.slack.local_slack import LocalSlack
from playground.slack.records import Message
from signoff.adapters.slack.chat import FormNotOpenedError, SlackChat
from signoff.core.address import Address
from signoff.core.click import Click, Gone, OpenForm, Surface
from signoff.core.decision import Approved
from signoff.core.effects import Card
from signoff.core.gate import Confirmation
from signoff.core.home_place import HomePlace, Section
from signoff.core.inbox import HomeView, Inbox, Listed
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.ports import CardView, UndeliverableError, UnreachableError
from signoff.testing import ManualClock
from tests.adapters.slack.asked import FIRST, decided, requirement

NOW = 1_795_420_800_000
ASKED = requirement(Confirmation(), {"service": "api"})
APPROVED = decided(ASKED, Approved())
OURS, OTHER = "xoxb-local", "xoxb-other"


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture
def chat(slack: LocalSlack) -> SlackChat:
    return a_chat(slack)


@pytest.fixture
def thread(slack: LocalSlack) -> ThreadKey:
    ts = slack.mention("U0ANA", "C0OPS", "restart the api")
    return ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=ts)


def a_chat(slack: LocalSlack, *, api_url: str = "", token: str = OURS) -> SlackChat:
    return SlackChat(
        token=token, api_url=api_url or slack.api_url, timeout_s=5.0, clock=ManualClock(NOW)
    )


def _delete(slack: LocalSlack, thread: ThreadKey, ts: str) -> None:
    client: Any = slack.client()
    client.chat_delete(channel=thread.channel, ts=ts)


def a_view(thread: ThreadKey, *, ts: tuple[str, ...] = (), asked: Requirement = ASKED) -> CardView:
    return CardView(thread=thread, card=Card(at=FIRST, rows=(FIRST,), ts=ts), rows=(asked,))


def ours(slack: LocalSlack, thread: ThreadKey) -> list[Message]:
    return [m for m in slack.messages(thread.channel, thread.thread_ts) if m.bot_id]


def a_form(thread: ThreadKey) -> OpenForm:
    address = Address(
        channel=thread.channel,
        thread_ts=thread.thread_ts,
        at=FIRST,
        rev=1,
        shown=ASKED.digest[:16],
    )
    click = Click(team="T0LOCAL", user="U0BOB", address=address)
    return OpenForm(click=click, form="reject", trigger="none")


# The inbox, and what is said there.


def test_an_inbox_is_published_to_its_owner_with_a_way_to_each_thread(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    waits = (Listed(thread=thread, requirement=ASKED),)

    chat.publish_home(HomeView(inbox=Inbox(user="U0BOB", waits=waits), place=HomePlace()))

    shown = slack.home("U0BOB")
    assert shown is not None
    stamp = thread.thread_ts.replace(".", "")
    assert f"/archives/C0OPS/p{stamp}" in str(shown.content)
    assert slack.home("U0ANA") is None


def test_an_inbox_is_published_anew_in_its_place(slack: LocalSlack, chat: SlackChat) -> None:
    views = [HomeView(inbox=Inbox(user="U0BOB"), place=HomePlace(section=s)) for s in Section]

    for view in views:
        chat.publish_home(view)

    shown = slack.home("U0BOB")
    assert shown is not None
    assert shown.content["private_metadata"] == views[-1].place.value


def test_an_app_without_a_home_tab_says_so(slack: LocalSlack, chat: SlackChat) -> None:
    slack.fail("views.publish", "not_enabled")

    with pytest.raises(UndeliverableError, match="not_enabled"):
        chat.publish_home(HomeView(inbox=Inbox(user="U0BOB"), place=HomePlace()))


def test_what_became_of_a_click_needs_a_trigger_that_counts(chat: SlackChat) -> None:
    with pytest.raises(FormNotOpenedError):
        chat.tell_in_view(Surface(trigger="none"), Gone())


# Cards.


def test_a_new_card_is_posted_into_its_thread_under_its_mark(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    (ts,) = chat.show(a_view(thread)).ts

    (card,) = ours(slack, thread)
    assert card.ts == ts
    assert card.metadata == {"event_type": "signoff_card", "event_payload": {"mark": "1.2.0"}}
    assert chat.find(thread, "1.2.0") == (ts,)
    sent = slack.calls("chat.postMessage")[0].args
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)


def test_a_card_is_redrawn_in_every_message_it_stands_in(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    places = (*chat.show(a_view(thread)).ts, *chat.show(a_view(thread)).ts)

    assert chat.show(a_view(thread, ts=places, asked=APPROVED)).ts == places

    cards = ours(slack, thread)
    assert [card.ts for card in cards] == list(places)
    assert all("Approved" in card.text for card in cards)
    assert cards[0].blocks == cards[1].blocks
    assert not any("Approve" in str(block) for block in cards[0].blocks if "actions" in str(block))


def test_a_message_that_was_noted_twice_is_redrawn_once(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    (ts,) = chat.show(a_view(thread)).ts

    assert chat.show(a_view(thread, ts=(ts, ts), asked=APPROVED)).ts == (ts,)

    assert len(slack.calls("chat.update")) == 1


def test_a_redrawn_card_keeps_its_mark(chat: SlackChat, thread: ThreadKey) -> None:
    places = chat.show(a_view(thread)).ts
    chat.show(a_view(thread, ts=places, asked=APPROVED))

    assert chat.find(thread, "1.2.0") == (places[0],)


def test_every_copy_of_a_card_is_found(chat: SlackChat, thread: ThreadKey) -> None:
    copies = (*chat.show(a_view(thread)).ts, *chat.show(a_view(thread)).ts)

    assert chat.find(thread, "1.2.0") == copies


def test_a_card_that_was_deleted_is_posted_anew(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    (gone,) = chat.show(a_view(thread)).ts
    _delete(slack, thread, gone)

    (ts,) = chat.show(a_view(thread, ts=(gone,))).ts

    assert ts != gone
    assert [card.ts for card in ours(slack, thread)] == [ts]


def test_of_two_copies_the_one_that_still_stands_is_redrawn(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    (gone,), (stands,) = chat.show(a_view(thread)).ts, chat.show(a_view(thread)).ts
    _delete(slack, thread, gone)

    assert chat.show(a_view(thread, ts=(gone, stands))).ts == (stands,)
    assert len(ours(slack, thread)) == 1


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long", "msg_too_long"])
def test_a_drawing_that_slack_refuses_is_replaced_by_a_plainer_one(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey, code: str
) -> None:
    slack.fail("chat.postMessage", code)

    (ts,) = chat.show(a_view(thread)).ts

    first, second = (call.args["blocks"] for call in slack.calls("chat.postMessage"))
    assert first != second
    assert [card.ts for card in ours(slack, thread)] == [ts]


def test_a_card_of_which_slack_takes_no_blocks_stands_there_in_words(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    slack.fail("chat.postMessage", "invalid_blocks", times=2)

    standing = chat.show(a_view(thread))

    (card,) = ours(slack, thread)
    assert (standing.ts, standing.is_bare) == ((card.ts,), True)
    assert card.blocks == ()
    assert 'service:  "api"' in card.text
    assert chat.find(thread, "1.2.0") == (card.ts,)


def test_a_card_in_words_gets_its_buttons_where_it_stands(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    slack.fail("chat.postMessage", "invalid_blocks", times=2)
    places = chat.show(a_view(thread)).ts

    again = chat.show(a_view(thread, ts=places))

    (card,) = ours(slack, thread)
    assert (again.ts, again.is_bare) == (places, False)
    assert "Approve" in str(card.blocks)


def test_a_card_with_buttons_loses_them_to_a_receipt_in_words(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    places = chat.show(a_view(thread)).ts
    slack.fail("chat.update", "invalid_blocks", times=2)

    chat.show(a_view(thread, ts=places, asked=APPROVED))

    (card,) = ours(slack, thread)
    assert card.blocks == ()
    assert card.text.startswith("Approved by bob")


def test_a_card_of_which_slack_takes_not_even_the_words_is_undeliverable(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    slack.fail("chat.postMessage", "invalid_blocks", times=3)

    with pytest.raises(UndeliverableError, match="invalid_blocks"):
        chat.show(a_view(thread))
    assert len(slack.calls("chat.postMessage")) == 3


# Words.


def test_a_reply_is_said_in_markdown_with_its_text_for_screen_readers(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    ts = chat.say(thread, "**Done**: 1 < 2 & <@U0ANA>", mark="1.reply")

    (said,) = ours(slack, thread)
    assert said.ts == ts
    assert [(b["type"], b["text"]) for b in said.blocks] == [
        ("markdown", "**Done**: 1 < 2 & <@U0ANA>")
    ]
    assert said.text == "**Done**: 1 &lt; 2 &amp; <@U0ANA>"
    assert chat.find(thread, "1.reply") == (ts,)


def test_a_long_reply_is_said_in_several_messages_in_order(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    paragraphs = [f"Paragraph {number}. " + "word " * 200 for number in range(60)]

    ts = chat.say(thread, "\n\n".join(paragraphs), mark="1.reply")

    said = ours(slack, thread)
    assert len(said) > 4
    assert said[-1].ts == ts
    assert chat.find(thread, "1.reply") == (ts,)
    assert "".join(message.blocks[0]["text"] for message in said) == "\n\n".join(paragraphs)


def test_a_long_reply_that_was_cut_off_goes_on_where_it_stopped(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    text = "\n\n".join(f"Line {number}" + " ." * 500 for number in range(40))
    slack.fail("chat.postMessage", lose_reply=True)
    with pytest.raises(UnreachableError):
        chat.say(thread, text, mark="1.reply")
    assert chat.find(thread, "1.reply") == ()

    chat.say(thread, text, mark="1.reply")

    said = [message.blocks[0]["text"] for message in ours(slack, thread)]
    assert "".join(said) == text


def test_nobody_elses_copy_of_a_mark_is_taken_for_ours(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    ts = chat.say(thread, "Done.", mark="1.reply")
    mine = slack.workspace.messages[thread.channel][ts]
    slack.do(lambda site: site.workspace.put(replace(mine, user="U0EVE")))

    assert chat.find(thread, "1.reply") == ()


def test_a_mark_is_found_on_any_page_of_a_thread(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    for number in range(205):
        slack.workspace.put(
            replace(
                slack.workspace.message(thread.channel, thread.thread_ts),
                ts=f"1000000000.{number:06d}",
                thread_ts=thread.thread_ts,
            )
        )
    ts = chat.say(thread, "Done.", mark="1.reply")

    assert chat.find(thread, "1.reply") == (ts,)
    assert len(slack.calls("conversations.replies")) == 2


def test_nothing_is_found_in_a_thread_that_is_not_there(chat: SlackChat) -> None:
    nowhere = ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts="1.000001")

    assert chat.find(nowhere, "1.reply") == ()


# Private words, people, forms.


def test_a_refusal_is_told_to_one_person_in_the_thread(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    chat.tell(thread, "U0BOB", Gone())

    (told,) = slack.ephemerals("U0BOB")
    assert told.text == "This request no longer exists. Nothing was changed."
    assert told.thread_ts == thread.thread_ts


def test_somebody_outside_of_the_channel_cannot_be_told(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    slack.change_channel("C0OPS", members=("U0ANA", "U0BOT"))

    with pytest.raises(UndeliverableError, match="user_not_in_channel"):
        chat.whisper(thread, "U0BOB", "Psst.")


def test_a_form_is_opened_by_a_fresh_click_only(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    with pytest.raises(FormNotOpenedError, match="invalid_trigger_id"):
        chat.open_form(a_form(thread), ASKED)
    slack.fail("views.open", "expired_trigger_id")
    with pytest.raises(FormNotOpenedError, match="expired_trigger_id"):
        chat.open_form(a_form(thread), ASKED)


def test_a_forms_page_is_turned_in_the_form(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    with pytest.raises(FormNotOpenedError, match="not_found"):
        chat.open_form(replace(a_form(thread), form="review", view="V1"), ASKED)
    assert [call.method for call in slack.calls()][-1] == "views.update"


def test_a_form_that_slack_does_not_draw_is_undeliverable(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    slack.fail("views.open", "view_too_large")

    with pytest.raises(UndeliverableError) as caught:
        chat.open_form(a_form(thread), ASKED)
    assert not isinstance(caught.value, FormNotOpenedError)


def test_the_workspace_is_asked_once(slack: LocalSlack, chat: SlackChat) -> None:
    assert (chat.team(), chat.team()) == ("T0LOCAL", "T0LOCAL")
    assert len(slack.calls("auth.test")) == 1


# Errors.


def test_a_limit_says_how_long_to_wait(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    slack.fail("chat.postMessage", retry_after=30)

    with pytest.raises(UnreachableError) as caught:
        chat.say(thread, "Done.", mark="1.reply")
    assert (caught.value.retry_after_s, caught.value.is_ambiguous) == (30, False)


@pytest.mark.parametrize(
    ("fault", "is_ambiguous"),
    [
        ({"error": "internal_error"}, True),
        ({"error": "fatal_error"}, True),
        ({"error": "internal_error", "status": 500}, True),
        ({"error": "oops", "status": 503}, True),
        ({"lose_reply": True}, True),
        ({"error": "service_unavailable"}, False),
        ({"error": "ratelimited", "status": 200}, False),
    ],
    ids=range(7),
)
def test_what_may_have_been_done_is_told_from_what_was_not(
    slack: LocalSlack,
    chat: SlackChat,
    thread: ThreadKey,
    fault: dict[str, Any],
    is_ambiguous: bool,
) -> None:
    slack.fail("chat.postMessage", **fault)

    with pytest.raises(UnreachableError) as caught:
        chat.say(thread, "Done.", mark="1.reply")
    assert caught.value.is_ambiguous is is_ambiguous
    assert len(slack.calls("chat.postMessage")) == 1


@pytest.mark.parametrize(
    "code",
    [
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "token_revoked",
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "something_new",
    ],
)
def test_what_will_never_work_is_undeliverable(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey, code: str
) -> None:
    slack.fail("chat.postMessage", code)

    with pytest.raises(UndeliverableError, match=code):
        chat.say(thread, "Done.", mark="1.reply")


def test_a_wrong_token_is_undeliverable(slack: LocalSlack, thread: ThreadKey) -> None:
    with pytest.raises(UndeliverableError, match="invalid_auth"):
        a_chat(slack, token=OTHER).say(thread, "Done.", mark="1.reply")


def test_a_slack_that_is_not_there_has_done_nothing(slack: LocalSlack, thread: ThreadKey) -> None:
    with pytest.raises(UnreachableError) as caught:
        a_chat(slack, api_url="http://127.0.0.1:9/api/").say(thread, "Done.", mark="1.reply")
    assert not caught.value.is_ambiguous
