from threading import Event, get_ident

import pytest

from signoff.adapters.hand import begin
from signoff.ports import UnreachableError

PATIENCE_S = 30


def test_whoever_begins_something_goes_on_before_its_end() -> None:
    may_end = Event()

    end = begin(lambda: (may_end.wait(PATIENCE_S), get_ident()))
    may_end.set()

    is_over, thread = end()
    assert is_over
    assert thread != get_ident()


def test_its_error_is_raised_as_often_as_its_end_is_waited_for() -> None:
    def fail() -> None:
        raise UnreachableError("down")

    end = begin(fail)

    for _ in range(2):
        with pytest.raises(UnreachableError, match="down"):
            end()
