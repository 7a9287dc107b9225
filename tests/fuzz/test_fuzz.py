"""The share of the fuzzing that every run of the tests does; `make fuzz` does fifty times more."""

import re
import subprocess
import sys

import pytest

from tests.fuzz.shapes import ROOT

REQUESTS, ITEMS, SEED = 20_000, 20_000, 1


def _fuzzed(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.fuzz", f"--seed={SEED}", "--processes=1", *options],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "layers/signoff/python"), "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
        timeout=1_800,
    )


def _figures(done: subprocess.CompletedProcess[str]) -> dict[str, int]:
    last = done.stdout.rstrip().rpartition("\n")[2]
    return {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", last)}


def test_hostile_requests_are_answered_and_do_nothing_that_nobody_signed() -> None:
    done = _fuzzed(f"--requests={REQUESTS}", "--items=0")

    figures = _figures(done)
    assert done.returncode == 0, done.stdout
    assert figures["requests"] == 2 * REQUESTS
    assert (figures["status_5xx"], figures["aws_before_signature"], figures["unsafe"]) == (0, 0, 0)


def test_stored_rows_that_nobody_wrote_start_nothing_and_wedge_nothing() -> None:
    done = _fuzzed("--requests=0", f"--items={ITEMS}")

    figures = _figures(done)
    assert done.returncode == 0, done.stdout
    assert (figures["stored_items"], figures["unsafe"]) == (ITEMS, 0)


@pytest.mark.parametrize("case", ["events:17", "interactions:17", "stored:17"])
def test_one_case_is_done_again_by_its_number(case: str) -> None:
    one, other = _fuzzed(f"--only={case}"), _fuzzed(f"--only={case}")

    assert one.returncode == 0
    assert re.sub(r"rate=\d+", "", one.stdout) == re.sub(r"rate=\d+", "", other.stdout)
