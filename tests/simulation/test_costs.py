"""What one confirmed call costs: how often the table and Slack are called, and by whom."""

from collections import Counter

from tests.simulation.faults import Faults, Kind
from tests.simulation.invariants import Watch
from tests.simulation.mind import script
from tests.simulation.people import Crowd
from tests.simulation.scenes import Stage
from tests.simulation.stories import SCENARIOS
from tests.simulation.system import System

_OF_SLACK = ("auth.", "chat.", "conversations.", "users.", "usergroups.", "views.")
_OF_STORE = ("read ", "query ", "commit ", "change ")


def _played() -> System:
    system = System(faults=Faults(), is_traced=True)
    crowd = Crowd(system=system)
    stage = Stage(system=system, crowd=crowd, watch=Watch(system=system, crowd=crowd))
    system.mind.scripts["Do it"] = script(*SCENARIOS["approve"].lines)
    SCENARIOS["approve"].story(stage)
    return system


def trips() -> Counter[tuple[str, Kind]]:
    """Count the calls of one confirmed call of a tool, by who made them, and where to."""
    counted = Counter[tuple[str, Kind]]()
    for moment in _played().scheduler.trace or ():
        if moment.call.startswith(_OF_STORE):
            counted[moment.actor, Kind.STORE] += 1
        elif moment.call.startswith(_OF_SLACK):
            counted[moment.actor, Kind.SLACK] += 1
    return counted


def test_a_click_asks_the_table_three_times_and_slack_twice() -> None:
    counted = trips()

    # The request with its card and the audit's head; the decision; the note that Slack has it.
    assert counted["click approve", Kind.STORE] == 3
    assert counted["click approve", Kind.SLACK] == 2


def test_slack_is_shown_four_times_how_a_thread_stands_and_the_table_is_not_asked_for_it() -> None:
    system = _played()

    shown = [each.call for each in system.scheduler.trace or () if each.call.startswith("agents.")]
    assert len(shown) == 4
    assert set(system.slacks["T0LOCAL"].statuses.values()) == {"active"}


def test_from_a_message_to_the_reply_the_table_is_asked_12_times_and_slack_7_times() -> None:
    counted = trips()

    whole = Counter[Kind]()
    for (_, kind), times in counted.items():
        whole[kind] += times
    # One of the calls to Slack asks for the name of whoever wrote, at most once a minute.
    assert whole == {Kind.STORE: 12, Kind.SLACK: 7}
