"""Whatever an audit can tell is verified, exported and shown."""

from typing import get_args

import pytest

from signoff import tool
from signoff.core.actions import BY_RIGHT, MEANINGS, Action, action_of
from signoff.core.audit import Fact
from signoff.core.decision import Approved, ApprovedEdited, Rejected
from signoff.testing.model import call, say
from signoff.usecases.auditing import commit_audited
from signoff.usecases.export_audit import ExportedFact, Wanted, export_audit
from signoff.usecases.show_run import show_run
from signoff.usecases.verify_audit import verify_audit
from tests.core.rows import BOB, NOON
from tests.usecases.tools import ALL
from tests.usecases.world import World

ACTIONS: tuple[Action, ...] = get_args(Action)
FOUND_IN_ROWS = {"asked", "started", "succeeded", "failed", "approved"}


@tool(requires_confirmation=True)
def fail() -> str:
    """Fail."""
    raise RuntimeError


def _told(action: Action) -> World:
    """A run that went well, and one fact more."""
    line = call("fail") if action == "failed" else call("send_email", to="bob", subject="Hi")
    world = World(line, say("Well."), tools=[*ALL, fail])
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())
    world.work()
    if action not in FOUND_IN_ROWS:
        about = () if action in {"lost", "stop_asked"} else ("1.1.0",)
        note = "run 1" if action == "stop_asked" else "why"
        fact = Fact(
            action=action, at=NOON, by=BOB, about=about, digests=(), note=note, evidence="may"
        )
        commit_audited(world.store, world.thread, (fact,))
    return world


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_is_exported_with_its_evidence(action: Action) -> None:
    world = _told(action)

    found = list(export_audit((world.thread,), Wanted(), store=world.store))

    facts = [each.fact for each in found if isinstance(each, ExportedFact)]
    (told,) = [fact for fact in facts if fact.action == action]
    assert told.evidence or action in {"asked", "started", "succeeded", "failed"}


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_is_a_moment_of_its_run(action: Action) -> None:
    world = _told(action)

    shown = show_run(world.thread, run=None, store=world.store)

    assert shown is not None
    moments = [moment for moment in shown.moments if moment.what == action]
    assert moments
    if action in BY_RIGHT:
        assert any(moment.details.get("evidence") for moment in moments)


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_counts_as_an_entry_where_the_audit_is_verified(action: Action) -> None:
    world = _told(action)

    verified = verify_audit(world.thread, store=world.store, now=world.clock())

    assert verified.entries == (3 if action in FOUND_IN_ROWS else 4)
    assert not [
        each for each in verified.findings if "AUD#" in each.row and "head" not in each.what
    ]


def test_each_action_has_a_meaning() -> None:
    assert list(MEANINGS) == list(ACTIONS)
    assert set(ACTIONS) >= BY_RIGHT


def test_of_an_approval_with_edits_the_same_action_tells() -> None:
    assert action_of(Approved()) == action_of(ApprovedEdited()) == "approved"
    assert action_of(Rejected()) == "rejected"
