"""Messages that grow, in the local Slack: begun, ended, written over, taken away and found."""

from collections.abc import Iterator

import pytest

from playground.slack.local_slack import LocalSlack
from playground.slack.records import Message
from signoff.adapters.slack.chat import SlackChat
from signoff.core.keys import ThreadKey
from signoff.ports import Reader, Task, TaskState, UndeliverableError, Words
from signoff.ports.live import Last
from signoff.testing import ManualClock

READER = Reader(user="U0ANA", tasks="plan")
MARK = "1.reply.1"
LAST = Last(mark=MARK, is_rated=True)
DONE = Task(id="1.1.0", title="Look up 8841", state=TaskState.COMPLETE)
GOES_ON = Task(id="1.1.0", title="Look up 8841", state=TaskState.IN_PROGRESS)


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture
def chat(slack: LocalSlack) -> SlackChat:
    clock = ManualClock()
    return SlackChat(token="xoxb-local", api_url=slack.api_url, timeout_s=5.0, clock=clock)  # noqa: S106 - the local Slack's


@pytest.fixture
def thread(slack: LocalSlack) -> ThreadKey:
    ts = slack.mention("U0ANA", "C0OPS", "What of 8841?")
    return ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=ts)


def ours(slack: LocalSlack, thread: ThreadKey) -> list[Message]:
    return [m for m in slack.messages(thread.channel, thread.thread_ts) if m.bot_id]


def kinds(message: Message) -> list[str]:
    return [str(block["type"]) for block in message.blocks]


def test_a_message_grows_by_words_and_tasks_and_ends_under_its_name(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    ts = chat.start_stream(thread, READER)
    chat.grow_stream(thread, ts, (Words(text="It is "), GOES_ON))
    chat.end_stream(thread, ts, (Words(text="paid."), DONE), last=LAST)

    (message,) = ours(slack, thread)
    assert (message.ts, message.text) == (ts, "It is paid.")
    assert kinds(message) == ["plan", "markdown", "markdown", "context_actions"]
    assert chat.find(thread, MARK) == (ts,)


def test_no_piece_is_longer_than_slack_takes_and_none_is_lost(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    text = "Order 8841 is paid.\n" * 3_000
    ts = chat.start_stream(thread, READER)

    chat.end_stream(thread, ts, (Words(text=text),), last=LAST)

    (message,) = ours(slack, thread)
    (call,) = slack.calls("chat.stopStream")
    assert message.text == text
    assert max(len(chunk["text"]) for chunk in call.args["chunks"]) == 12_000


def test_a_text_of_the_models_wakes_nobody(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    ts = chat.start_stream(thread, READER)

    chat.end_stream(thread, ts, (Words(text="<!channel> It is paid."),))

    assert ours(slack, thread)[0].text == "@channel It is paid."


def test_thumbs_that_slack_does_not_take_are_left_out(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    ts = chat.start_stream(thread, READER)
    slack.fail("chat.stopStream", "invalid_blocks")

    chat.end_stream(thread, ts, (Words(text="It is paid."),), last=LAST)

    assert kinds(ours(slack, thread)[0]) == ["markdown"]


def test_what_is_not_streamed_to_one_person_is_remembered(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    stranger = Reader(user="U0OUT", tasks="timeline")

    for _ in range(2):
        with pytest.raises(UndeliverableError):
            chat.start_stream(thread, stranger)

    assert chat.start_stream(thread, READER)
    assert len(slack.calls("chat.startStream")) == 2


@pytest.mark.parametrize("error", ["unknown_method", "missing_scope", "not_authorized"])
def test_what_is_streamed_to_nobody_is_asked_once(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey, error: str
) -> None:
    slack.fail("chat.startStream", error)

    for _ in range(2):
        with pytest.raises(UndeliverableError):
            chat.start_stream(thread, READER)

    assert len(slack.calls("chat.startStream")) == 1


def test_a_message_that_has_ended_is_written_over_with_its_tasks(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    ts = chat.start_stream(thread, READER)
    chat.end_stream(thread, ts, (Words(text="I look."),))

    is_written = chat.rewrite_stream(thread, ts, "It is paid.", (DONE,), last=LAST)

    (message,) = ours(slack, thread)
    assert is_written
    assert kinds(message) == ["task_card", "markdown", "context_actions"]
    assert chat.find(thread, MARK) == (ts,)


def test_a_message_whose_tasks_slack_does_not_take_has_its_text(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    ts = chat.start_stream(thread, READER)
    chat.end_stream(thread, ts, (Words(text="I look."),))
    slack.fail("chat.update", "invalid_blocks", times=2)

    assert chat.rewrite_stream(thread, ts, "It is paid.", (DONE,), last=LAST)

    assert kinds(ours(slack, thread)[0]) == ["markdown"]


def test_what_one_message_does_not_hold_is_not_written_over(
    chat: SlackChat, thread: ThreadKey
) -> None:
    ts = chat.start_stream(thread, READER)
    chat.end_stream(thread, ts, (Words(text="I look."),))

    assert not chat.rewrite_stream(thread, ts, "It is paid.\n" * 2_000, (), last=LAST)
    assert not chat.rewrite_stream(thread, "1.1", "It is paid.", (), last=LAST)


def test_a_message_is_taken_away_whether_it_grows_or_not(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    ts = chat.start_stream(thread, READER)
    chat.grow_stream(thread, ts, (Words(text="I look."),))

    for _ in range(2):
        chat.remove_stream(thread, ts)

    assert ours(slack, thread) == []


def test_a_message_that_slack_keeps_says_that_the_answer_is_elsewhere(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    ts = chat.start_stream(thread, READER)
    chat.grow_stream(thread, ts, (Words(text="I look."),))
    slack.fail("chat.delete", "cant_delete_message")

    chat.remove_stream(thread, ts)

    assert "stands below" in ours(slack, thread)[0].text


def test_only_a_message_that_holds_nothing_is_lost(chat: SlackChat, thread: ThreadKey) -> None:
    lost, full, ended = (chat.start_stream(thread, READER) for _ in range(3))
    chat.grow_stream(thread, full, (Words(text="I look."),))
    chat.end_stream(thread, ended, (DONE,))
    chat.say(thread, "It is paid.", mark=MARK)

    assert chat.lost_streams(thread) == (lost,)
