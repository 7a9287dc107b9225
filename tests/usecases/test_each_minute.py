import pytest

from signoff.usecases.each_minute import each_minute


def _fails() -> dict[str, int]:
    raise LookupError("no index")


def test_what_the_parts_did_is_added_up() -> None:
    assert each_minute(lambda: {"sent": 1}, lambda: {"sent": 2, "told": 1}) == {
        "sent": 3,
        "told": 1,
    }


def test_a_part_that_fails_keeps_no_other_from_its_work_and_is_raised() -> None:
    with pytest.raises(ExceptionGroup, match=r"1 parts .* \{'told': 1\}") as raised:
        each_minute(_fails, lambda: {"told": 1})

    assert [type(each) for each in raised.value.exceptions] == [LookupError]
