"""What was set aside is told of in its thread, and is done once it was sent again."""

import pytest

from signoff.usecases.tell_dead_letters import NOT_GONE_ON, NOT_READ
from tests.simulation.figures import in_words
from tests.simulation.poisoned import LONGEST_FUSE, mended, poisoned, redriven
from tests.simulation.scenes import SAID, Stage


def said(stage: Stage) -> list[str]:
    assert stage.thread is not None
    return stage.system.slacks[stage.thread.team].said(stage.thread.thread_ts)


def test_a_message_that_kills_every_worker_is_told_of_in_its_thread() -> None:
    stage = poisoned(fuse=0)

    assert len(stage.system.mailbox.dead) == 1
    assert said(stage) == [NOT_READ]


def test_once_it_was_sent_again_it_is_answered_like_any_other() -> None:
    stage = poisoned(fuse=0)

    redriven(stage)

    assert said(stage) == [NOT_READ, SAID]
    assert stage.system.mailbox.dead == []


def test_a_message_that_was_taken_in_before_its_worker_died_needs_no_operator() -> None:
    stage = poisoned(fuse=2)

    stage.decide("approve")

    assert len(stage.system.mailbox.dead) == 1
    assert said(stage) == [SAID]


def test_a_thread_whose_every_wake_dies_is_told_so_once_a_day_and_goes_on_once_mended() -> None:
    stage = poisoned(fuse=LONGEST_FUSE)
    stage.system.mailbox.poison = lambda _body: 0
    (asked,) = stage.crowd.seen("T0LOCAL")[:1]
    stage.press("approve", asked.place)
    stage.system.advance(seconds=2 * 3600)

    told = said(stage)
    redriven(stage)

    assert told == [NOT_GONE_ON]
    assert said(stage) == [NOT_GONE_ON, SAID]
    assert [deed.tool.name for deed in stage.system.hands.done] == ["send_email"]


@pytest.mark.parametrize("cut_off_after", range(6))
@pytest.mark.parametrize("fuse", range(LONGEST_FUSE + 1))
def test_wherever_it_dies_and_whoever_is_cut_off_nothing_is_lost_or_done_twice(
    fuse: int, cut_off_after: int
) -> None:
    assert in_words(mended(fuse, cut_off_after=cut_off_after)) == ""
