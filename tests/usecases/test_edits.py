"""Whoever approves may change what runs: new bytes, a new digest, and nobody else's vote."""

import json
from dataclasses import replace

import pytest

from signoff.core.approving import MOST_EDITED, ApproveWith
from signoff.core.audit import AuditEntry, Fact
from signoff.core.canonical import Json, canonical
from signoff.core.click import AlreadyDecided, AlreadyVoted, Applied, Gone, Stale
from signoff.core.codec import from_item
from signoff.core.decision import (
    Approved,
    ApprovedEdited,
    ItHappened,
    Rejected,
    RequirementState,
    RunAgain,
)
from signoff.core.merging import final_arguments
from signoff.core.requirement import OutcomeState, Requirement, digest_of
from signoff.core.titles import title_of
from signoff.ports import RefusedError
from signoff.testing.model import call, say
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

ANNOUNCE = call("announce", channel="ops", subject="Down ", body="Since noon.\n")
PAY = call("pay_out", to="ana", amount=120)


def _asked(line: object = ANNOUNCE) -> World:
    world = World(line, say("Told."), tools=ALL)  # type: ignore[arg-type]
    world.say("Go")
    world.queue.taken()
    return world


def _with(**values: Json) -> ApproveWith:
    return ApproveWith(values=canonical(values))


def _digest(row: Requirement) -> str:
    return digest_of(
        tool=row.tool, version=row.tool_version, arguments=final_arguments(row), at=row.at
    )


def _facts(world: World) -> list[Fact]:
    rows = [row for row in world.store.rows if str(row["sk"]).startswith("AUD#")]
    return [fact for row in rows for fact in from_item(AuditEntry, row).facts]


def test_an_edit_approves_and_runs_what_was_edited() -> None:
    world = _asked()
    asked = world.requirements[0]

    outcome = world.decide(asked, _with(subject="Up again"))
    world.work()

    row = world.requirements[0]
    assert isinstance(outcome, Applied)
    assert row.verdict is not None
    assert (row.state, row.rev) == (RequirementState.APPROVED, 2)
    assert row.verdict.decision == ApprovedEdited()
    assert row.digest == _digest(row) != asked.digest
    assert DONE == [r"announced 'Up again' 'Since noon.\n' in ops"]
    assert row.outcome is not None
    assert row.outcome.state is OutcomeState.DONE


def test_what_was_not_changed_runs_byte_for_byte() -> None:
    world = _asked()
    asked = json.loads(world.requirements[0].arguments)

    world.decide(world.requirements[0], _with(body="Now."))

    runs = json.loads(final_arguments(world.requirements[0]))
    assert runs == {**asked, "body": "Now."}
    assert runs["subject"] == "Down "


def test_the_model_is_told_who_changed_what() -> None:
    world = _asked()

    world.decide(world.requirements[0], _with(subject="Up again"))
    world.work()

    (output,) = world.outputs()
    assert output == (
        'Before it ran, @bob changed: subject. It ran with {"subject":"Up again"}. '
        "This is what came of it:\nannounced"
    )


def test_the_audit_tells_what_was_changed_and_never_to_what() -> None:
    world = _asked()
    before = world.requirements[0].digest

    world.decide(world.requirements[0], _with(subject="Up again", body="Now."))

    edited, approved = _facts(world)[1:]
    after = world.requirements[0].digest
    assert (edited.action, edited.note) == ("edited", "body, subject")
    assert edited.digests == (before, after)
    assert (approved.action, approved.digests) == ("approved", (after,))
    assert "Up again" not in str(_facts(world))


@pytest.mark.parametrize("wish", [_with(), _with(subject="Down ")])
def test_an_edit_that_changes_nothing_is_an_approval_as_it_is(wish: ApproveWith) -> None:
    world = _asked()
    asked = world.requirements[0]

    world.decide(asked, wish)

    row = world.requirements[0]
    assert row.verdict is not None
    assert (row.verdict.decision, row.edited, row.digest) == (Approved(), None, asked.digest)
    assert [fact.action for fact in _facts(world)] == ["asked", "approved"]


@pytest.mark.parametrize(
    "wish",
    [
        _with(channel="general"),
        _with(nonsense="x"),
        _with(subject=7),
        _with(subject=None),
        _with(body="x" * MOST_EDITED),
    ],
)
def test_what_may_not_be_changed_or_does_not_fit_changes_nothing(wish: ApproveWith) -> None:
    world = _asked()
    before = world.requirements

    assert world.decide(world.requirements[0], wish) == Gone()

    assert world.requirements == before


def test_a_tool_without_editable_parameters_takes_no_edit() -> None:
    world = _asked(call("send_email", to="bob", subject="Hi"))

    assert world.decide(world.requirements[0], _with(subject="Yo")) == Gone()
    assert world.decide(world.requirements[0], ApprovedEdited()) == Gone()

    assert world.requirements[0].is_open


