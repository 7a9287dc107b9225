"""Who may decide, in words that people read: live on a card, plain where nothing comes alive."""

from dataclasses import replace

import pytest

from signoff.adapters.slack.deciders import (
    needed,
    needed_plainly,
    who_decides,
    who_decides_plainly,
)
from signoff.core.gate import Confirmation
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
from tests.adapters.slack.asked import ANA, BOB, EVE
from tests.core.rows import NOON, a_requirement

SRE, OPS = Group(id="S0SRE", name="sre-leads"), ChannelMembers(id="C0OPS")
BOB_HIMSELF = User(id="U0BOB", name="bob")


def _asked(
    *approvers: Approver,
    quorum: int = 1,
    allow_requester: bool = True,
    escalate_to: tuple[Approver, ...] = (),
    escalated_at: int | None = None,
    handed: tuple[Handover, ...] = (),
) -> Requirement:
    policy = Policy(approvers=approvers, allow_requester=allow_requester, escalate_to=escalate_to)
    return a_requirement(
        Confirmation(quorum=quorum),
        terms=Terms(policy=policy),
        escalated_at=escalated_at,
        handed=handed,
    )


@pytest.mark.parametrize(
    ("asked", "live", "plain"),
    [
        (_asked(), "members of this workspace, no guests", "members of this workspace, no guests"),
        (
            _asked(allow_requester=False),
            "members of this workspace, no guests, not the requester",
            "members of this workspace, no guests, not the requester",
        ),
        (
            replace(_asked(SRE, allow_requester=False), joined=("U0EVE",)),
            "1 of <!subteam^S0SRE>, not the requester or who else wrote in this run",
            "1 of @sre-leads, not the requester or who else wrote in this run",
        ),
        (
            _asked(quorum=2),
            "2 members of this workspace, no guests",
            "2 members of this workspace, no guests",
        ),
        (
            _asked(SRE, allow_requester=False),
            "1 of <!subteam^S0SRE>, not the requester",
            "1 of @sre-leads, not the requester",
        ),
        (_asked(SRE, quorum=2), "2 of <!subteam^S0SRE>", "2 of @sre-leads"),
        (_asked(Group(id="S0SRE")), "1 of <!subteam^S0SRE>", "1 of a user group"),
        (_asked(OPS), "1 of the members of <#C0OPS>", "1 of the members of a channel"),
        (_asked(Requester()), "<@U0ANA>", "ana"),
        (_asked(BOB_HIMSELF), "<@U0BOB>", "bob"),
        (_asked(User(id="U0BOB")), "<@U0BOB>", "a named person"),
        (
            _asked(BOB_HIMSELF, Requester(), quorum=2),
            "2 of <@U0BOB> or <@U0ANA>",
            "2 of bob or ana",
        ),
        (
            _asked(BOB_HIMSELF, escalate_to=(SRE,), escalated_at=NOON),
            "1 of <@U0BOB> or <!subteam^S0SRE>",
            "1 of bob or @sre-leads",
        ),
        (
            _asked(SRE, handed=(Handover(by=BOB, to=EVE, at=NOON),)),
            "1 of <!subteam^S0SRE>; handed to <@U0EVE>",
            "1 of @sre-leads; handed to eve",
        ),
        (
            _asked(
                SRE,
                handed=(
                    Handover(by=BOB, to=EVE, at=NOON),
                    Handover(by=EVE, to=ANA, at=NOON),
                ),
            ),
            "1 of <!subteam^S0SRE>; handed to <@U0ANA>",
            "1 of @sre-leads; handed to ana",
        ),
    ],
    ids=range(15),
)
def test_the_rule_is_said_in_words(asked: Requirement, live: str, plain: str) -> None:
    assert who_decides(asked) == live
    assert who_decides_plainly(asked) == plain


def test_of_very_many_some_are_named_and_the_rest_counted() -> None:
    many = tuple(User(id=f"U0{number}", name=f"p{number}") for number in range(20))

    said = who_decides_plainly(_asked(*many))

    assert said == "1 of p0 or p1 or p2 or p3 or p4 or p5 or p6 or p7 or 12 others"


def test_whoever_is_refused_hears_whom_it_takes_and_not_whom_it_excludes() -> None:
    asked = _asked(SRE, quorum=2, allow_requester=False)

    assert needed(asked) == "2 of <!subteam^S0SRE>"
    assert needed_plainly(asked) == "2 of @sre-leads"


def test_a_groups_handle_brings_nothing_to_life() -> None:
    asked = _asked(Group(id="S0SRE", name="<!channel>\u202e"))

    assert "<!channel>" not in who_decides(asked)
    assert "\u202e" not in who_decides_plainly(asked)


def test_cards_of_several_rows_may_say_another_number() -> None:
    assert who_decides(_asked(SRE), quorum=3) == "3 of <!subteam^S0SRE>"
    assert who_decides_plainly(_asked(SRE), quorum=3) == "3 of @sre-leads"
