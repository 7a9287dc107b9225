"""Somebody asks to see what a card hides."""

import pytest

from signoff.core.audit import AuditEntry, Fact
from signoff.core.click import AlreadyDecided, Gone, NotAllowed, NotRecorded, OpenForm, Unverified
from signoff.core.codec import from_item
from signoff.core.decision import Approved
from signoff.core.person import Bar
from signoff.core.requirement import Requirement
from signoff.ports import TransientError, UnreachableError
from signoff.testing.model import call
from signoff.usecases.open_form import open_form
from tests.usecases.tools import ALL
from tests.usecases.world import World

HIDES = call("rotate_key", service="pay", key="k-1234")


def asked(line: object = HIDES) -> World:
    """Have something asked."""
    here = World(line, tools=ALL)  # type: ignore[arg-type]
    here.say("Go")
    return here


def look(here: World, row: Requirement, *, by: str = "U0BOB") -> object:
    """Press the button that shows it."""
    form = OpenForm(click=here.click(row, by=by), form="reveal", trigger="t")
    return open_form(form, store=here.store, chat=here.chat, clock=here.clock, tell=here.tell)


def facts(here: World) -> list[Fact]:
    """Read the audit."""
    rows = [row for row in here.rows if str(row["sk"]).startswith("AUD#")]
    return [fact for row in rows for fact in from_item(AuditEntry, row).facts]


def test_whoever_may_decide_is_shown_it_and_it_is_noted_first() -> None:
    here = asked()

    assert look(here, here.requirements[0]) is None

    assert len(here.chat.opened) == 1
    seen = facts(here)[-1]
    assert (seen.action, seen.note, seen.evidence) == ("revealed", "key", "member of the workspace")


def test_it_is_not_shown_where_it_could_not_be_noted() -> None:
    here = asked()
    here.store.fail_next("commit", TransientError("busy"))

    assert isinstance(look(here, here.requirements[0]), NotRecorded)

    assert here.chat.opened == []


@pytest.mark.parametrize(("who", "bar"), [("U0GUEST", Bar.OUTSIDER), ("U0OUT", Bar.OUTSIDER)])
def test_whoever_may_not_decide_is_not_shown_it(who: str, bar: Bar) -> None:
    here = asked()

    assert look(here, here.requirements[0], by=who) == NotAllowed(why=bar)

    assert here.chat.opened == []
    assert facts(here)[-1].action == "refused"


def test_nobody_is_shown_it_while_slack_does_not_say_who_they_are() -> None:
    here = asked()
    here.chat.fail_next("person", UnreachableError("busy"))

    assert look(here, here.requirements[0]) == Unverified()

    assert here.chat.opened == []


def test_where_nothing_is_hidden_there_is_nothing_to_show() -> None:
    here = asked(call("send_email", to="bob", subject="Hi"))

    assert look(here, here.requirements[0]) == Gone()

    assert here.chat.opened == []


def test_once_it_is_decided_it_is_not_shown_any_more() -> None:
    here = asked()
    row = here.requirements[0]
    here.decide(row, Approved())

    assert isinstance(look(here, row), AlreadyDecided)
    assert here.chat.opened == []
