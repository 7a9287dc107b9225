"""The share of the truth table that every run of the tests looks at; `make policy` looks at all."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.fuzz.shapes import ROOT
from tests.policy.oracle import foretold
from tests.policy.playing import played
from tests.policy.row import Row
from tests.policy.rows import rows
from tests.policy.table import compared

SEQUENCES, SEED = 150, 7


def test_the_product_does_what_the_words_of_the_rule_say() -> None:
    report = compared(rows(seed=SEED, sequences=SEQUENCES))

    assert report.mismatches == []
    assert sum(report.rows.values()) > 2_000
    assert min(report.rows.values()) >= 100
    assert set(report.starts) == {"ran", "blocked", "put off", "not asked to"}
    assert {answer.partition(":")[0] for answer in report.answers} == {
        "counts",
        "counted before",
        "too late",
        "may not",
        "cannot be checked",
    }


MISTAKES: dict[str, Callable[[Row], Row]] = {
    "the requester may": lambda row: replace(
        row, approvers=tuple(word for word in row.approvers if word != "not_requester")
    ),
    "every member may": lambda row: replace(row, approvers=(), escalate_to=()),
    "a list that can't be read is taken for read": lambda row: replace(row, unread=frozenset()),
    "an escalation comes too soon": lambda row: replace(row, is_escalated=bool(row.escalate_to)),
    "an escalation never comes": lambda row: replace(row, is_escalated=False),
    "a right that was handed on stays": lambda row: replace(row, handed=()),
    "one approval is enough": lambda row: replace(row, quorum=1),
    "the start asks nobody again": lambda row: replace(row, is_risky=False),
    "the start takes an unread list for read": lambda row: replace(row, unread_later=frozenset()),
    "who left is still in": lambda row: replace(row, afterwards=()),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_rule_is_found(mistake: str) -> None:
    mistaken = MISTAKES[mistake]
    touched = (row for row in rows(seed=SEED, sequences=SEQUENCES) if mistaken(row) != row)

    found = next((row for row in touched if foretold(row) != played(mistaken(row))), None)

    assert found is not None


def test_the_command_ends_with_its_figures() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.policy", "--sequences=0"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "layers/signoff/python"), "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    last = done.stdout.rstrip().rpartition("\n")[2]
    assert done.returncode == 0, done.stdout
    assert last.endswith(" mismatches=0")
    assert int(last.partition(" ")[0].removeprefix("rows=")) >= 500
