"""A card in several places: one record, a copy where people decide, a word in the thread."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from playground.slack.local_slack import LocalSlack
from playground.slack.records import Message
from signoff.adapters.slack.chat import SlackChat
from signoff.core.canonical import canonical
from signoff.core.decision import Approved
from signoff.core.effects import Card
from signoff.core.gate import Confirmation
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.terms import DM, Approver, ChannelMembers, Group, Policy, Requester, Terms, User
from signoff.core.voting import Handover
from signoff.ports import CardView, UndeliverableError, UnreachableError
from signoff.testing import ManualClock
from tests.adapters.slack.asked import ANA, BOB, EVE, FIRST, decided, requirement

NOW = 1_795_420_800_000
GENERAL = "C0GENERAL"
OURS = "xoxb-local"


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture
def chat(slack: LocalSlack) -> SlackChat:
    return SlackChat(token=OURS, api_url=slack.api_url, timeout_s=5.0, clock=ManualClock(NOW))


@pytest.fixture
def thread(slack: LocalSlack) -> ThreadKey:
    ts = slack.mention("U0ANA", "C0OPS", "restart the api")
    return ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=ts)


def asked(route: str, *approvers: Approver, allow_requester: bool = True) -> Requirement:
    policy = Policy(approvers=approvers, allow_requester=allow_requester)
    return replace(
        requirement(Confirmation(), {"service": "api"}), terms=Terms(policy=policy, route=route)
    )


def a_view(
    thread: ThreadKey, row: Requirement, *, ts: tuple[str, ...] = (), taken: int = 0
) -> CardView:
    card = Card(at=FIRST, rows=(FIRST,), route=row.terms.route, ts=ts, taken=taken)
    return CardView(thread=thread, card=card, rows=(row,))


def ours(slack: LocalSlack, channel: str, thread_ts: str = "") -> list[Message]:
    if thread_ts:
        return [m for m in slack.messages(channel, thread_ts) if m.bot_id]
    return [m for m in slack.messages(channel) if m.bot_id]


def has_buttons(message: Message) -> bool:
    return any(block["type"] == "actions" for block in message.blocks)


def test_a_card_for_another_channel_stands_there_and_the_thread_says_where(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    own, away = chat.show(a_view(thread, asked(GENERAL))).ts

    (card,), (note,) = ours(slack, GENERAL), ours(slack, "C0OPS", thread.thread_ts)
    assert (own, away) == (note.ts, f"{GENERAL}/{card.ts}")
    assert (has_buttons(card), has_buttons(note)) == (True, False)
    assert f"Waits for a decision in <#{GENERAL}>" in canonical(list(note.blocks))
    back = f"archives/C0OPS/p{thread.thread_ts.replace('.', '')}|Open the thread>"
    assert back in canonical(list(card.blocks))


def test_all_copies_become_the_receipt(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    row = asked(GENERAL)
    places = chat.show(a_view(thread, row)).ts

    again = chat.show(a_view(thread, decided(row, Approved()), ts=places)).ts

    cards = [*ours(slack, GENERAL), *ours(slack, "C0OPS", thread.thread_ts)]
    assert again == places
    assert len(cards) == 2
    assert all(card.text.startswith("Approved by bob") for card in cards)
    assert not any(map(has_buttons, cards))


def test_a_card_for_its_own_channel_stands_in_its_thread_alone(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    (own,) = chat.show(a_view(thread, asked("C0OPS"))).ts

    (card,) = ours(slack, "C0OPS", thread.thread_ts)
    assert own == card.ts
    assert has_buttons(card)


@pytest.mark.parametrize(
    ("approvers", "allow_requester", "direct"),
    [
        ((User(id="U0BOB"), User(id="U0EVE")), True, {"D0BOB", "D0EVE"}),
        ((Group(id="S0SRE"),), True, {"D0BOB", "D0EVE"}),
        ((Requester(), User(id="U0BOB")), True, {"D0ANA", "D0BOB"}),
        ((ChannelMembers(id=GENERAL),), False, {"D0BOB", "D0EVE"}),
    ],
)
def test_each_approver_has_the_card_as_a_direct_message(
    slack: LocalSlack,
    chat: SlackChat,
    thread: ThreadKey,
    approvers: tuple[Approver, ...],
    allow_requester: bool,
    direct: set[str],
) -> None:
    row = asked(DM, *approvers, allow_requester=allow_requester)

    chat.show(a_view(thread, row))

    channels = ("D0ANA", "D0BOB", "D0EVE", "D0GUEST")
    assert {channel for channel in channels if ours(slack, channel)} == direct
    (note,) = ours(slack, "C0OPS", thread.thread_ts)
    assert not has_buttons(note)


def test_who_may_not_decide_because_they_asked_too_has_no_direct_message(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    row = asked(DM, User(id="U0BOB"), User(id="U0EVE"), allow_requester=False)

    chat.show(a_view(thread, replace(row, joined=("U0BOB",))))

    assert not ours(slack, "D0BOB")
    assert ours(slack, "D0EVE")


def test_whoever_it_is_handed_to_has_a_direct_message_too(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    row = asked(DM, User(id="U0BOB"))
    places = chat.show(a_view(thread, row)).ts

    handed = replace(row, handed=(Handover(by=BOB, to=EVE, at=NOW),))
    after = chat.show(a_view(thread, handed, ts=places)).ts

    assert len(after) == len(places) + 1
    assert ours(slack, "D0EVE")


def test_a_channel_that_does_not_take_it_leaves_the_decision_in_the_thread(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    row = asked("C0GONE")

    places = chat.show(a_view(thread, row)).ts

    (card,) = ours(slack, "C0OPS", thread.thread_ts)
    assert places == (card.ts,)
    assert has_buttons(card)
    assert "could not be shown where it was to be decided" in canonical(list(card.blocks))


def test_a_channel_that_takes_it_later_has_it_then(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    slack.fail("chat.postMessage", error="not_in_channel")
    row = asked(GENERAL)
    places = chat.show(a_view(thread, row)).ts

    after = chat.show(a_view(thread, row, ts=places)).ts

    (note,) = ours(slack, "C0OPS", thread.thread_ts)
    assert len(after) == 2
    assert not has_buttons(note)


def test_a_copy_whose_reply_was_lost_is_found_again(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    view = a_view(thread, asked(GENERAL))
    slack.fail("chat.postMessage", lose_reply=True)
    with pytest.raises(UnreachableError):
        chat.show(view)

    found = chat.find_card(view)
    after = chat.show(replace(view, card=replace(view.card, ts=found))).ts

    assert [place.split("/")[0] for place in found] == [GENERAL]
    assert set(found) < set(after)
    assert (len(ours(slack, GENERAL)), len(ours(slack, "C0OPS", thread.thread_ts))) == (1, 1)


@pytest.mark.parametrize("route", [GENERAL, DM])
def test_copies_that_nobody_noted_become_the_receipt_once_it_is_decided(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey, route: str
) -> None:
    row = asked(route, User(id="U0BOB"))
    posted = chat.show(a_view(thread, row)).ts
    view = a_view(thread, decided(row, Approved()))

    found = chat.find_card(view)
    chat.show(replace(view, card=replace(view.card, ts=found)))

    where = GENERAL if route == GENERAL else "D0BOB"
    (copy,) = ours(slack, where)
    assert set(found) == set(posted)
    assert copy.text.startswith("Approved by bob")
    assert not has_buttons(copy)


def test_a_group_that_is_gone_keeps_no_receipt_from_the_thread(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    row = asked(DM, Group(id="S0SRE"))
    posted = chat.show(a_view(thread, row)).ts
    cold = SlackChat(token=OURS, api_url=slack.api_url, timeout_s=5.0, clock=ManualClock(NOW))
    slack.fail("usergroups.users.list", "no_such_subteam")
    view = a_view(thread, decided(row, Approved()))

    found = cold.find_card(view)
    cold.show(replace(view, card=replace(view.card, ts=found)))

    (own,) = ours(slack, "C0OPS", thread.thread_ts)
    assert found == tuple(place for place in posted if "/" not in place)
    assert own.text.startswith("Approved by bob")


def test_a_conversation_that_cannot_be_read_holds_no_copy(
    chat: SlackChat, thread: ThreadKey
) -> None:
    assert chat.find_card(a_view(thread, asked("C0GONE"))) == ()


def test_a_thread_that_takes_nothing_is_told_of_as_ever(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    slack.fail("chat.postMessage", error="is_archived", times=2)

    with pytest.raises(UndeliverableError):
        chat.show(a_view(thread, asked(GENERAL)))


def test_somebody_without_direct_messages_is_left_out(
    slack: LocalSlack, chat: SlackChat, thread: ThreadKey
) -> None:
    slack.fail("conversations.open", error="user_disabled")
    row = asked(DM, User(id=ANA.id), User(id="U0BOB"))

    chat.show(a_view(thread, row))

    assert [bool(ours(slack, channel)) for channel in ("D0ANA", "D0BOB")] == [False, True]
