import pytest

from signoff.core.keys import Position, ThreadKey
from tests.core.rows import THREAD


def test_a_thread_is_read_back_from_its_partition() -> None:
    assert ThreadKey.from_pk(THREAD.pk) == THREAD


def test_rows_of_a_run_sort_as_their_numbers_do() -> None:
    steps = [THREAD.step(1, number).sk for number in (2, 10, 9)]

    assert sorted(steps) == [THREAD.step(1, number).sk for number in (2, 9, 10)]


@pytest.mark.parametrize("place", ["1.2.0", "1.2.0r1", "12.345.39r12"])
def test_a_position_is_read_back_from_what_a_button_says(place: str) -> None:
    assert Position.parse(place).place == place


@pytest.mark.parametrize(
    "place", ["", "1.2", "1.2.x", "1.2.-1", "1.2.3.4", "1.2.3rx", "1.2.1e9", "٣.1.1"]
)
def test_what_is_no_position_is_refused(place: str) -> None:
    with pytest.raises(ValueError, match=r"position|unpack"):
        Position.parse(place)


def test_a_question_about_an_outcome_stands_behind_the_request_itself() -> None:
    first = THREAD.requirement(Position(run=1, step=2, index=0))
    again = THREAD.requirement(Position(run=1, step=2, index=0, again=1))
    other = THREAD.requirement(Position(run=1, step=2, index=1))

    assert first.sk < again.sk < other.sk
