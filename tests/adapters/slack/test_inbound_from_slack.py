"""What a workspace sends, from a mention to a turned page, is read as what people did."""

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from playground.slack.local_slack import LocalSlack
from playground.slack.records import View
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.inbound_clicks import Malformed, Reaction, read
from signoff.adapters.slack.inbound_events import hear
from signoff.adapters.slack.signature import NotFromSlackError, verify
from signoff.core.canonical import canonical
from signoff.core.click import Decide, OpenForm
from signoff.core.decision import Approved
from signoff.core.effects import Card
from signoff.core.gate import Confirmation
from signoff.core.hearing import Hearing, Message
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.ports import CardView
from signoff.testing import ManualClock
from tests.adapters.slack.asked import FIRST, requirement

KEY, BOT = "local-signing-secret", "xoxb-local"
SHORT = requirement(Confirmation(), {"service": "api"})
LONG = requirement(Confirmation(), {"body": "word " * 4_000})


class App:
    """Remembers what it heard and read, and opens forms about one requirement."""

    def __init__(self) -> None:
        self.heard: list[Hearing] = []
        self.read: list[Reaction] = []
        self.asked: Requirement = SHORT
        self.chat: SlackChat | None = None

    def __call__(self, kind: str, headers: dict[str, str], body: str) -> tuple[int, str]:
        sent_at = int(headers["X-Slack-Request-Timestamp"])
        verify(headers, body.encode(), secrets=[KEY], now_s=sent_at)
        with pytest.raises(NotFromSlackError):
            verify(headers, body.encode() + b" ", secrets=[KEY], now_s=sent_at)
        if kind == "event":
            self.heard.append(hear(json.loads(body), app_id="A0LOCAL", team_id="T0LOCAL"))
        else:
            self._react(read(json.loads(parse_qs(body)["payload"][0])))
        return 200, ""

    def _react(self, reaction: Reaction) -> None:
        self.read.append(reaction)
        if isinstance(reaction, OpenForm):
            assert self.chat is not None
            self.chat.open_form(reaction, self.asked)

    @property
    def messages(self) -> list[Message]:
        return [hearing for hearing in self.heard if isinstance(hearing, Message)]


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def slack(app: App) -> Iterator[LocalSlack]:
    with LocalSlack(deliver=app) as running:
        clock = ManualClock(1_795_420_800_000)
        app.chat = SlackChat(token=BOT, api_url=running.api_url, timeout_s=5.0, clock=clock)
        yield running


def a_card(slack: LocalSlack, app: App, asked: Requirement) -> str:
    """Show a card about a requirement under a mention; gives its message."""
    ts = slack.mention("U0ANA", "C0OPS", "go on")
    thread = ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=ts)
    app.asked = asked
    assert app.chat is not None
    view = CardView(thread=thread, card=Card(at=FIRST, rows=(FIRST,)), rows=(asked,))
    (card,) = app.chat.show(view).ts
    return card


def the_form(slack: LocalSlack) -> View:
    (view,) = slack.views("U0BOB")
    return view


# Events.


def test_a_mention_arrives_twice_and_is_heard_once(slack: LocalSlack, app: App) -> None:
    ts = slack.mention("U0ANA", "C0OPS", "restart the api")

    assert len(app.heard) == 2
    (message,) = app.messages
    assert (message.inbound.text, message.thread.thread_ts) == ("restart the api", ts)
    assert message.opens


def test_a_mention_in_a_thread_arrives_twice_as_the_same_message(
    slack: LocalSlack, app: App
) -> None:
    root = slack.mention("U0ANA", "C0OPS", "restart the api")
    slack.mention("U0BOB", "C0OPS", "and the web", thread_ts=root)

    _, mention, twin = sorted(app.messages, key=lambda message: message.inbound.ts)
    assert mention.inbound == twin.inbound
    assert mention.thread == twin.thread
    assert {mention.opens, twin.opens} == {True, False}


def test_a_direct_message_is_heard(slack: LocalSlack, app: App) -> None:
    slack.dm("U0ANA", "hello")

    (message,) = app.messages
    assert (message.opens, message.inbound.text) == (True, "hello")


