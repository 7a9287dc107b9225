"""Who may decide: one rule, held against a person, with what is known of memberships."""

from dataclasses import replace
from typing import Any

import pytest

from signoff.core.person import Bar, Person
from signoff.core.policy import (
    Allowed,
    Barred,
    Members,
    Ruling,
    Unknown,
    approvers_now,
    bar_to_receive,
    circles_of,
    heirs,
    is_restricted,
    may_take_back,
    ruling,
    told_of,
)
from signoff.core.requirement import Requirement
from signoff.core.terms import (
    Approver,
    ChannelMembers,
    Group,
    Policy,
    Requester,
    Terms,
    User,
)
from signoff.core.voting import Handover
from signoff.core.who import Who
from tests.core.rows import ANA, BOB, NOON, a_requirement

EVE, DAN = Who(id="U0EVE", name="eve"), Who(id="U0DAN", name="dan")
SRE, OPS = Group(id="S0SRE", name="sre-leads"), ChannelMembers(id="C0OPS")
BOB_HIMSELF, EVE_HERSELF = User(id="U0BOB"), User(id="U0EVE")
MEMBERS: Members = {SRE: frozenset({"U0BOB"}), OPS: frozenset({"U0EVE"})}


def _asked(
    *approvers: Approver,
    allow_requester: bool = True,
    escalate_to: tuple[Approver, ...] = (),
    is_escalated: bool = False,
    handed: tuple[tuple[Who, Who], ...] = (),
) -> Requirement:
    policy = Policy(approvers=approvers, allow_requester=allow_requester, escalate_to=escalate_to)
    return a_requirement(
        terms=Terms(policy=policy),
        escalated_at=NOON if is_escalated else None,
        handed=tuple(Handover(by=by, to=to, at=NOON) for by, to in handed),
    )


def _person(who: Who = BOB, **facts: Any) -> Person:
    return Person(id=who.id, name=who.name, team="T0LOCAL", **facts)


def _ruled(asked: Requirement, who: Who = BOB, members: Members = MEMBERS) -> Ruling:
    return ruling(_person(who), asked, team="T0LOCAL", members=members)


@pytest.mark.parametrize(
    ("asked", "who", "evidence"),
    [
        (_asked(), BOB, "member of the workspace"),
        (_asked(), ANA, "member of the workspace"),
        (_asked(allow_requester=False), BOB, "member of the workspace"),
        (_asked(Requester()), ANA, "opened the run"),
        (_asked(BOB_HIMSELF), BOB, "named as approver"),
        (_asked(SRE), BOB, "in group S0SRE"),
        (_asked(OPS), EVE, "in channel C0OPS"),
        (_asked(EVE_HERSELF, SRE), BOB, "in group S0SRE"),
        (_asked(OPS, escalate_to=(SRE,), is_escalated=True), BOB, "in group S0SRE"),
        (_asked(SRE, handed=((BOB, EVE),)), EVE, "handed over by U0BOB"),
        (_asked(SRE, handed=((BOB, EVE), (EVE, DAN))), DAN, "handed over by U0EVE"),
        (_asked(SRE, handed=((BOB, EVE), (EVE, BOB))), BOB, "handed over by U0EVE"),
    ],
    ids=range(12),
)
def test_whom_the_rule_names_may_and_it_is_said_why(
    asked: Requirement, who: Who, evidence: str
) -> None:
    assert _ruled(asked, who) == Allowed(evidence=evidence)


@pytest.mark.parametrize(
    ("asked", "who", "bar"),
    [
        (_asked(allow_requester=False), ANA, Bar.REQUESTER),
        (_asked(SRE, allow_requester=False, handed=((BOB, ANA),)), ANA, Bar.REQUESTER),
        (_asked(Requester()), BOB, Bar.NOT_APPROVER),
        (_asked(EVE_HERSELF), BOB, Bar.NOT_APPROVER),
        (_asked(SRE), EVE, Bar.NOT_APPROVER),
        (_asked(OPS, escalate_to=(SRE,)), BOB, Bar.NOT_APPROVER),
        (_asked(SRE, handed=((BOB, EVE),)), BOB, Bar.HANDED_ON),
        (_asked(handed=((BOB, EVE),)), BOB, Bar.HANDED_ON),
        (_asked(SRE, handed=((BOB, EVE), (EVE, DAN))), EVE, Bar.HANDED_ON),
    ],
    ids=range(9),
)
def test_whom_it_does_not_name_may_not(asked: Requirement, who: Who, bar: Bar) -> None:
    assert _ruled(asked, who) == Barred(why=bar)


@pytest.mark.parametrize(
    ("facts", "bar"),
    [
        ({"is_guest": True}, Bar.OUTSIDER),
        ({"is_stranger": True}, Bar.OUTSIDER),
        ({"is_bot": True}, Bar.BOT),
        ({"is_deleted": True}, Bar.DEACTIVATED),
    ],
    ids=range(4),
)
@pytest.mark.parametrize(
    "asked",
    [_asked(), _asked(BOB_HIMSELF), _asked(SRE), _asked(SRE, handed=((EVE, BOB),))],
    ids=["everybody", "by name", "by group", "handed over"],
)
def test_no_rule_lets_in_whom_the_workspace_does_not(
    asked: Requirement, facts: dict[str, bool], bar: Bar
) -> None:
    said = ruling(_person(BOB, **facts), asked, team="T0LOCAL", members=MEMBERS)

    assert said == Barred(why=bar)


