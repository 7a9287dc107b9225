"""What an inbox holds: who may decide it, who asked for it, what was decided lately."""

from dataclasses import replace

import pytest

from signoff.core.codec import to_item
from signoff.core.decision import Approved, Rejected
from signoff.core.gate import Confirmation
from signoff.core.grants import RejectForGood
from signoff.core.inbox import Inbox
from signoff.core.items import Put, Update
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.terms import Approver, ChannelMembers, Group, Policy, Requester, Terms, User
from signoff.core.voting import Handover
from signoff.ports import UndeliverableError, UnreachableError
from signoff.testing.model import call, say
from signoff.usecases.list_pending import (
    KEPT_DECIDED,
    MOST_OPEN,
    InboxPorts,
    list_open,
    list_pending,
)
from tests.core.rows import ANA, BOB, DAY_MS, FIRST, NOON, THREAD, a_requirement
from tests.usecases.tools import ALL
from tests.usecases.world import World

OPS = THREAD.channel
SRE = Group(id="S0SRE", name="sre")


def thread(number: int = 1, channel: str = OPS) -> ThreadKey:
    return ThreadKey(team=THREAD.team, channel=channel, thread_ts=f"1795096800.{number:06d}")


def ruled(*approvers: Approver, allow_requester: bool = True) -> Terms:
    return Terms(policy=Policy(approvers=approvers, allow_requester=allow_requester))


@pytest.fixture
def world() -> World:
    world = World()
    world.chat.gather(OPS, ANA.id, BOB.id)
    return world


def put(world: World, row: Requirement | None = None, *, at: ThreadKey | None = None) -> ThreadKey:
    """Have a request stand in a thread."""
    where = at or thread()
    row = row or a_requirement()
    item = to_item(replace(row, open_team=where.team), where.requirement(row.at))
    world.store.commit(Put(key=where.requirement(row.at), item=item))
    return where


def inbox(world: World, user: str = BOB.id) -> Inbox:
    ports = InboxPorts(store=world.store, chat=world.chat, clock=world.clock)
    return list_pending(user, team=THREAD.team, ports=ports)


def waits(world: World, user: str = BOB.id) -> list[str]:
    return [each.thread.thread_ts for each in inbox(world, user).waits]


def test_what_every_member_may_decide_waits_on_those_who_are_in_its_channel(world: World) -> None:
    where = put(world)

    assert waits(world, BOB.id) == [where.thread_ts]
    assert waits(world, "U0EVE") == []


def test_a_direct_message_waits_on_nobody_but_whoever_wrote_it(world: World) -> None:
    put(world, at=thread(channel="D0ANA"))

    assert len(waits(world, ANA.id)) == 1
    assert waits(world, BOB.id) == []


def test_a_card_in_another_channel_waits_on_those_who_are_there_too(world: World) -> None:
    world.chat.gather("C0SIGN", "U0EVE")
    put(world, a_requirement(terms=Terms(route="C0SIGN")))

    assert len(waits(world, "U0EVE")) == 1
    assert len(waits(world, BOB.id)) == 1


@pytest.mark.parametrize(
    ("terms", "user", "is_theirs"),
    [
        (ruled(User(id="U0EVE")), "U0EVE", True),
        (ruled(User(id="U0EVE")), "U0BOB", False),
        (ruled(SRE), "U0EVE", True),
        (ruled(SRE), "U0BOB", False),
        (ruled(Requester()), "U0ANA", True),
        (ruled(ChannelMembers(id=OPS)), "U0BOB", True),
        (ruled(allow_requester=False), "U0ANA", False),
        (ruled(allow_requester=False), "U0BOB", True),
        (ruled(User(id="U0GUEST")), "U0GUEST", False),
        (ruled(User(id="U0OUT")), "U0OUT", False),
    ],
)
def test_what_waits_on_somebody_is_what_the_rule_lets_them_decide(
    terms: Terms, user: str, is_theirs: bool, world: World
) -> None:
    world.chat.gather(SRE.id, "U0EVE")
    put(world, a_requirement(terms=terms))

    assert bool(waits(world, user)) is is_theirs


def test_whoever_it_was_handed_to_has_it_and_whoever_handed_it_on_has_not(world: World) -> None:
    to_eve = Handover(by=BOB, to=replace(BOB, id="U0EVE", name="eve"), at=NOON)
    put(world, a_requirement(handed=(to_eve,)))

    assert len(waits(world, "U0EVE")) == 1
    assert waits(world, BOB.id) == []


def test_a_membership_that_can_not_be_read_leaves_out_what_rests_on_it_and_says_so(
    world: World,
) -> None:
    for number in (1, 2):
        put(world, a_requirement(terms=ruled(SRE)), at=thread(number))
    put(world, at=thread(3))

    found = inbox(world)

    assert [each.thread for each in found.waits] == [thread(3)]
    assert [(each.of, each.count) for each in found.unchecked] == [(SRE, 2)]


