"""Clicks where several have to approve, and where somebody changed what is asked."""

import re
from dataclasses import replace

import pytest

from signoff.core.approving import ApproveWith
from signoff.core.decision import Approved
from tests.scenarios.test_click_table import DEEDS, Deed, Table, said_to
from tests.usecases.tools import nothing_done_yet as _nothing_done_yet

nothing_done_yet = _nothing_done_yet


def _unchanged(deed: Deed) -> Deed:
    """Submit an edit as it was opened."""
    return replace(deed, values={}) if deed.verb == "edit" else deed


@pytest.mark.parametrize("deed", [each for each in DEEDS if each.votes], ids=str)
def test_a_vote_of_the_same_person_is_told_to_be_counted_already(deed: Deed) -> None:
    table = Table(deed.on)
    table.decide(table.asked, Approved())
    before = table.state

    response = table.do(_unchanged(deed))

    assert said_to(table, response) == "Your approval is already counted: 1 of 2."
    assert table.state == before


@pytest.mark.parametrize("deed", [each for each in DEEDS if each.votes], ids=str)
def test_a_second_person_on_the_card_from_before_the_vote_decides(deed: Deed) -> None:
    table = Table(deed.on)
    table.decide(table.asked, Approved(), by="U0EVE")

    response = table.do(_unchanged(deed))

    assert response["statusCode"] == 200
    assert table.chat.told == []
    assert not table.requirements[-1].is_open


@pytest.mark.parametrize("deed", [each for each in DEEDS if each.on == "quorum and edit"], ids=str)
def test_a_card_from_before_an_edit_is_told_when_it_changed(deed: Deed) -> None:
    table = Table(deed.on)
    table.decide(table.asked, ApproveWith(values='{"amount":7}'), by="U0EVE")
    before = table.state

    response = table.do(deed)

    assert re.fullmatch(
        r"This card is out of date; the request changed at .*\. Decide on the current card\.",
        said_to(table, response),
    )
    assert table.state == before
    assert table.chat.opened == []
