"""Text formats."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.core.formats import FORMATS, unmet_format


@settings(deadline=None)
@given(st.dates())
def test_every_date_is_one(day: date) -> None:
    assert unmet_format("date", day.isoformat()) is None


@settings(deadline=None)
@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_with_its_offset_is_one(moment: datetime) -> None:
    assert unmet_format("date-time", moment.isoformat()) is None


@settings(deadline=None)
@given(st.times())
def test_every_time_of_day_is_one(moment: time) -> None:
    assert unmet_format("time", moment.isoformat()) is None


@pytest.mark.parametrize("name", sorted(FORMATS))
@settings(deadline=None)
@given(text=st.text())
def test_any_text_is_judged(name: str, text: str) -> None:
    unmet = unmet_format(name, text)

    assert unmet is None or unmet.startswith("must be ")
