from dataclasses import replace

import pytest

from signoff.core.person import Bar, Person, bar_to_decide

BOB = Person(id="U0BOB", name="bob", team="T1")


def test_a_member_may_decide() -> None:
    assert bar_to_decide(BOB, team="T1") is None


@pytest.mark.parametrize(
    ("change", "bar"),
    [
        ({"is_guest": True}, Bar.OUTSIDER),
        ({"is_stranger": True}, Bar.OUTSIDER),
        ({"team": "T2"}, Bar.OUTSIDER),
        ({"is_bot": True}, Bar.BOT),
        ({"is_deleted": True}, Bar.DEACTIVATED),
    ],
)
def test_guests_strangers_bots_and_the_deactivated_may_not(
    change: dict[str, bool], bar: Bar
) -> None:
    assert bar_to_decide(replace(BOB, **change), team="T1") is bar  # type: ignore[arg-type]
