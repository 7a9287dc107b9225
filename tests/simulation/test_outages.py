"""Slack is away for hours, or takes nothing in a channel any more: no run depends on it."""

from collections.abc import Callable

from signoff.core.decision import RequirementState
from signoff.testing.model import Line, call, calls, say
from tests.simulation.endings import at_the_end, requirements
from tests.simulation.faults import Faults
from tests.simulation.figures import in_words
from tests.simulation.invariants import Watch
from tests.simulation.people import Crowd
from tests.simulation.scenes import SAID, Stage
from tests.simulation.stories import EMAIL
from tests.simulation.system import CHANNEL, System
from tests.simulation.workspace import Workspace

TEAM = "T0LOCAL"
DIRECT = "D0ANA"
HOURS = 6
LINES = (calls(call("book", order="1"), EMAIL), say(SAID))


def begun(trouble: Callable[[Workspace], None], *lines: Line) -> Stage:
    """Let a run begin, in whose first minute, while the model thinks, there is trouble at Slack."""
    system = System(faults=Faults())
    crowd = Crowd(system=system)
    stage = Stage(system=system, crowd=crowd, watch=Watch(system=system, crowd=crowd))

    def line(answered: int) -> Line:
        if answered == 0:
            trouble(system.slacks[TEAM])
        return lines[answered]

    system.mind.scripts["Do it"] = line
    stage.write("Do it")
    system.advance(seconds=600)
    return stage


def is_down(slack: Workspace) -> None:
    slack.down_until = slack.scheduler.now + HOURS * 3_600_000


def is_archived(slack: Workspace) -> None:
    slack.gone.add(CHANNEL)


def done(stage: Stage) -> list[str]:
    return [deed.tool.name for deed in stage.system.hands.done]


def in_channel(stage: Stage, channel: str) -> list[str]:
    messages = stage.system.slacks[TEAM].messages.values()
    return [each.text for each in messages if each.channel == channel]


class TestHoursOfOutage:
    def test_what_needs_nobody_is_done_meanwhile_and_the_card_comes_when_slack_does(self) -> None:
        stage = begun(is_down, *LINES)
        meanwhile = done(stage), in_channel(stage, CHANNEL)

        stage.system.advance(seconds=HOURS * 3600)

        assert meanwhile == (["book"], [])
        assert [each.state for _, each in requirements(stage.system)] == [RequirementState.PENDING]
        assert len(stage.system.slacks[TEAM].cards()) == 1

    def test_then_the_run_ends_like_any_other(self) -> None:
        stage = begun(is_down, *LINES)
        stage.system.advance(seconds=HOURS * 3600)

        stage.decide("approve")

        assert in_words(at_the_end(stage.watch, is_quiet=stage.is_quiet)) == ""
        assert done(stage) == ["book", "send_email"]
        assert in_channel(stage, CHANNEL)[-1] == SAID

    def test_a_reply_comes_when_slack_does_and_once(self) -> None:
        stage = begun(is_down, say(SAID))
        meanwhile = in_channel(stage, CHANNEL)

        stage.system.advance(seconds=HOURS * 3600)

        assert (meanwhile, in_channel(stage, CHANNEL)) == ([], [SAID])
        assert stage.system.is_quiet


class TestAnArchivedChannel:
    def test_the_requester_is_told_directly_once_and_the_run_waits(self) -> None:
        stage = begun(is_archived, *LINES)

        stage.system.advance(seconds=HOURS * 3600)

        assert done(stage) == ["book"]
        assert [each.state for _, each in requirements(stage.system)] == [RequirementState.PENDING]
        assert (len(in_channel(stage, DIRECT)), in_channel(stage, CHANNEL)) == (1, [])

    def test_once_it_is_back_the_card_comes_and_the_run_ends_like_any_other(self) -> None:
        stage = begun(is_archived, *LINES)
        stage.system.slacks[TEAM].gone.clear()
        stage.settle()

        stage.decide("approve")

        assert in_words(at_the_end(stage.watch, is_quiet=stage.is_quiet)) == ""
        assert done(stage) == ["book", "send_email"]
        assert in_channel(stage, CHANNEL)[-1] == SAID

    def test_if_it_stays_so_the_request_expires_and_the_answer_goes_to_the_requester(self) -> None:
        stage = begun(is_archived, *LINES)

        stage.system.advance(seconds=86_400 + 7200)

        assert [each.state for _, each in requirements(stage.system)] == [RequirementState.EXPIRED]
        assert done(stage) == ["book"]
        assert SAID in in_channel(stage, DIRECT)[-1]
        assert in_channel(stage, CHANNEL) == []