def test_a_reply_is_heard_but_a_plain_message_is_not(slack: LocalSlack, app: App) -> None:
    root = slack.message("U0ANA", "C0OPS", "just talking")
    slack.message("U0BOB", "C0OPS", "with each other", thread_ts=root)

    (reply,) = app.messages
    assert (reply.opens, reply.thread.thread_ts) == (False, root)


def test_what_the_app_says_itself_is_not_heard(slack: LocalSlack, app: App) -> None:
    root = slack.dm("U0ANA", "hello")
    assert app.chat is not None
    channel = slack.dm_channel("U0ANA")
    thread = ThreadKey(team="T0LOCAL", channel=channel, thread_ts=root)
    app.chat.say(thread, "Hello!", mark="1.reply")
    slack.settle()

    assert [message.inbound.text for message in app.messages] == ["hello"]
    assert len(app.heard) == 2


def test_edits_deletions_and_joins_are_not_heard(slack: LocalSlack, app: App) -> None:
    ts = slack.mention("U0ANA", "C0OPS", "restart the api")
    slack.edit("U0ANA", "C0OPS", ts, "<@U0BOT> restart the web")
    slack.delete("U0ANA", "C0OPS", ts)
    slack.change_channel("C0OPS", members=("U0ANA", "U0BOT"))
    slack.join("U0BOB", "C0OPS")

    assert len(app.messages) == 1
    assert len(app.heard) >= 5


# Clicks.


def test_a_click_on_approve_is_a_decision(slack: LocalSlack, app: App) -> None:
    card = a_card(slack, app, SHORT)

    slack.click("U0BOB", "C0OPS", card, "approve")

    (decide,) = app.read
    assert isinstance(decide, Decide)
    assert (decide.click.team, decide.click.user) == ("T0LOCAL", "U0BOB")
    assert (decide.click.channel, decide.click.message_ts) == ("C0OPS", card)
    assert decide.click.address.at == SHORT.at
    assert SHORT.digest.startswith(decide.click.address.shown)
    assert decide.reading(SHORT) == Approved()


def test_a_tampered_click_names_nothing_but_its_place(slack: LocalSlack, app: App) -> None:
    card = a_card(slack, app, SHORT)
    on = slack.workspace.message("C0OPS", card)

    slack.press(slack.aim("U0BOB", on, "approve"), value="approve.C0OPS.1.2.x.y.z.1.0")

    (malformed,) = app.read
    assert malformed == Malformed(
        user="U0BOB",
        thread=ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=on.root),
        is_submit=False,
    )


def test_long_arguments_are_paged_through_and_approved_at_the_end(
    slack: LocalSlack, app: App
) -> None:
    card = a_card(slack, app, LONG)

    slack.click("U0BOB", "C0OPS", card, "review")
    first = the_form(slack)
    pages = 1
    while the_form(slack).content.get("submit") is None:
        pages += 1
        slack.click_on("U0BOB", the_form(slack), f"page{pages}")
    last = the_form(slack)
    (box,) = (block for block in last.content["blocks"] if block["type"] == "input")
    options = [option["value"] for option in box["element"]["options"]]
    values = {box["block_id"]: {box["element"]["action_id"]: {"selected_options": options}}}
    submitted = slack.submit_view("U0BOB", last.id, values)

    assert pages > 1
    assert first.id == last.id
    assert submitted.ok
    decide = app.read[-1]
    assert isinstance(decide, Decide)
    assert decide.click.user == "U0BOB"
    assert decide.reading(LONG) == Approved()


def test_two_pages_back_and_forth_show_the_same(slack: LocalSlack, app: App) -> None:
    card = a_card(slack, app, LONG)
    slack.click("U0BOB", "C0OPS", card, "review")
    first = the_form(slack).content["blocks"]
    slack.click_on("U0BOB", the_form(slack), "page2")
    second = the_form(slack).content["blocks"]
    slack.click_on("U0BOB", the_form(slack), "page1")

    assert canonical(the_form(slack).content["blocks"]) == canonical(first)
    assert json.dumps(first) != json.dumps(second)


def test_a_closed_form_asks_for_nothing(slack: LocalSlack, app: App) -> None:
    card = a_card(slack, app, replace(LONG, reason=""))
    slack.click("U0BOB", "C0OPS", card, "review")
    slack.close_view("U0BOB", the_form(slack).id)

    assert [type(reaction) for reaction in app.read] == [OpenForm]
