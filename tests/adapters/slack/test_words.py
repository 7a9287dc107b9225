"""What we say."""

import re
from dataclasses import replace
from typing import get_args

import pytest

from signoff.adapters.slack import words
from signoff.core.click import (
    AlreadyDecided,
    AlreadyVoted,
    FieldProblem,
    Gone,
    Invalid,
    Lost,
    NoLongerStands,
    NotAllowed,
    NotRecorded,
    PastExpiry,
    Refusal,
    Stale,
    SwitchedOff,
    Unverified,
)
from signoff.core.decision import (
    Answered,
    Approved,
    ApprovedEdited,
    Cancelled,
    CouldNotRun,
    Decision,
    Executed,
    Expired,
    ItHappened,
    Rejected,
    RunAgain,
    Stopped,
    Superseded,
    Verdict,
    state_after,
)
from signoff.core.person import Bar
from signoff.core.requirement import Kept
from signoff.core.terms import ChannelMembers, Group, Policy, Terms
from signoff.core.who import Who
from tests.adapters.slack.asked import BOB, DECIDED_AT
from tests.core.rows import a_requirement

TIME = "<!date^1795182060^{time}|13:41 UTC>"
OF_LEADS = a_requirement(
    terms=Terms(
        policy=Policy(approvers=(Group(id="S0SRE", name="sre-leads"),), allow_requester=False)
    )
)
KEPT = Kept(place="GRANT#mail#*#1#1", until=DECIDED_AT, in_thread=False)
SHARE = FieldProblem(field="f1", message="Traffic share must be 1 to 100")


def already(decision: Decision, by: Who | None = BOB) -> AlreadyDecided:
    """Say that somebody was first."""
    verdict = Verdict(decision=decision, at=DECIDED_AT, by=by)
    return AlreadyDecided(state=state_after(decision), verdict=verdict)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (already(Approved()), "Already approved by <@U0BOB> at T. Your click changed nothing."),
        (already(Rejected()), "Already rejected by <@U0BOB> at T. Your click changed nothing."),
        (
            already(ApprovedEdited()),
            "Already approved with edits by <@U0BOB> at T. Your click changed nothing.",
        ),
        (
            NoLongerStands(kept=replace(KEPT, revoked_by=BOB, revoked_at=DECIDED_AT)),
            "Already revoked by <@U0BOB> at T. Your click changed nothing.",
        ),
        (NoLongerStands(kept=KEPT), "It ran out by itself at T. Your click changed nothing."),
        (AlreadyVoted(votes=1, quorum=2), "Your approval is already counted: 1 of 2."),
        (
            Stale(changed_at=DECIDED_AT),
            "This card is out of date; the request changed at T. Decide on the current card.",
        ),
        (
            already(Answered(values="{}")),
            "Already answered by <@U0BOB> at T. Your click changed nothing.",
        ),
        (already(Executed(result="")), "Already run by <@U0BOB> at T. Your click changed nothing."),
        (
            already(CouldNotRun(reason="")),
            "Already reported as not run by <@U0BOB> at T. Your click changed nothing.",
        ),
        (already(ItHappened()), "Already settled by <@U0BOB> at T. Your click changed nothing."),
        (already(RunAgain()), "Already restarted by <@U0BOB> at T. Your click changed nothing."),
        (already(Stopped()), "Already stopped by <@U0BOB> at T. Your click changed nothing."),
        (
            already(Expired(), None),
            "This expired at T and was not run. Ask again if you still need it.",
        ),
        (already(Cancelled(reason="")), "<@U0BOB> cancelled this at T. It was not run."),
        (already(Cancelled(reason=""), None), "This was cancelled at T. It was not run."),
        (
            already(Superseded(reason=""), None),
            "This card is out of date; the request changed at T. Decide on the current card.",
        ),
        (
            PastExpiry(exp=DECIDED_AT),
            "This expired at T and was not run. Ask again if you still need it.",
        ),
        (
            NotAllowed(why=Bar.OUTSIDER),
            "Guests and people from other organisations can't decide here.",
        ),
        (NotAllowed(why=Bar.BOT), "Apps can't decide here. Nothing was changed."),
        (
            NotAllowed(why=Bar.DEACTIVATED),
            "Deactivated accounts can't decide here. Nothing was changed.",
        ),
        (
            NotAllowed(why=Bar.NOT_APPROVER, asked=OF_LEADS),
            "You can't decide this one: it needs 1 of <!subteam^S0SRE>. Nothing was changed.",
        ),
        (NotAllowed(why=Bar.NOT_APPROVER), "You can't decide this one. Nothing was changed."),
        (
            NotAllowed(why=Bar.REQUESTER, asked=OF_LEADS),
            "You asked for this, so someone else must decide: 1 of <!subteam^S0SRE>.",
        ),
        (NotAllowed(why=Bar.REQUESTER), "You asked for this, so someone else must decide."),
        (
            NotAllowed(why=Bar.HANDED_ON, asked=OF_LEADS),
            "You handed this on, so someone else decides now. Nothing was changed.",
        ),
        (
            Unverified(),
            "Couldn't check who you are just now. Nothing was changed; please try again.",
        ),
        (
            Unverified(of=Group(id="S0SRE", name="sre-leads")),
            (
                "Couldn't check who is in <!subteam^S0SRE> just now. "
                "Nothing was changed; please try again."
            ),
        ),
        (
            Unverified(of=ChannelMembers(id="C0OPS")),
            "Couldn't check who is in <#C0OPS> just now. Nothing was changed; please try again.",
        ),
        (SwitchedOff(), "Approvals are switched off by an administrator. Nothing was changed."),
        (
            Stale(),
            "This card is out of date; the request changed. Decide on the current card.",
        ),
        (Gone(), "This request no longer exists. Nothing was changed."),
        (
            Lost(),
            "What was asked here can't be read any more, so it can't be decided or run.",
        ),
        (
            Invalid(problems=(SHARE,)),
            "Not sent: Traffic share must be 1 to 100. What you typed is still on the card.",
        ),
        (NotRecorded(), "That failed on our side and nothing was recorded. Please click again."),
    ],
)
def test_every_refused_click_is_answered_in_its_words(why: Refusal, said: str) -> None:
    assert words.refusal(why).replace(TIME, "T") == said


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (
            NotAllowed(why=Bar.NOT_APPROVER, asked=OF_LEADS),
            "You can't decide this one: it needs 1 of @sre-leads. Nothing was changed.",
        ),
        (
            NotAllowed(why=Bar.REQUESTER, asked=OF_LEADS),
            "You asked for this, so someone else must decide: 1 of @sre-leads.",
        ),
        (
            Unverified(of=Group(id="S0SRE", name="sre-leads")),
            "Couldn't check who is in @sre-leads just now. Nothing was changed; please try again.",
        ),
        (
            Unverified(of=Group(id="S0SRE")),
            (
                "Couldn't check who is in the user group just now. "
                "Nothing was changed; please try again."
            ),
        ),
        (
            Unverified(of=ChannelMembers(id="C0OPS")),
            "Couldn't check who is in the channel just now. Nothing was changed; please try again.",
        ),
        (
            Unverified(),
            "Couldn't check who you are just now. Nothing was changed; please try again.",
        ),
    ],
    ids=range(6),
)
def test_in_a_modal_no_id_stands_for_a_group(why: Refusal, said: str) -> None:
    assert words.plain(why) == said


