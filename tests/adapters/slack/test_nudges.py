"""Messages that call people: whom they mention, what they say, and that nothing foreign is live."""

from dataclasses import replace

import pytest

from signoff.adapters.slack.links import linked
from signoff.adapters.slack.nudges import called
from signoff.core.nudge import Nudge, NudgeKind
from signoff.core.requirement import NEVER, Requirement
from signoff.core.terms import Approver, ChannelMembers, Group, Policy, Requester, Terms, User
from signoff.core.voting import Handover, Vote
from tests.adapters.slack import asked

LINK = "https://acme.slack.com/archives/C0OPS/p1"
GROUP, EVE = Group(id="S0614TZR7", name="sre-leads"), User(id="U0EVE", name="eve")


def waiting(*approvers: Approver, **said: object) -> Requirement:
    policy = Policy(approvers=approvers, escalate_to=(EVE,) if approvers else ())
    made = replace(asked.confirmation(), terms=Terms(policy=policy))
    return replace(made, **said)  # type: ignore[arg-type]


def text(why: NudgeKind, requirement: Requirement, *, to: str = "", link: str = LINK) -> str:
    return called(Nudge(at=requirement.at, why=why, to=to), requirement, link=link)


def test_a_reminder_says_what_waits_who_can_decide_and_until_when() -> None:
    said = text(NudgeKind.REMINDER, waiting(GROUP))

    assert said.startswith(f"<!subteam^S0614TZR7> Still waiting for a decision: <{LINK}|")
    assert "Can decide: 1 of @sre-leads." in said
    assert "It expires <!date^1795183200^" in said


@pytest.mark.parametrize(
    ("approvers", "whom"),
    [
        ((), "<@U0ANA>"),
        ((Requester(),), "<@U0ANA>"),
        ((EVE, GROUP), "<@U0EVE> <!subteam^S0614TZR7>"),
        ((ChannelMembers(id="C0OPS"), EVE), "<@U0EVE>"),
    ],
)
def test_those_who_may_decide_are_called(approvers: tuple[Approver, ...], whom: str) -> None:
    said = text(NudgeKind.REMINDER, waiting(*approvers))

    assert said.startswith(f"{whom} Still waiting")


def test_of_a_channel_nobody_is_called_by_name() -> None:
    said = text(NudgeKind.REMINDER, waiting(ChannelMembers(id="C0OPS")))

    assert said.startswith("Still waiting")
    assert "<!" not in said.replace("<!date^", "")


def test_whoever_has_approved_or_handed_it_on_is_left_in_peace() -> None:
    given = (Handover(by=asked.EVE, to=asked.ANA, at=1),)
    bob = User(id="U0BOB", name="bob")
    row = waiting(EVE, bob, votes=(Vote(by=asked.BOB, at=1),), handed=given)

    said = text(NudgeKind.REMINDER, row)

    assert said.startswith("<@U0ANA> Still waiting")


def test_an_escalation_calls_those_who_are_new() -> None:
    said = text(NudgeKind.ESCALATION, waiting(GROUP, escalated_at=1))

    assert said.startswith("<@U0EVE> Nobody has decided yet, so you can now: <")
    assert "Can decide: 1 of @sre-leads or eve." in said


def test_whoever_gets_a_request_is_told_by_whom() -> None:
    row = waiting(GROUP, handed=(Handover(by=asked.BOB, to=asked.EVE, at=1),))

    said = text(NudgeKind.HANDED, row, to="U0EVE")

    assert said.startswith("<@U0EVE> This was handed to you by <@U0BOB>: <")


def test_what_a_form_wants_is_an_answer_and_what_never_expires_has_no_end() -> None:
    row = replace(asked.form(), exp=NEVER)

    said = text(NudgeKind.REMINDER, row)

    assert "Can answer: " in said
    assert "expires" not in said


def test_nothing_in_a_title_comes_alive() -> None:
    row = waiting(GROUP, title="<!channel> & <@U0EVE>\n*Approved*", titled_by=())

    said = text(NudgeKind.REMINDER, row, link="")

    assert "<!channel>" not in said
    assert "<@U0EVE>" not in said
    assert "\n" not in said


def test_without_an_address_the_words_stand_alone() -> None:
    assert linked("", "words") == "words"
