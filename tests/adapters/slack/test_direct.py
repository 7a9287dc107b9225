"""What a thread does not take arrives in the requester's direct messages, once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from playground.slack.local_slack import LocalSlack
from playground.slack.records import Installation, Message
from playground.slack.seed import seeded_workspace
from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.letters import announcement, reason
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.core.decision import Approved
from signoff.core.keys import Position
from signoff.core.requirement import NEVER
from signoff.ports import UndeliverableError, UnreachableError
from signoff.testing import ManualClock
from tests.adapters.slack.asked import THREAD, card, confirmation, decided

WHY = RefusedBySlackError(Method.POST_MESSAGE, "is_archived")
VIEW = card(confirmation())
DIRECT = "D0ANA"
LONG = "\n\n".join(f"Line {number}" + " ." * 500 for number in range(40))


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


def a_chat(slack: LocalSlack) -> SlackChat:
    return SlackChat(
        token="xoxb-local",  # noqa: S106 - opens nothing but this
        api_url=slack.api_url,
        timeout_s=5.0,
        clock=ManualClock(0),
    )


@pytest.fixture
def chat(slack: LocalSlack) -> SlackChat:
    return a_chat(slack)


def told(slack: LocalSlack) -> list[Message]:
    return [message for message in slack.messages(DIRECT) if message.bot_id]


def test_the_requester_reads_what_waits_until_when_and_why_not_there(
    slack: LocalSlack, chat: SlackChat
) -> None:
    ts = chat.announce(VIEW, why=WHY)

    (message,) = told(slack)
    assert (message.ts, message.thread_ts) == (ts, None)
    assert "<#C0OPS> waits for a decision" in message.text
    assert "it is archived" in message.text
    assert "Send email to bob@example.com · Expires <!date^" in message.text
    assert message.blocks == ()


def test_a_second_try_finds_the_first(slack: LocalSlack, chat: SlackChat) -> None:
    slack.fail("chat.postMessage", lose_reply=True)
    with pytest.raises(UnreachableError):
        chat.announce(VIEW, why=WHY)

    assert chat.announce(VIEW, why=WHY) == told(slack)[0].ts
    assert len(told(slack)) == 1


def test_a_card_of_another_thread_is_told_apart(slack: LocalSlack, chat: SlackChat) -> None:
    other = replace(VIEW, thread=replace(THREAD, thread_ts="1795096800.000200"))

    assert chat.announce(VIEW, why=WHY) != chat.announce(other, why=WHY)
    assert len(told(slack)) == 2


def test_a_reply_arrives_whole_under_a_word_on_where_it_belongs(
    slack: LocalSlack, chat: SlackChat
) -> None:
    ts = chat.forward(THREAD, "U0ANA", LONG, mark="1.reply.1", why=WHY)

    messages = told(slack)
    texts = [message.blocks[-1]["text"] for message in messages]
    assert "".join(texts) == LONG
    assert messages[-1].ts == ts
    assert "For your thread in <#C0OPS>" in messages[0].text
    assert [len(message.blocks) for message in messages[1:]] == [1] * (len(messages) - 1)


def test_a_reply_that_was_cut_off_goes_on_and_is_not_said_again(
    slack: LocalSlack, chat: SlackChat
) -> None:
    slack.fail("chat.postMessage", lose_reply=True)
    with pytest.raises(UnreachableError):
        chat.forward(THREAD, "U0ANA", LONG, mark="1.reply.1", why=WHY)

    first = chat.forward(THREAD, "U0ANA", LONG, mark="1.reply.1", why=WHY)
    again = chat.forward(THREAD, "U0ANA", LONG, mark="1.reply.1", why=WHY)

    assert first == again
    assert "".join(message.blocks[-1]["text"] for message in told(slack)) == LONG


def test_who_was_deactivated_cannot_be_told(slack: LocalSlack, chat: SlackChat) -> None:
    slack.change_person("U0ANA", deleted=True)

    with pytest.raises(UndeliverableError, match="user_disabled"):
        chat.announce(VIEW, why=WHY)


def test_an_app_that_was_installed_before_it_asked_for_im_write_cannot_tell() -> None:
    old = Installation(scopes=("chat:write", "im:history"))

    with LocalSlack(workspace=seeded_workspace(old)) as slack:
        with pytest.raises(UndeliverableError, match="missing_scope"):
            a_chat(slack).announce(VIEW, why=WHY)
        assert told(slack) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("is_archived", "it is archived"),
        ("not_in_channel", "I am not in it"),
        ("channel_not_found", "I can't see that conversation any more"),
        ("restricted_action", "I may not write there"),
        ("something_new", "Slack says `something_new`"),
    ],
)
def test_the_reason_is_told_in_words(code: str, words: str) -> None:
    assert reason(RefusedBySlackError(Method.POST_MESSAGE, code)) == words
    assert reason(UndeliverableError("no code")) == "Slack does not take it"


def test_only_what_is_open_is_told_of_several_and_titles_stay_dead() -> None:
    rows = [
        confirmation(at=Position(run=1, step=2, index=index), title=title, exp=exp)
        for index, (title, exp) in enumerate(
            [("<!channel> *one*", NEVER), ("two", 1), ("three", 1)]
        )
    ]

    said = announcement(card(*rows[:2], decided(rows[2], Approved())), WHY)

    assert "waits for 2 decisions" in said
    assert "• &lt;!channel&gt; *one* · No expiry" in said
    assert "three" not in said