def test_in_a_modal_names_and_times_are_plain() -> None:
    assert (
        words.plain(already(Approved()))
        == "Already approved by bob at 13:41 UTC. Your click changed nothing."
    )
    assert words.plain(PastExpiry(exp=DECIDED_AT)).startswith("This expired at 13:41 UTC and")
    assert words.plain(Invalid(problems=(SHARE, SHARE))) == (
        "Not sent: Traffic share must be 1 to 100; Traffic share must be 1 to 100."
    )
    assert words.plain(Gone()) == words.refusal(Gone())


def test_what_somebody_typed_stays_dead_in_a_refusal() -> None:
    hostile = FieldProblem(field="f0", message="<!channel> must be text")

    assert "&lt;!channel&gt;" in words.refusal(Invalid(problems=(hostile,)))
    assert "<!channel>" not in words.refusal(
        already(Approved(), Who(id="<!channel>", name="<!channel>"))
    )


def test_every_decision_has_a_word_for_being_done() -> None:
    assert all(re.fullmatch(r"[a-z ]+", words.past(_any(kind))) for kind in get_args(Decision))


def _any(kind: type[Decision]) -> Decision:
    return object.__new__(kind)


@pytest.mark.parametrize(
    ("ms", "said"), [(0, "under 0.1 s"), (800, "0.8 s"), (59_940, "59.9 s"), (125_000, "2 min 5 s")]
)
def test_how_long_it_took_is_said_as_people_say_it(ms: int, said: str) -> None:
    assert words.took(ms) == said


@pytest.mark.parametrize(("ms", "drawn"), [(-(10**37), "1970-01-01"), (10**37, "9999-12-31")])
def test_a_time_that_no_calendar_has_is_drawn_all_the_same(ms: int, drawn: str) -> None:
    assert words.utc_moment(ms).startswith(drawn)
