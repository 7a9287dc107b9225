from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread, get_ident

from signoff.adapters.errands import Errands
from signoff.core.observations.upkeep import ErrandFailed
from signoff.testing import RecordingTell

PATIENCE_S = 30


class Held:
    """An errand that has begun, and ends when it is let go."""

    def __init__(self, errands: Errands, done: list[str]) -> None:
        self._done = done
        self._begun, self._let_go = Event(), Event()
        errands.send(self._run, about="held")
        assert self._begun.wait(PATIENCE_S)

    def let_go(self) -> None:
        self._let_go.set()

    def _run(self) -> None:
        self._begun.set()
        assert self._let_go.wait(PATIENCE_S)
        self._done.append("held")


def _noting(done: list[str], what: str) -> Callable[[], None]:
    return lambda: done.append(what)


def test_an_errand_is_run_in_another_thread() -> None:
    errands, threads = Errands(RecordingTell()), list[int]()

    errands.send(lambda: threads.append(get_ident()), about="it")
    errands.settle(within_s=PATIENCE_S)

    assert len(threads) == 1
    assert threads != [get_ident()]


def test_whoever_sends_one_does_not_wait_for_it() -> None:
    errands, done = Errands(RecordingTell()), list[str]()
    held = Held(errands, done)

    errands.send(_noting(done, "next"), about="next")
    before = list(done)
    held.let_go()
    errands.settle(within_s=PATIENCE_S)

    assert before == []
    assert done == ["held", "next"]


def test_they_are_run_in_their_order_and_one_that_has_not_begun_gives_way() -> None:
    errands, done = Errands(RecordingTell()), list[str]()
    held = Held(errands, done)

    for about, what in (("a", "a1"), ("b", "b1"), ("a", "a2"), ("c", "c1"), ("a", "a3")):
        errands.send(_noting(done, what), about=about)
    held.let_go()
    errands.settle(within_s=PATIENCE_S)

    assert done == ["held", "a3", "b1", "c1"]


def test_one_that_has_begun_does_not_give_way() -> None:
    errands, done = Errands(RecordingTell()), list[str]()
    held = Held(errands, done)

    errands.send(_noting(done, "newer"), about="held")
    held.let_go()
    errands.settle(within_s=PATIENCE_S)

    assert done == ["held", "newer"]


def test_what_is_sent_after_all_were_over_is_run() -> None:
    errands, done = Errands(RecordingTell()), list[str]()
    errands.send(_noting(done, "first"), about="it")
    errands.settle(within_s=PATIENCE_S)

    errands.send(_noting(done, "second"), about="it")
    errands.settle(within_s=PATIENCE_S)

    assert done == ["first", "second"]


def test_at_the_end_of_an_invocation_nothing_is_under_way() -> None:
    errands, done = Errands(RecordingTell()), list[str]()

    with errands.settled(lambda: PATIENCE_S * 1000):
        held = Held(errands, done)
        errands.send(_noting(done, "next"), about="next")
        Thread(target=held.let_go).start()

    assert done == ["held", "next"]


def test_it_is_waited_for_where_the_work_failed_too() -> None:
    errands, done = Errands(RecordingTell()), list[str]()

    with suppress(ValueError), errands.settled(lambda: PATIENCE_S * 1000):
        errands.send(_noting(done, "first"), about="it")
        raise ValueError

    assert done == ["first"]


def test_where_no_time_is_left_what_has_not_begun_never_begins() -> None:
    errands, done = Errands(RecordingTell()), list[str]()

    with errands.settled(lambda: 100):
        held = Held(errands, done)
        errands.send(_noting(done, "never"), about="never")
    held.let_go()
    errands.settle(within_s=PATIENCE_S)

    assert done == ["held"]


def test_one_that_fails_is_told_without_its_words_and_stops_no_other() -> None:
    told, done = RecordingTell(), list[str]()
    errands = Errands(told)

    def failing() -> None:
        raise KeyError("a person's words")

    held = Held(errands, done)
    errands.send(failing, about="failing")
    errands.send(_noting(done, "next"), about="next")
    held.let_go()
    errands.settle(within_s=PATIENCE_S)

    (failed,) = told.of(ErrandFailed)
    assert (failed.failure.kind, failed.failure.said) == ("KeyError", "")
    assert done == ["held", "next"]
