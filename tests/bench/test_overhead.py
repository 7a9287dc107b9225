import pytest

from bench.lab import NotDoneError
from bench.measure.overhead import waited_ms
from bench.world.ledger import Asked


def _asked(service: str, what: str, began: float, ended: float, who: str = "worker") -> Asked:
    return Asked(service=service, what=what, who=who, connection=1, began=began, ended=ended)


CARD = _asked("slack", "chat.postMessage", 10.32, 10.40)


def test_what_the_model_took_is_not_waited_for_by_us() -> None:
    model = _asked("model", "responses", 10.01, 10.31, who="")

    assert waited_ms([model, CARD], 10.0, "worker", {CARD.what}) == pytest.approx(100)


def test_a_model_that_is_asked_after_the_last_words_does_not_count() -> None:
    later = _asked("model", "responses", 10.41, 10.71, who="")

    assert waited_ms([CARD, later], 10.0, "worker", {CARD.what}) == pytest.approx(400)


def test_whoever_said_nothing_was_not_measured() -> None:
    with pytest.raises(NotDoneError, match="worker said nothing"):
        waited_ms([_asked("slack", "chat.update", 10.1, 10.2)], 10.0, "worker", {CARD.what})
