"""The models have teeth: each bug that is put in breaks the promise that it should break."""

from time import process_time

import pytest
from click.testing import CliRunner

from tests.protocol import bugs
from tests.protocol.__main__ import main
from tests.protocol.configurations import SEEDED, Seeded, model_of
from tests.protocol.search import explore

SECONDS = 2


@pytest.mark.parametrize("seeded", SEEDED, ids=lambda seeded: seeded.bug)
def test_a_bug_is_found_by_the_promise_that_it_breaks(seeded: Seeded) -> None:
    started = process_time()

    violation = explore(model_of(seeded.bounds, seeded.bug)).violation

    assert violation is not None
    assert violation.promise == seeded.promise
    assert process_time() - started < SECONDS


def test_every_bug_is_put_in_somewhere() -> None:
    known = {value for name, value in vars(bugs).items() if name.isupper()}

    assert {seeded.bug for seeded in SEEDED} == known


def test_without_its_bug_the_same_model_keeps_its_promises() -> None:
    everywhere = {seeded.bounds for seeded in SEEDED}

    found = [explore(model_of(bounds)) for bounds in everywhere]

    assert {each.violation for each in found} == {None}


def test_a_trace_tells_in_words_what_has_to_happen() -> None:
    (seeded,) = (each for each in SEEDED if each.bug == bugs.DELETE_FIRST)

    violation = explore(model_of(seeded.bounds, seeded.bug)).violation

    assert violation is not None
    assert [each.words for each in violation.trace] == [
        "[person] somebody writes, and the door queues it",
        "the queue gives an event to a worker",
        "[fault] a worker is killed",
    ]


def test_the_command_ends_with_its_figures() -> None:
    shown = CliRunner().invoke(main, ["--only", "decision: double clicks"])

    assert shown.exit_code == 0
    assert shown.stdout.startswith("states=5576 errors=0 transitions=")
    assert f" bugs={len(SEEDED)} bugs_found={len(SEEDED)} " in shown.stdout