def test_a_member_of_another_workspace_is_an_outsider() -> None:
    said = ruling(_person(), _asked(BOB_HIMSELF), team="T0OTHER", members=MEMBERS)

    assert said == Barred(why=Bar.OUTSIDER)


@pytest.mark.parametrize("members", [{}, {SRE: None}], ids=["not asked", "no answer"])
def test_a_membership_that_is_not_known_is_no_membership_and_no_refusal(members: Members) -> None:
    assert _ruled(_asked(SRE), members=members) == Unknown(of=SRE)


def test_one_membership_that_is_known_is_enough() -> None:
    assert _ruled(_asked(OPS, SRE), members={OPS: None, SRE: frozenset({"U0BOB"})}) == Allowed(
        evidence="in group S0SRE"
    )
    assert _ruled(_asked(OPS, BOB_HIMSELF), members={}) == Allowed(evidence="named as approver")


def test_what_could_not_be_read_is_named_first() -> None:
    asked = _asked(OPS, SRE)

    assert _ruled(asked, members={OPS: frozenset(), SRE: None}) == Unknown(of=SRE)
    assert _ruled(asked, members={}) == Unknown(of=OPS)


def test_a_group_that_is_empty_lets_nobody_decide() -> None:
    assert _ruled(_asked(SRE), members={SRE: frozenset()}) == Barred(why=Bar.NOT_APPROVER)


def test_escalation_adds_and_takes_nobody_away() -> None:
    before = _asked(SRE, escalate_to=(OPS, SRE))
    after = _asked(SRE, escalate_to=(OPS, SRE), is_escalated=True)

    assert (approvers_now(before), circles_of(before)) == ((SRE,), (SRE,))
    assert (approvers_now(after), circles_of(after)) == ((SRE, OPS), (SRE, OPS))


def test_where_every_member_decides_an_escalation_makes_it_no_fewer() -> None:
    asked = _asked(escalate_to=(SRE,), is_escalated=True)

    assert approvers_now(asked) == ()
    assert _ruled(asked, EVE, members={}) == Allowed(evidence="member of the workspace")


def test_whoever_wrote_into_the_run_asked_too_but_is_not_the_requester() -> None:
    barred = replace(_asked(SRE, allow_requester=False), joined=("U0BOB",))
    named = replace(_asked(Requester()), joined=("U0BOB",))

    assert _ruled(barred) == Barred(why=Bar.REQUESTER)
    assert _ruled(named) == Barred(why=Bar.NOT_APPROVER)
    assert _ruled(replace(_asked(SRE), joined=("U0BOB",))) == Allowed(evidence="in group S0SRE")


def test_an_approver_who_wrote_into_the_run_may_still_take_it_back() -> None:
    asked = replace(_asked(SRE, allow_requester=False), joined=("U0BOB", "U0EVE"))

    bob, eve = (
        may_take_back(_person(each), asked, team="T0LOCAL", members=MEMBERS) for each in (BOB, EVE)
    )

    assert bob == Allowed(evidence="in group S0SRE")
    assert eve == Barred(why=Bar.NOT_APPROVER)


def test_whoever_asked_may_take_it_back_though_they_may_not_decide() -> None:
    asked = _asked(SRE, allow_requester=False)

    said = may_take_back(_person(ANA), asked, team="T0LOCAL", members=MEMBERS)

    assert said == Allowed(evidence="asked for it")


def test_whoever_may_decide_may_take_it_back_and_nobody_else() -> None:
    asked = _asked(SRE)

    said = [
        may_take_back(_person(who), asked, team="T0LOCAL", members=MEMBERS) for who in (BOB, EVE)
    ]

    assert said == [Allowed(evidence="in group S0SRE"), Barred(why=Bar.NOT_APPROVER)]


def test_a_requester_who_is_gone_takes_nothing_back() -> None:
    said = may_take_back(_person(ANA, is_deleted=True), _asked(), team="T0LOCAL", members=MEMBERS)

    assert said == Barred(why=Bar.DEACTIVATED)


@pytest.mark.parametrize(
    ("asked", "person", "bar"),
    [
        (_asked(SRE), _person(EVE), None),
        (_asked(SRE, handed=((BOB, EVE), (EVE, DAN))), _person(BOB), None),
        (_asked(SRE), _person(EVE, is_guest=True), Bar.OUTSIDER),
        (_asked(SRE), _person(EVE, is_bot=True), Bar.BOT),
        (_asked(SRE, allow_requester=False), _person(ANA), Bar.REQUESTER),
        (_asked(SRE), _person(ANA), None),
    ],
    ids=range(6),
)
def test_a_right_goes_to_nobody_whom_a_bar_keeps_from_it(
    asked: Requirement, person: Person, bar: Bar | None
) -> None:
    assert bar_to_receive(person, asked, team="T0LOCAL") is bar


def test_heirs_are_those_who_have_not_handed_it_on_since() -> None:
    chain = _asked(SRE, handed=((BOB, EVE), (EVE, DAN), (BOB, ANA), (DAN, BOB)))

    assert [heir.id for heir in heirs(chain)] == ["U0ANA", "U0BOB"]


def test_a_rule_is_one_if_it_names_or_excludes_somebody() -> None:
    rules = [Policy(), Policy(approvers=(SRE,)), Policy(allow_requester=False)]

    assert [is_restricted(rule) for rule in rules] == [False, True, True]


def test_the_audit_knows_circles_by_their_ids() -> None:
    assert (told_of(SRE), told_of(OPS)) == ("group S0SRE", "channel C0OPS")