def test_each_membership_is_asked_for_once(world: World) -> None:
    for number in range(1, 6):
        put(world, a_requirement(terms=ruled(SRE)), at=thread(number))
    world.chat.gather(SRE.id, BOB.id)
    world.chat.fail_next("members", UnreachableError("down"))

    found = inbox(world)

    # Had it been asked for again, all but the first would be there.
    assert (found.waits, [each.count for each in found.unchecked]) == ((), [5])


def test_what_somebody_asked_for_stands_there_whoever_decides_it(world: World) -> None:
    put(world, a_requirement(terms=ruled(User(id="U0EVE"))))

    assert [each.thread for each in inbox(world, ANA.id).asked] == [thread()]
    assert inbox(world, ANA.id).waits == ()
    assert inbox(world, BOB.id).asked == ()


def test_the_first_to_expire_stands_first(world: World) -> None:
    for number, left in ((1, 3), (2, 1), (3, 2)):
        put(world, a_requirement(exp=NOON + left * DAY_MS), at=thread(number))

    assert waits(world) == [thread(each).thread_ts for each in (2, 3, 1)]


def test_what_the_index_still_names_is_read_again(world: World) -> None:
    decided, expired, gone = (put(world, at=thread(each)).requirement(FIRST) for each in (1, 2, 3))
    world.store.change(Update(key=decided, put={"state": "APPROVED"}))
    world.store.change(Update(key=expired, put={"exp": NOON}))
    world.store.change(Update(key=gone, drop=("body",), put={"lost": "its body is missing"}))

    assert waits(world) == []


def test_a_row_that_was_altered_or_can_not_be_read_spoils_no_inbox(world: World) -> None:
    for number, put_in in ((1, {"digest": "0" * 64}), (2, {"body": "{"})):
        world.store.change(Update(key=put(world, at=thread(number)).requirement(FIRST), put=put_in))
    put(world, at=thread(3))

    assert waits(world) == [thread(3).thread_ts]


def test_another_workspace_is_none_of_theirs(world: World) -> None:
    put(world, at=replace(thread(), team="T0OTHER"))

    assert inbox(world, ANA.id).asked == ()


def test_five_hundred_requests_are_listed(world: World) -> None:
    for number in range(500):
        put(world, at=thread(number))

    assert len(waits(world)) == 500


def test_more_requests_than_are_looked_at_are_said(world: World) -> None:
    for number in range(MOST_OPEN + 1):
        put(world, a_requirement(terms=ruled(User(id="U0EVE"))), at=thread(number))

    assert inbox(world).is_cut


def test_what_was_decided_lately_stands_with_whoever_decided_voted_or_asked() -> None:
    world = World(
        call("close_account", account="8841"), call("send_email", to="bob@example.com"), tools=ALL
    )
    world.say("Close it")
    (asked,) = world.requirements
    world.decide(asked, Approved(), by="U0EVE")
    (asked,) = world.requirements
    world.decide(asked, Rejected(), by="U0BOB")

    found = {user: inbox(world, user).decided for user in ("U0ANA", "U0BOB", "U0EVE", "U0GUEST")}

    assert {user: len(decided) for user, decided in found.items()} == {
        "U0ANA": 1,
        "U0BOB": 1,
        "U0EVE": 1,
        "U0GUEST": 0,
    }


def test_of_what_was_decided_the_last_stands_first_and_not_all_of_it(world: World) -> None:
    for number in range(KEPT_DECIDED + 5):
        where = put(world, at=thread(number))
        world.thread = where
        world.clock.advance(ms=1)
        world.decide(a_requirement(), Rejected(), by=BOB.id)

    found = [each.thread for each in inbox(world).decided]

    assert found == [thread(each) for each in range(KEPT_DECIDED + 4, 4, -1)]


def test_what_stands_is_listed_for_whoever_gave_it_and_whoever_may_decide() -> None:
    world = World(call("close_account", account="8841"), say("I left it."), tools=ALL)
    world.chat.gather(OPS, ANA.id, BOB.id)
    world.say("Close it")
    (asked,) = world.requirements
    world.decide(asked, RejectForGood(), by="U0EVE")

    found = {user: inbox(world, user).standing for user in ("U0ANA", "U0EVE", "U0GUEST")}
    world.chat.gather(OPS)

    assert {user: len(standing) for user, standing in found.items()} == {
        "U0ANA": 1,
        "U0EVE": 1,
        "U0GUEST": 0,
    }
    assert inbox(world, "U0ANA").standing == ()
    assert len(inbox(world, "U0EVE").standing) == 1


def test_somebody_whom_slack_does_not_know_has_no_inbox(world: World) -> None:
    with pytest.raises(UndeliverableError):
        inbox(world, "U0NOBODY")


def test_what_waits_for_anybody_is_listed_without_asking_who(world: World) -> None:
    put(world, a_requirement(Confirmation(quorum=2), terms=ruled(SRE)))
    put(world, a_requirement(exp=NOON), at=thread(2))

    found = list_open(world.store, team=THREAD.team, now=NOON)

    assert [each.thread for each in found.listed] == [thread()]
    assert not found.is_cut
