"""What functions print, as a person reads it."""

import json

import click
import pytest

from playground.runner.logs import Logs, readable


def shown(line: str) -> list[str]:
    return [click.unstyle(each) for each in readable(line)]


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("plain words", ["plain words"]),
        (
            json.dumps(
                {
                    "level": "INFO",
                    "message": "run paused",
                    "run": 1,
                    "tool": "refund",
                    "timestamp": "2026-11-23",
                    "service": "turn_worker",
                    "function_name": "TurnWorker",
                    "cold_start": True,
                }
            ),
            ["run paused run=1 tool=refund"],
        ),
        (json.dumps({"level": "WARNING", "message": "slow"}), ["WARNING slow"]),
        (json.dumps({"level": "DEBUG", "message": "noise"}), []),
        (
            json.dumps(
                {
                    "level": "INFO",
                    "message": "turn ended",
                    "end": "idle",
                    "Stack": "signoff",
                    "Turns": 1,
                    "_aws": {
                        "Timestamp": 1,
                        "CloudWatchMetrics": [
                            {
                                "Namespace": "Signoff",
                                "Dimensions": [["Stack"]],
                                "Metrics": [{"Name": "Turns", "Unit": "Count"}],
                            }
                        ],
                    },
                }
            ),
            ["turn ended end=idle"],
        ),
        (
            json.dumps({"level": "ERROR", "message": "oh", "exception": "Traceback\n  line 1"}),
            ["ERROR oh", "Traceback", "  line 1"],
        ),
        ("[WARNING]\t2026-11-23T08:00:00.000Z\tr1\tlook out", ["WARNING look out"]),
        (
            "[ERROR] ValueError: x\rTraceback\r\u00a0\u00a0File",
            ["[ERROR] ValueError: x", "Traceback", "  File"],
        ),
    ],
)
def test_a_line_is_shown_for_a_person(line: str, lines: list[str]) -> None:
    assert shown(line) == lines


def test_lines_are_kept_until_they_may_be_seen(capsys: pytest.CaptureFixture[str]) -> None:
    logs = Logs(verbose=False)

    logs.tell("clock", "early")
    before = capsys.readouterr().out
    logs.open()
    logs.tell("clock", "late")

    assert before == ""
    assert capsys.readouterr().out.splitlines() == [
        "clock              early",
        "clock              late",
    ]


def test_verbose_shows_lines_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    logs = Logs(verbose=True)
    logs.open()

    logs.tell("clock", '{"level": "DEBUG"}')

    assert capsys.readouterr().out == 'clock              {"level": "DEBUG"}\n'
