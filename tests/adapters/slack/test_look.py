"""The review that the inbox opens: everything to see, everything to do, and Approve at its end."""

from typing import Any

import pytest

from playground.slack.blockkit.check import check_view
from signoff.adapters.slack import modals
from signoff.adapters.slack.decisions import reading
from signoff.adapters.slack.review import READ_ALL
from signoff.adapters.slack.surfaces import address_in, marked
from signoff.core.address import Address
from signoff.core.click import Invalid, OpenForm
from signoff.core.decision import Approved
from signoff.core.gate import Risk
from signoff.core.home_place import HomePlace, Section
from signoff.core.requirement import Requirement
from signoff.core.terms import Sticky, Terms
from tests.adapters.slack import asked
from tests.adapters.slack.test_cards import parts
from tests.adapters.slack.test_modals import ROWS, inputs, shown

TICKED: dict[str, Any] = {READ_ALL: {"v": {"selected_options": [{"value": "0"}]}}}
LONG = asked.confirmation({"body": "Dear Bob, and so on. " * 1_000})
HIGH = asked.confirmation(risk=Risk.HIGH)


def look(row: Requirement, page: int = 1) -> dict[str, Any]:
    drawn = modals.view(asked.opening(row, "look", page=page), row)
    assert check_view(drawn) == []
    return drawn


def verbs(drawn: dict[str, Any]) -> list[str]:
    found = [each for each in parts(drawn) if each.get("type") in {"button", "overflow"}]
    return [each["action_id"] for each in found]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (asked.confirmation(), ["reject", "more"]),
        (asked.confirmation(terms=Terms(sticky=Sticky())), ["keep", "reject", "more"]),
        (asked.form(), ["fill", "decline", "more"]),
        (asked.external(), ["done", "cannot"]),
        (asked.feedback(asked.question("Which?", "eu", "us")), ["answer", "skip"]),
        (asked.unknown(), ["happened", "again", "stop"]),
        (asked.unknown(quorum=2), ["happened", "stop"]),
    ],
)
def test_it_offers_what_fits_the_kind(row: Requirement, expected: list[str]) -> None:
    assert verbs(look(row))[: len(expected)] == expected


def test_short_arguments_are_approved_without_a_box() -> None:
    drawn = look(asked.confirmation())

    assert drawn["submit"]["text"] == "Approve"
    assert inputs(drawn) == {}
    assert asked.EMAIL["body"] in shown(drawn)
    assert reading("look", {})(asked.confirmation()) == Approved()


@pytest.mark.parametrize("row", [LONG, HIGH])
def test_much_to_read_and_high_risk_need_the_box(row: Requirement) -> None:
    last = look(row, page=10)

    assert READ_ALL in inputs(last)
    assert isinstance(reading("look", {})(row), Invalid)
    assert reading("look", TICKED)(row) == Approved()


def test_before_the_last_page_nothing_is_approved() -> None:
    drawn = look(LONG)

    assert "submit" not in drawn
    assert "look2" in verbs(drawn)
    assert inputs(drawn) == {}


def test_what_is_too_long_to_be_read_is_never_approved() -> None:
    row = asked.confirmation({"body": "x" * 200_000})

    assert "submit" not in look(row, page=10)
    assert isinstance(reading("look", TICKED)(row), Invalid)


@pytest.mark.parametrize("row", [each for each in ROWS if each.ask.kind != "confirmation"])
def test_only_a_confirmation_is_approved_by_it(row: Requirement) -> None:
    assert "submit" not in look(row)
    assert isinstance(reading("look", TICKED)(row), Invalid)


def test_a_modal_knows_from_where_in_the_inbox_it_was_opened() -> None:
    row = asked.confirmation()
    form = asked.opening(row, "look")
    place = HomePlace(section=Section.ASKED, page=3)
    click = form.click
    at_home = OpenForm(
        click=type(click)(team=click.team, user=click.user, address=click.address, home=place),
        form="look",
        trigger="t",
    )

    metadata = modals.view(at_home, row)["private_metadata"]

    assert metadata == marked(click.address.value("look"), place)
    assert Address.parse(address_in(metadata)) == ("look", click.address)
    assert len(metadata) <= 3_000
