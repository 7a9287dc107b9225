"""An answer that is too long for messages is a file, once, with its beginning as a message."""

from collections.abc import Iterator

import pytest

from playground.slack.local_slack import LocalSlack
from playground.slack.records import Message
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.speech import MOST_MESSAGES
from signoff.core.keys import ThreadKey
from signoff.ports import UnreachableError
from signoff.testing import ManualClock
from tests.adapters.slack.answer_read import answer_in

MARK = "1.reply.3"
LONG = "\n\n".join(f"## Part {number}\r\n\r\n" + "wörd 😀 " * 150 for number in range(30))
ENDLESS = LONG * 6


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture
def chat(slack: LocalSlack) -> SlackChat:
    clock = ManualClock(1_795_420_800_000)
    return SlackChat(
        token=slack.workspace.installation.bot_token,
        api_url=slack.api_url,
        timeout_s=5.0,
        clock=clock,
    )


@pytest.fixture
def thread(slack: LocalSlack) -> ThreadKey:
    ts = slack.mention("U0ANA", "C0OPS", "Tell me all of it")
    return ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=ts)


def _said(slack: LocalSlack, thread: ThreadKey) -> list[Message]:
    ours = [m for m in slack.messages(thread.channel, thread.thread_ts) if m.bot_id]
    return [message for message in ours if not message.files]


def _files(slack: LocalSlack, thread: ThreadKey) -> list[tuple[str, bytes | None]]:
    found = slack.messages(thread.channel, thread.thread_ts)
    files = [slack.workspace.files[file] for message in found for file in message.files]
    return [(file.name, file.content) for file in files]


def _read(slack: LocalSlack, thread: ThreadKey) -> str:
    said = _said(slack, thread)
    return answer_in({"text": m.text, "blocks": m.blocks, "metadata": m.metadata} for m in said)


def test_what_a_few_messages_hold_stands_in_them_byte_for_byte(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    chat.say(thread, LONG, mark=MARK)

    assert 1 < len(_said(slack, thread)) <= MOST_MESSAGES
    assert _read(slack, thread) == LONG
    assert _files(slack, thread) == []


def test_a_longer_one_is_a_file_with_its_beginning_as_a_message(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    ts = chat.say(thread, ENDLESS, mark=MARK)

    ((name, content),) = _files(slack, thread)
    (said,) = _said(slack, thread)
    assert (name, content) == ("answer-1.reply.3.md", ENDLESS.encode())
    assert said.blocks[0]["text"].startswith("## Part 0\r\n")
    assert f"stands in {name}._" in said.blocks[0]["text"]
    assert chat.find(thread, MARK) == (ts,) == (said.ts,)


@pytest.mark.parametrize(
    "method",
    ["chat.postMessage", "files.getUploadURLExternal", "files.completeUploadExternal"],
)
@pytest.mark.parametrize("lose_reply", [True, False])
def test_a_file_that_was_cut_off_is_made_whole_and_nothing_of_it_twice(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey, method: str, *, lose_reply: bool
) -> None:
    slack.fail(method, None if lose_reply else "internal_error", lose_reply=lose_reply)
    with pytest.raises(UnreachableError):
        chat.say(thread, ENDLESS, mark=MARK)

    found = chat.find(thread, MARK) or (chat.say(thread, ENDLESS, mark=MARK),)

    assert len(_files(slack, thread)) == 1
    assert found == (_said(slack, thread)[0].ts,)
    assert len(_said(slack, thread)) == 1


def test_where_no_files_are_taken_it_is_said_in_messages(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    slack.fail("files.getUploadURLExternal", "missing_scope")

    ts = chat.say(thread, ENDLESS, mark=MARK)

    beginning, *rest = _said(slack, thread)
    whole = answer_in({"text": m.text, "blocks": m.blocks, "metadata": m.metadata} for m in rest)
    assert ENDLESS.startswith(beginning.blocks[0]["text"][:500])
    assert whole == ENDLESS
    assert chat.find(thread, MARK) == (ts,)


def test_a_text_with_endless_nothing_in_it_is_a_file(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    text = "Before\n" + "\n" * 30_000 + "after"

    chat.say(thread, text, mark=MARK)

    assert [content for _, content in _files(slack, thread)] == [text.encode()]
