"""Whoever acts on a request is held against what Slack says of them, and nothing is guessed."""

import pytest

from signoff.core.address import Address
from signoff.core.audit import AuditEntry, Fact
from signoff.core.click import Click, NotAllowed, SwitchedOff, Unverified
from signoff.core.codec import from_item
from signoff.core.keys import Position
from signoff.core.person import Bar
from signoff.core.policy import may_take_back
from signoff.core.requirement import Requirement
from signoff.core.terms import (
    Approver,
    ChannelMembers,
    Circle,
    Group,
    Policy,
    Requester,
    Terms,
    User,
)
from signoff.ports import UndeliverableError, UnreachableError
from signoff.testing import InMemoryStore, ManualClock, RecordingChat, guest, member
from signoff.usecases.authorise import (
    ASKING_MS,
    Admitted,
    admitted,
    members_of,
    named,
    note_refused,
)
from tests.core.rows import NOON, THREAD, a_requirement

SRE, DBA = Group(id="S0SRE", name="sre-leads"), Group(id="S0DBA")
CLICK = Click(
    team=THREAD.team,
    user="U0BOB",
    address=Address(
        channel=THREAD.channel,
        thread_ts=THREAD.thread_ts,
        at=Position(run=1, step=1, index=0),
        rev=1,
        shown="",
    ),
)
FAILURES = [UnreachableError("down"), UndeliverableError("no_such_subteam")]


class AskedChat(RecordingChat):
    """A Slack that takes its time, and remembers what it was asked."""

    def __init__(self, clock: ManualClock, *, slow_ms: int = 0) -> None:
        super().__init__(member("U0ANA", "ana"), member("U0BOB", "bob"), guest("U0GUEST"))
        self.asked: list[str] = []
        self._clock, self._slow_ms = clock, slow_ms

    def members(self, of: Circle) -> frozenset[str]:
        self.asked.append(of.id)
        self._clock.advance(ms=self._slow_ms)
        return super().members(of)


def _asked(*approvers: Approver, allow_requester: bool = True) -> Requirement:
    policy = Policy(approvers=approvers, allow_requester=allow_requester)
    return a_requirement(terms=Terms(policy=policy))


def _chat(*, slow_ms: int = 0, **circles: tuple[str, ...]) -> tuple[AskedChat, ManualClock]:
    clock = ManualClock(NOON)
    chat = AskedChat(clock, slow_ms=slow_ms)
    for circle, users in circles.items():
        chat.gather(circle, *users)
    return chat, clock


def test_a_member_of_the_group_is_admitted_with_the_evidence() -> None:
    chat, clock = _chat(S0SRE=("U0BOB",))

    said = admitted("U0BOB", _asked(SRE), thread=THREAD, chat=chat, clock=clock)

    assert isinstance(said, Admitted)
    assert (said.who.id, said.who.name, said.evidence) == ("U0BOB", "bob", "in group S0SRE")


def test_somebody_else_is_told_the_rule_of_the_request() -> None:
    chat, clock = _chat(S0SRE=("U0EVE",))
    asked = _asked(SRE)

    said = admitted("U0BOB", asked, thread=THREAD, chat=chat, clock=clock)

    assert isinstance(said, NotAllowed)
    assert (said.why, said.asked, said.name) == (Bar.NOT_APPROVER, asked, "bob")


@pytest.mark.parametrize(
    ("user", "asked"),
    [
        ("U0BOB", _asked()),
        ("U0BOB", _asked(SRE, User(id="U0BOB"))),
        ("U0ANA", _asked(SRE, Requester())),
        ("U0ANA", _asked(SRE, allow_requester=False)),
        ("U0GUEST", _asked(SRE)),
    ],
    ids=["every member", "by name", "as requester", "excluded", "a guest"],
)
def test_slack_is_asked_for_no_membership_that_changes_nothing(
    user: str, asked: Requirement
) -> None:
    chat, clock = _chat(S0SRE=("U0BOB",))

    admitted(user, asked, thread=THREAD, chat=chat, clock=clock)

    assert chat.asked == []


def test_the_first_membership_that_is_there_is_the_last_that_is_asked_for() -> None:
    chat, clock = _chat(S0SRE=("U0BOB",), S0DBA=("U0BOB",))

    said = admitted("U0BOB", _asked(SRE, DBA), thread=THREAD, chat=chat, clock=clock)

    assert isinstance(said, Admitted)
    assert chat.asked == ["S0SRE"]