def test_with_a_quorum_an_edit_is_one_vote_on_the_new_bytes() -> None:
    world = _asked(PAY)
    world.decide(world.requirements[0], Approved())

    world.decide(world.requirements[0], _with(amount=100), by="U0EVE")

    row = world.requirements[0]
    assert (row.is_open, row.rev) == (True, 3)
    assert [vote.by.id for vote in row.votes] == ["U0EVE"]
    assert row.digest == _digest(row)
    assert world.queue.waiting == ()
    assert [fact.action for fact in _facts(world)] == ["asked", "voted", "edited", "voted"]


def test_a_card_from_before_an_edit_is_out_of_date() -> None:
    world = _asked(PAY)
    before = world.requirements[0]
    world.decide(before, _with(amount=100), by="U0EVE")

    for wish in (Approved(), Rejected(), _with(amount=1)):
        assert world.decide(before, wish) == Stale(changed_at=world.clock())

    assert [vote.by.id for vote in world.requirements[0].votes] == ["U0EVE"]


def test_the_others_approve_what_was_edited_and_that_runs_once() -> None:
    world = _asked(PAY)
    world.decide(world.requirements[0], _with(amount=100), by="U0EVE")

    world.decide(world.requirements[0], Approved())
    world.work()

    verdict = world.requirements[0].verdict
    assert verdict is not None
    assert verdict.decision == ApprovedEdited()
    assert DONE == ["paid 100 out to ana"]
    assert world.outputs()[0].startswith("Before it ran, @eve changed: amount.")


def test_the_editor_does_not_count_twice() -> None:
    world = _asked(PAY)
    world.decide(world.requirements[0], _with(amount=100), by="U0EVE")

    again = world.decide(world.requirements[0], Approved(), by="U0EVE")

    assert again == AlreadyVoted(votes=1, quorum=2)


def test_an_edit_of_an_edit_keeps_both_names_and_asks_anew() -> None:
    world = _asked(PAY)
    world.decide(world.requirements[0], _with(amount=100), by="U0EVE")

    world.decide(world.requirements[0], _with(amount=90))
    world.decide(world.requirements[0], Approved(), by="U0EVE")
    world.work()

    edited = world.requirements[0].edited
    assert edited is not None
    assert [who.name for who in edited.by] == ["eve", "bob"]
    assert DONE == ["paid 90 out to ana"]


def test_what_was_edited_back_is_approved_as_it_was_asked_but_not_by_old_cards() -> None:
    world = _asked(PAY)
    before = world.requirements[0]
    world.decide(before, _with(amount=100), by="U0EVE")
    world.decide(world.requirements[0], _with(amount=120), by="U0EVE")

    stale = world.decide(before, Approved())
    world.decide(world.requirements[0], Approved())
    world.work()

    row = world.requirements[0]
    assert isinstance(stale, Stale)
    assert row.digest == before.digest
    assert row.verdict is not None
    assert row.verdict.decision == Approved()
    assert world.outputs() == ["paid out"]


def test_a_late_click_on_a_card_from_before_a_deciding_edit_is_told_who_decided() -> None:
    world = _asked()
    before = world.requirements[0]
    world.decide(before, _with(subject="Up again"), by="U0EVE")

    assert isinstance(world.decide(before, Approved()), AlreadyDecided)


def test_of_an_edit_and_an_approval_at_once_one_counts() -> None:
    world = _asked()
    asked = world.requirements[0]
    key = world.thread.requirement(asked.at)
    world.store.fail_next("commit", RefusedError({key: None}))

    world.decide(asked, _with(subject="Up again"))
    late = world.decide(asked, Approved(), by="U0EVE")

    assert isinstance(late, AlreadyDecided)
    assert world.requirements[0].digest == _digest(world.requirements[0])


def test_the_title_says_nothing_of_what_was_changed() -> None:
    world = _asked()

    world.decide(world.requirements[0], _with(body="Now."))
    assert title_of(world.requirements[0]) == "Announce Down"

    other = _asked()
    other.decide(other.requirements[0], _with(subject="Up again"))
    assert title_of(other.requirements[0]) == "Announce"


@pytest.mark.parametrize("decision", [ItHappened(), RunAgain()])
def test_a_start_with_edits_whose_end_nobody_saw_is_asked_about_with_them(
    decision: ItHappened | RunAgain,
) -> None:
    world = _asked()
    world.decide(world.requirements[0], _with(subject="Up again"))

    def die() -> None:
        DONE.then = None
        world.store.fail_next("commit", KeyboardInterrupt())

    DONE.then = die
    with pytest.raises(KeyboardInterrupt):
        world.work()
    world.turn()
    doubt = world.requirements[-1]
    world.decide(doubt, decision)
    world.work()

    assert json.loads(final_arguments(doubt))["subject"] == "Up again"
    assert doubt.digest == _digest(doubt)
    assert len(DONE) == 1 + isinstance(decision, RunAgain)
    assert set(DONE) == {r"announced 'Up again' 'Since noon.\n' in ops"}
    ran_again = "@bob changed: subject" in world.outputs()[0]
    assert ran_again is isinstance(decision, RunAgain)


def test_a_stored_edit_reads_back() -> None:
    world = _asked(PAY)

    world.decide(world.requirements[0], _with(amount=100))

    (drawn,) = world.chat.standing(world.thread, world.requirements[0].card).rows
    assert drawn == replace(world.requirements[0])
