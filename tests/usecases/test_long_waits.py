"""A run waits for 400 days, while its queue remembers four, and another head takes it up."""

import pytest

from signoff import tool
from signoff.agent.toolkit import ToolLike
from signoff.core.decision import Answered, Approved, Decision, Executed
from signoff.testing.model import Reply, call, calls, say
from tests.usecases.table_world import Aws, TableWorld
from tests.usecases.tools import DONE

DAY_S = 86_400
QUEUE_KEEPS_DAYS = 4
END = say("That is all.")
LONG = "x" * 150_000


def _deployed() -> list[ToolLike]:
    """The tools as one deployment makes them: equal to those of any other, and not the same."""

    @tool(requires_confirmation=True, expires_in=None)
    def archive(text: str) -> str:
        """Archive a text; there is no hurry."""
        DONE.append(f"archived {len(text)}")
        return "archived"

    @tool(requires_user_input=True, user_input_fields=["year"], expires_in=None)
    def plan(year: int) -> str:
        """Plan a year."""
        DONE.append(f"planned {year}")
        return "planned"

    @tool(external_execution=True, expires_in=None)
    def dig(depth: int) -> None:
        """Have somebody dig."""

    return [archive, plan, dig]


KINDS: list[tuple[Reply, Decision, list[str]]] = [
    (calls(call("archive", text=LONG), text=LONG), Approved(), ["archived 150000"]),
    (call("plan", year=None), Answered(values='{"year":2030}'), ["planned 2030"]),
    (call("dig", depth=9), Executed(result="dug"), []),
]


def _redeployed(aws: Aws, before: TableWorld) -> TableWorld:
    """Another process over the same table: nothing but rows and objects is left of the first."""
    world = TableWorld(aws, END, tools=_deployed())
    world.clock = before.clock
    return world


@pytest.mark.parametrize(("line", "decision", "done"), KINDS)
def test_a_run_that_never_expires_resumes_after_400_days_and_a_redeployment(
    aws: Aws, line: Reply, decision: Decision, done: list[str]
) -> None:
    world = TableWorld(aws, line, tools=_deployed())
    world.say("There is no hurry")
    for _ in range(400):
        world.clock.advance(seconds=DAY_S)
        assert world.sweep() == {}

    later = _redeployed(aws, world)
    later.decide(later.requirements[0], decision)
    later.work()

    assert done == DONE
    assert later.said == ("That is all.",)


def test_a_wake_that_the_queue_forgot_is_sent_again_by_the_clock(aws: Aws) -> None:
    world = TableWorld(aws, call("plan", year=None), tools=_deployed())
    world.say("There is no hurry")
    world.decide(world.requirements[0], Answered(values='{"year":2030}'))
    world.queue.taken()
    world.clock.advance(seconds=(QUEUE_KEEPS_DAYS + 1) * DAY_S)

    later = _redeployed(aws, world)
    swept = later.sweep()
    later.work()

    assert swept["woken"] == 1
    assert DONE == ["planned 2030"]
    assert later.said == ("That is all.",)


def test_no_row_names_a_time_at_which_a_table_might_take_it_away(aws: Aws) -> None:
    world = TableWorld(aws, KINDS[0][0], END, tools=_deployed())
    world.say("There is no hurry")
    world.decide(world.requirements[0], Approved())
    world.work()

    assert {name for row in world.rows for name in row} & {"ttl", "expires", "expires_at"} == set()
