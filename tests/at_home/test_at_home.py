"""What people do in Slack loses nothing: each scenario of `make slack`."""

from collections.abc import Iterator

import pytest

from tests.at_home.scenario import Apart, Losses, Scenario
from tests.at_home.suite import TOPICS, Suite, suite

_ALL = [(topic, each) for topic, scenarios in TOPICS.items() for each in scenarios]


@pytest.fixture(scope="module")
def stands() -> Iterator[Suite]:
    with suite() as stands:
        yield stands


@pytest.mark.parametrize(
    "scenario",
    [each for _, each in _ALL],
    ids=[f"{topic}: {each.name}".replace(" ", "_") for topic, each in _ALL],
)
def test_nothing_is_lost_when(scenario: Scenario | Apart, stands: Suite) -> None:
    assert stands.played(scenario) == Losses()


def test_no_two_scenarios_have_one_name() -> None:
    assert len({each.name for _, each in _ALL}) == len(_ALL)
