"""Every protocol within small bounds, whole."""

from collections import Counter

import pytest

from tests.protocol import card_actions, decision
from tests.protocol.configurations import SMALL, AnyBounds, model_of
from tests.protocol.search import Explored, explore
from tests.protocol.thread_actions import Act


@pytest.fixture(scope="module")
def searched() -> dict[str, Explored]:
    return {bounds.name: explore(model_of(bounds)) for bounds in SMALL}


@pytest.mark.parametrize("bounds", SMALL, ids=lambda bounds: bounds.name)
def test_every_promise_is_kept_in_every_state(
    searched: dict[str, Explored], bounds: AnyBounds
) -> None:
    found = searched[bounds.name]

    assert found.violation is None
    assert found.states > 1_000


@pytest.mark.parametrize(
    ("protocol", "acts", "elsewhere"),
    [
        ("thread", list(Act), {Act.DOOR_DIES}),
        ("decision", list(decision.Act), {decision.Act.AUDIT}),
        ("card", list(card_actions.Act), {card_actions.Act.JOIN}),
    ],
)
def test_every_action_happens(
    searched: dict[str, Explored], protocol: str, acts: list[int], elsewhere: set[int]
) -> None:
    happened = Counter[int]()
    for name, found in searched.items():
        if name.startswith(protocol):
            happened.update(dict(enumerate(found.acted)))

    assert {act for act in acts if not happened[act]} == elsewhere
