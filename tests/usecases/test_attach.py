"""What no modal holds is put beside its card, once, or tried again."""

import pytest

from signoff import tool
from signoff.core.approving import ApproveWith
from signoff.core.decision import Approved, Rejected
from signoff.core.observations.people import PutOff
from signoff.ports import UndeliverableError, UnreachableError
from signoff.testing.model import call, say
from tests.usecases.tools import ALL
from tests.usecases.world import World

LONG = call("send_email", to="bob", subject="x" * 90_000)


def world() -> World:
    """Have a model that asks for more than a modal holds."""
    return World(LONG, say("Done."), tools=ALL)


def test_the_worker_puts_it_there_when_it_asks() -> None:
    here = world()

    here.say("Go")

    (row,) = here.requirements
    assert here.chat.attached == [(row.card, row.at)]
    assert row.filed


def test_a_short_request_has_no_file() -> None:
    here = World(call("send_email", to="bob", subject="Hi"), say("Done."), tools=ALL)

    here.say("Go")

    assert here.chat.attached == []
    assert here.requirements[0].filed is None


@pytest.mark.parametrize("error", [UnreachableError("busy"), UndeliverableError("no room")])
def test_the_clock_tries_again_until_it_is_there(error: Exception) -> None:
    here = world()
    here.chat.fail_next("attach", error)

    here.say("Go")
    assert here.requirements[0].filed is None
    here.clock.advance(seconds=120)
    here.sweep()

    assert here.requirements[0].filed
    assert len(here.chat.attached) == 1
    assert [each.what for each in here.operator.told if isinstance(each, PutOff)] == ["card"]


def test_a_file_whose_note_was_lost_is_looked_for_by_its_name_again() -> None:
    here = world()
    here.chat.fail_next("attach", UnreachableError("lost", is_ambiguous=True), took_effect=True)

    here.say("Go")
    here.clock.advance(seconds=120)
    here.sweep()

    assert here.requirements[0].filed


def test_a_click_does_not_wait_for_a_file() -> None:
    here = World(call("close_account", account="x" * 90_000), say("Done."), tools=ALL)
    here.chat.fail_next("attach", UnreachableError("busy"))
    here.say("Go")

    here.decide(here.requirements[0], Approved())

    assert here.chat.attached == []
    here.clock.advance(seconds=120)
    here.sweep()
    assert len(here.chat.attached) == 1


def test_what_is_decided_meanwhile_needs_none() -> None:
    here = world()
    here.chat.fail_next("attach", UnreachableError("busy"))
    here.say("Go")

    here.decide(here.requirements[0], Rejected())
    here.work()
    here.clock.advance(seconds=120)
    here.sweep()

    assert here.chat.attached == []


def test_what_somebody_changed_has_a_file_of_its_own_for_whoever_approves_next() -> None:
    @tool(requires_confirmation=True, quorum=2, editable=["subject"])
    def send(subject: str, body: str) -> str:
        """Send."""
        return f"sent {subject}: {body}"

    here = World(call("send", subject="Hi", body="x" * 90_000), say("Sent."), tools=[send])
    here.say("Go")
    before = here.requirements[0]

    here.decide(before, ApproveWith(values='{"subject":"Yo"}'))
    assert here.requirements[0].filed is None
    here.clock.advance(seconds=120)
    here.sweep()

    (after,) = here.requirements
    assert after.digest != before.digest
    assert after.filed
    assert len(here.chat.attached) == 2