@pytest.mark.parametrize("error", FAILURES, ids=["later", "never"])
def test_whom_slack_does_not_tell_of_is_not_verified(error: Exception) -> None:
    chat, clock = _chat()
    chat.fail_next("person", error)

    said = admitted("U0BOB", _asked(), thread=THREAD, chat=chat, clock=clock)

    assert said == Unverified()


@pytest.mark.parametrize("error", FAILURES, ids=["later", "never"])
def test_a_group_that_slack_does_not_tell_of_admits_nobody(error: Exception) -> None:
    chat, clock = _chat(S0SRE=("U0BOB",))
    chat.fail_next("members", error)

    said = admitted("U0BOB", _asked(SRE), thread=THREAD, chat=chat, clock=clock)

    assert said == Unverified(of=SRE)


def test_another_group_may_let_in_whom_an_unreadable_one_did_not() -> None:
    chat, clock = _chat(S0DBA=("U0BOB",))

    said = admitted("U0BOB", _asked(SRE, DBA), thread=THREAD, chat=chat, clock=clock)

    assert isinstance(said, Admitted)
    assert said.evidence == "in group S0DBA"


def test_no_further_group_is_asked_for_once_the_time_is_over() -> None:
    chat, clock = _chat(slow_ms=ASKING_MS, S0SRE=("U0EVE",), S0DBA=("U0BOB",))

    said = admitted("U0BOB", _asked(SRE, DBA), thread=THREAD, chat=chat, clock=clock)

    assert said == Unverified(of=DBA)
    assert chat.asked == ["S0SRE"]


def test_another_act_has_its_own_rule() -> None:
    chat, clock = _chat(S0SRE=("U0BOB",))
    asked = _asked(SRE, allow_requester=False)

    said = admitted("U0ANA", asked, thread=THREAD, chat=chat, clock=clock, judge=may_take_back)

    assert isinstance(said, Admitted)
    assert said.evidence == "asked for it"


def test_what_slack_does_not_say_of_a_circle_is_none() -> None:
    chat, _ = _chat(S0SRE=("U0BOB",))

    assert members_of((SRE, DBA), chat) == {SRE: frozenset({"U0BOB"}), DBA: None}


def test_approvers_get_the_names_that_people_know_them_by() -> None:
    chat, _ = _chat(S0SRE=())

    found = [
        named(each, chat=chat)
        for each in (User(id="U0BOB"), Group(id="S0SRE"), Requester(), ChannelMembers(id="C0OPS"))
    ]

    assert found == [
        User(id="U0BOB", name="bob"),
        Group(id="S0SRE", name="s0sre"),
        Requester(),
        ChannelMembers(id="C0OPS"),
    ]


def test_an_approver_whom_slack_does_not_know_keeps_their_id() -> None:
    chat, _ = _chat()

    assert named(User(id="U0WHO"), chat=chat) == User(id="U0WHO")


@pytest.mark.parametrize(
    ("why", "note", "name"),
    [
        (NotAllowed(why=Bar.NOT_APPROVER, name="bob"), "not_approver", "bob"),
        (NotAllowed(why=Bar.OUTSIDER), "outsider", "U0BOB"),
        (Unverified(), "could not be verified", "U0BOB"),
        (Unverified(of=SRE), "could not be verified: group S0SRE", "U0BOB"),
        (
            Unverified(of=ChannelMembers(id="C0OPS")),
            "could not be verified: channel C0OPS",
            "U0BOB",
        ),
        (SwitchedOff(name="bob"), "switched off", "bob"),
    ],
    ids=range(6),
)
def test_the_audit_is_told_who_was_not_let(
    why: NotAllowed | Unverified | SwitchedOff, note: str, name: str
) -> None:
    store, asked = InMemoryStore(), _asked(SRE)

    note_refused(CLICK, asked, why, thread=THREAD, store=store, clock=ManualClock(NOON))

    (fact,) = _facts(store)
    assert (fact.action, fact.note, fact.at, fact.evidence) == ("refused", note, NOON, "")
    assert fact.by is not None
    assert (fact.by.id, fact.by.name) == ("U0BOB", name)
    assert (fact.about, fact.digests) == ((asked.at.place,), (asked.digest,))


def _facts(store: InMemoryStore) -> list[Fact]:
    entries = [from_item(AuditEntry, row) for row in store.rows if "AUD#" in str(row["sk"])]
    return [fact for entry in entries for fact in entry.facts]
