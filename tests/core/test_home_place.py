import pytest

from signoff.core.home_place import HomePlace, Section


@pytest.mark.parametrize("section", Section)
@pytest.mark.parametrize("page", [1, 2, 25, 9_999])
def test_a_place_is_read_back_as_it_was_written(section: Section, page: int) -> None:
    place = HomePlace(section=section, page=page)

    assert HomePlace.parse(place.value) == place
    assert len(place.value) <= 75


@pytest.mark.parametrize(
    "value",
    [
        "",
        "home",
        "home.waits",
        "home.waits.",
        "home.waits.0",
        "home.waits.01",
        "home.waits.-1",
        "home.waits.1.1",
        "home.waits.1 ",
        "home.waits.10000",
        "home.waits.\N{ARABIC-INDIC DIGIT ONE}",
        "home.others.1",
        "house.waits.1",
        "HOME.waits.1",
    ],
)
def test_anything_else_is_no_place(value: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says, nobody reads it
        HomePlace.parse(value)
