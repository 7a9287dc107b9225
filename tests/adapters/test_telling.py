import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, get_args

import pytest

from signoff.adapters.metrics import NAMESPACE
from signoff.adapters.telling import FailedInvocationError, Teller, name_of, without_words
from signoff.core.failure import failure
from signoff.core.observation import Observation
from signoff.core.observations.doors import EventQueued, InvocationFailed, RequestRefused
from signoff.core.observations.observed import Observed
from signoff.core.observations.people import ClickRefused, DecisionTaken
from signoff.core.observations.runs import RunGivenUp, TurnEnded, TurnPutOff
from signoff.core.observations.upkeep import SweepDone
from signoff.ports import TransientError, UnreachableError
from signoff.settings import TellingSettings
from signoff.testing import RecordingTell
from tests.core.rows import FIRST, NOON, THREAD

WHERE = {"team": "T0LOCAL", "channel": "C0OPS", "thread_ts": "1795096800.000100"}
ENDED = TurnEnded(thread=THREAD, end="idle", tries=1, took_ms=412)
QUEUED = EventQueued(thread=THREAD, ts="1795096800.000100")
KINDS: tuple[type[Observed], ...] = get_args(Observation)


def _lines(observation: Observation, *, level: str = "INFO") -> list[str]:
    lines: list[str] = []
    settings = TellingSettings(stack="signoff", level=level)
    Teller("turn_worker", settings, lambda: NOON, lines.append)(observation)
    return lines


def _told(observation: Observation) -> dict[str, Any]:
    (line,) = _lines(observation)
    told: dict[str, Any] = json.loads(line)
    return told


def _error(said: str) -> BaseException:
    with pytest.raises(TransientError) as caught:
        raise TransientError(said)
    return caught.value


def test_a_fact_is_one_line_with_its_keys_and_its_metrics() -> None:
    (line,) = _lines(ENDED)

    assert line.count("\n") == 1
    assert json.loads(line) == {
        "level": "INFO",
        "message": "turn ended",
        "service": "turn_worker",
        **WHERE,
        "end": "idle",
        "tries": 1,
        "took_ms": 412,
        "Stack": "signoff",
        "Turns": 1,
        "TurnTime": 412,
        "_aws": {
            "Timestamp": NOON,
            "CloudWatchMetrics": [
                {
                    "Namespace": NAMESPACE,
                    "Dimensions": [["Stack"]],
                    "Metrics": [{"Name": "Turns", "Unit": "Count"}],
                },
                {
                    "Namespace": NAMESPACE,
                    "Dimensions": [["Stack"]],
                    "Metrics": [{"Name": "TurnTime", "Unit": "Milliseconds"}],
                },
            ],
        },
    }


def test_what_is_not_measured_carries_no_metrics() -> None:
    assert _told(QUEUED) == {
        "level": "INFO",
        "message": "event queued",
        "service": "turn_worker",
        **WHERE,
        "ts": "1795096800.000100",
    }


def test_a_position_is_told_as_people_write_it_and_a_dimension_stands_beside_its_metric() -> None:
    told = _told(ClickRefused(thread=THREAD, at=FIRST, by="U0EVE", why="stale"))

    assert (told["at"], told["by"], told["Why"], told["Refusals"]) == ("1.1.0", "U0EVE", "stale", 1)
    (directive,) = told["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [["Stack", "Why"]]


def test_a_failure_is_told_by_kind_and_place_and_not_by_its_words() -> None:
    put_off = TurnPutOff(thread=THREAD, again_s=5, failure=failure(_error("canary")))

    told = _told(put_off)

    assert (told["error"], "said" in told) == ("TransientError", False)
    assert told["spots"][-1].startswith("adapters/test_telling.py:")
    assert "canary" not in json.dumps(told)


def test_words_of_our_own_are_told() -> None:
    put_off = TurnPutOff(
        thread=THREAD, again_s=5, failure=failure(UnreachableError("chat.update: ratelimited"))
    )

    assert _told(put_off)["said"] == "chat.update: ratelimited"


def test_counts_of_a_sweep_stand_together() -> None:
    assert _told(SweepDone(became={"woken": 2}, failed=0, took_ms=7))["became"] == {"woken": 2}


@pytest.mark.parametrize(
    ("observation", "level"),
    [(QUEUED, "INFO"), (RequestRefused(status=401), "WARNING")],
    ids=["queued", "refused"],
)
def test_what_is_below_the_level_is_not_told(observation: Observation, level: str) -> None:
    assert _told(observation)["level"] == level
    assert _lines(observation, level="ERROR") == []


def test_what_is_measured_is_told_at_every_level() -> None:
    assert len(_lines(ENDED, level="CRITICAL")) == 1


def test_who_found_a_thread_taken_has_taken_no_turn() -> None:
    busy = TurnEnded(thread=THREAD, end="busy", tries=0, took_ms=3)

    assert busy.measures == ()


def test_starts_without_an_end_are_counted_also_when_a_run_is_given_up() -> None:
    given_up = RunGivenUp(thread=THREAD, run=1, step=2, why="stopped", cancelled=0, unknown=2)

    counted = {each.name: each.value for each in given_up.measures}

    assert counted == {"RunsGivenUp": 1, "UnknownOutcomes": 2}


def test_a_line_goes_to_the_log_of_the_function(capsys: pytest.CaptureFixture[str]) -> None:
    Teller("clock", TellingSettings(stack="signoff", level="INFO"), lambda: NOON)(QUEUED)

    assert json.loads(capsys.readouterr().out)["message"] == "event queued"


def _members(kind: type[Observed]) -> Iterable[str]:
    return (each.name for each in fields(kind))


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_no_member_of_an_observation_hides_another_of_the_line(kind: type[Observed]) -> None:
    taken = {"level", "message", "service", "team", "channel", "thread_ts", "error", "spots"}

    assert taken & set(_members(kind)) == set()


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_no_observation_has_room_for_words(kind: type[Observed]) -> None:
    """Arguments, texts, values, results, titles and reasons have no place to stand in."""
    words = {"text", "body", "arguments", "value", "values", "result", "title", "token", "note"}

    assert words & set(_members(kind)) == set()


def test_the_union_holds_every_kind_that_there_is() -> None:
    # A class with slots is made twice, and the first one lingers.
    kinds = {each.__name__ for each in Observed.__subclasses__()}

    assert {each.__name__ for each in KINDS} == kinds


def test_a_decision_is_measured_by_how_long_it_was_waited_for() -> None:
    taken = DecisionTaken(
        thread=THREAD, at=FIRST, digest="d", decision="approved", by="U0BOB", after_ms=61_000
    )

    (measure,) = taken.measures

    assert (measure.name, measure.value, measure.unit) == (
        "DecisionLatency",
        61_000,
        "Milliseconds",
    )


def test_a_function_fails_without_the_words_of_its_error() -> None:
    operator = RecordingTell()

    with pytest.raises(FailedInvocationError) as caught, without_words(operator):
        raise ValueError("canary")

    (told,) = operator.of(InvocationFailed)
    assert (told.failure.kind, told.failure.said) == ("ValueError", "")
    assert (str(caught.value), caught.value.__suppress_context__) == ("ValueError", True)
