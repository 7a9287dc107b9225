"""Scenarios on moto, with every single call to AWS going wrong."""

from collections.abc import Iterator

import pytest

from tests.simulation.amazon import Cloud, a_cloud
from tests.simulation.aws_single import AWS_SCENARIOS, AwsCase, cases, operations, problems
from tests.simulation.faults import Faults
from tests.simulation.figures import in_words
from tests.simulation.stories import played, wrong
from tests.simulation.wire import AwsFault, Wire

AFTER_ITS_EFFECT = {AwsFault.CRASH_AFTER, AwsFault.SENT_AGAIN}


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    with a_cloud(Wire()) as cloud:
        yield cloud


@pytest.mark.parametrize("name", ["approve", "both at once", "large", "stop at once", "sub-agents"])
def test_on_moto_a_scenario_ends_as_in_memory(cloud: Cloud, name: str) -> None:
    stage = played(AWS_SCENARIOS[name], Faults(), furnish=cloud.furnish)

    assert in_words(wrong(stage, AWS_SCENARIOS[name])) == ""
    assert cloud.is_mirrored(stage.system.table.rows)


def test_whatever_goes_wrong_with_a_call_to_aws_nothing_is_lost_or_done_twice(
    cloud: Cloud,
) -> None:
    every = cases("idempotent", operations("idempotent", cloud))

    lines = [line for case in every for line in problems(case, cloud)]

    assert len(every) > 40
    assert {case.fault for case in every} == set(AwsFault)
    assert not lines, "\n".join(lines[:20])


def test_an_approval_stands_whatever_has_become_of_the_answer_to_a_write(cloud: Cloud) -> None:
    every = cases("approve", operations("approve", cloud))
    some = [case for case in every if case.fault in AFTER_ITS_EFFECT]

    lines = [line for case in some for line in problems(case, cloud)]

    assert len(some) > 20
    assert not lines, "\n".join(lines[:20])


def test_a_body_in_the_bucket_is_as_safe_as_one_in_its_row(cloud: Cloud) -> None:
    every = cases("large", operations("large", cloud))
    some = [case for case in every if case.operation == "PutObject"]

    lines = [line for case in some for line in problems(case, cloud)]

    assert len(some) > 15
    assert not lines, "\n".join(lines[:20])


def test_a_fault_that_strikes_nothing_is_told(cloud: Cloud) -> None:
    beyond = AwsCase(scenario="reply", at=1_000, operation="PutItem", fault=AwsFault.CRASH_AFTER)

    (line,) = problems(beyond, cloud)

    assert "missed" in line
