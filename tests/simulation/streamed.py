"""Scenarios in which people see the answer while it is made."""

from dataclasses import replace

from signoff.testing.model import call, calls, say
from tests.simulation.deeds import STREAMING
from tests.simulation.scenes import SAID, Scenario, Stage, Story

_EMAIL = call("send_email", to="bob", subject="Hi")
_LOOK_UP = call("look_up", order="1")
_ASIDE = "I look into that."
_LONG = "\n".join(f"Line {number} of what there is to say about it." for number in range(200))


def _decide(*verbs: str) -> Story:
    def story(stage: Stage) -> None:
        stage.write("Do it")
        stage.settle()
        stage.decide(*verbs)

    return story


def _stop(stage: Stage) -> None:
    stage.write("Do it")
    stage.settle()
    stage.stop()
    stage.settle()


def _refused(stage: Stage) -> None:
    """Slack streams to nobody here."""
    (slack,) = stage.system.slacks.values()
    slack.streams_not = "team_not_found"
    _decide()(stage)


def _slow(stage: Stage) -> None:
    """Each call takes four minutes, and the messages grow old."""
    stage.system.hands.takes_ms = 100_000
    _decide()(stage)


_PLAIN: dict[str, Scenario] = {
    "streamed": Scenario(lines=(say(SAID),), story=_decide()),
    "streamed calls": Scenario(
        lines=(calls(_LOOK_UP, text=_ASIDE), _LOOK_UP, say(SAID)),
        story=_decide(),
        done=("look_up", "look_up"),
    ),
    "streamed pause": Scenario(
        lines=(calls(_LOOK_UP, _EMAIL, text=_ASIDE), say(SAID)),
        story=_decide("approve"),
        done=("look_up", "send_email"),
    ),
    "streamed long": Scenario(lines=(_LOOK_UP, say(_LONG)), story=_decide(), said=_LONG),
    "streamed cut": Scenario(lines=(calls(_LOOK_UP, text=_ASIDE), say(SAID)), story=_slow),
    "streamed stop": Scenario(
        lines=(calls(_LOOK_UP, _EMAIL, text=_ASIDE), say(SAID)), story=_stop, said=""
    ),
    "streamed nowhere": Scenario(lines=(_LOOK_UP, say(SAID)), story=_refused),
}
STREAMED = {name: replace(each, agent=STREAMING) for name, each in _PLAIN.items()}
