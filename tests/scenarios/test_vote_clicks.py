"""Clicks where several have to approve, and where somebody changed what is asked."""

import re
from dataclasses import replace

import pytest

from signoff.core.decision import Approved
from tests.clicks.deeds import DEEDS, Deed
from tests.clicks.stage import Clicked, Stage
from tests.clicks.states import COUNTED
from tests.usecases.tools import nothing_done_yet as _nothing_done_yet

nothing_done_yet = _nothing_done_yet
VOTES = [each for each in DEEDS if each.effect == "votes"]


def _unchanged(deed: Deed) -> Deed:
    """Submit an edit as it was opened."""
    return replace(deed, values={}) if deed.verb == "edit" else deed


@pytest.mark.parametrize("deed", VOTES, ids=str)
def test_a_vote_of_the_same_person_is_told_to_be_counted_already(deed: Deed) -> None:
    stage = Stage(deed.on)
    rows = stage.asked
    stage.decide(rows[0], Approved())
    before = stage.asked

    seen = stage.do(_unchanged(deed), Clicked(), rows)

    assert re.fullmatch(COUNTED, seen.words[0])
    assert stage.asked == before


@pytest.mark.parametrize("deed", VOTES, ids=str)
def test_a_second_person_on_the_card_from_before_the_vote_decides(deed: Deed) -> None:
    stage = Stage(deed.on)
    rows = stage.asked
    stage.decide(rows[0], Approved(), by="U0EVE")

    seen = stage.do(_unchanged(deed), Clicked(), rows)

    assert (seen.status, seen.effect, seen.words) == (200, "decides", ())
