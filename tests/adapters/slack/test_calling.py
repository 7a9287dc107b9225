"""People are called, told to wait, and led to the card they should decide on: as Slack shows it."""

from collections.abc import Iterator

import pytest

from playground.slack.local_slack import LocalSlack
from signoff.adapters.slack.chat import SlackChat
from signoff.core.click import Stale
from signoff.core.effects import Card
from signoff.core.gate import Confirmation
from signoff.core.keys import ThreadKey
from signoff.core.nudge import Nudge, NudgeKind
from signoff.ports import CardView, Held
from signoff.testing import ManualClock
from tests.adapters.slack.asked import FIRST, requirement

ASKED = requirement(Confirmation(), {"service": "api"})
REMINDER = Nudge(at=FIRST, why=NudgeKind.REMINDER)
HOURGLASS = "hourglass_flowing_sand"


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture
def chat(slack: LocalSlack) -> SlackChat:
    clock = ManualClock(1_795_420_800_000)
    return SlackChat(token="xoxb-local", api_url=slack.api_url, timeout_s=5.0, clock=clock)  # noqa: S106 - the local Slack's


@pytest.fixture
def thread(slack: LocalSlack) -> ThreadKey:
    ts = slack.mention("U0ANA", "C0OPS", "restart the api")
    return ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=ts)


def view(thread: ThreadKey, *ts: str) -> CardView:
    return CardView(thread=thread, card=Card(at=FIRST, rows=(FIRST,), ts=ts), rows=(ASKED,))


def held(thread: ThreadKey, *, count: int = 1, is_first: bool = True) -> Held:
    return Held(
        thread=thread,
        ts=thread.thread_ts,
        user="U0ANA",
        waiting=view(thread, "1795420800.000200"),
        count=count,
        is_decision=False,
        is_first=is_first,
    )


def marks(slack: LocalSlack, thread: ThreadKey) -> list[str]:
    at = (thread.channel, thread.thread_ts)
    return slack.read(lambda site: list(site.workspace.reactions.get(at, {})))


def test_a_reminder_is_a_message_of_its_own_with_a_live_mention_and_a_link(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    ts = chat.nudge(view(thread, "1795420800.000200"), REMINDER, mark="1.r", was_tried=False)

    message = slack.messages(thread.channel, thread.thread_ts)[-1]
    assert message.ts == ts
    assert message.text.startswith("<@U0ANA> Still waiting for a decision: <http")
    assert f"/archives/C0OPS/p1795420800000200?thread_ts={thread.thread_ts}&cid=C0OPS|" in (
        message.text.replace("&amp;", "&")
    )


def test_a_reminder_that_came_to_slack_is_not_said_again(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    first = chat.nudge(view(thread), REMINDER, mark="1.r", was_tried=False)

    again = chat.nudge(view(thread), REMINDER, mark="1.r", was_tried=True)

    assert again == first
    assert len(slack.messages(thread.channel, thread.thread_ts)) == 2


def test_where_the_card_stands_in_another_channel_people_are_called_there(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    card = slack.mention("U0ANA", "C0GENERAL", "a card")

    chat.nudge(view(thread, "1.1", f"C0GENERAL/{card}"), REMINDER, mark="1.r", was_tried=False)

    assert slack.messages("C0GENERAL", card)[-1].text.startswith("<@U0ANA> Still waiting")
    assert len(slack.messages(thread.channel, thread.thread_ts)) == 1


def test_a_message_that_waits_shows_it_and_its_author_can_have_it_read(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    chat.hold(held(thread))
    shown = marks(slack, thread)
    chat.release(thread, thread.thread_ts)

    (told,) = slack.ephemerals("U0ANA")
    assert shown == [HOURGLASS]
    assert marks(slack, thread) == []
    assert told.text == "Your message waits until the open request is decided."
    assert told.blocks[-1]["elements"][0]["text"]["text"] == "Cancel the request and read this now"


def test_of_several_requests_it_says_how_many(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    chat.hold(held(thread, count=3))

    (told,) = slack.ephemerals("U0ANA")
    assert told.text == "Your message waits until the 3 open requests are decided."
    assert told.blocks[-1]["elements"][0]["text"]["text"] == "Cancel them and read this now"


def test_what_slack_has_marked_or_not_marked_already_stops_nothing(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    chat.release(thread, thread.thread_ts)
    chat.hold(held(thread))
    chat.hold(held(thread, is_first=False))

    assert marks(slack, thread) == [HOURGLASS]
    assert len(slack.ephemerals("U0ANA")) == 1


def test_a_click_on_an_old_card_leads_to_the_one_to_decide_on(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    chat.tell(thread, "U0ANA", Stale(changed_at=0, card=(thread, "1795420800.000200")))
    chat.tell(thread, "U0ANA", Stale())

    linked, plain = (each.text for each in slack.ephemerals("U0ANA"))
    assert "Decide on the <http" in linked
    assert linked.endswith("|current card>.")
    assert plain.endswith("Decide on the current card.")
