"""Somebody clicked below an answer: keep what they think of it, and thank them."""

from enum import StrEnum

from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.effects import Out
from signoff.core.observations.presence import AnswerRated
from signoff.core.rating import Rate, Rating
from signoff.core.transitions.rating import rated
from signoff.ports import PermanentError, TransientError
from signoff.usecases.decision_ports import DecisionPorts


class Rated(StrEnum):
    """What became of it."""

    KEPT = "kept"
    GONE = "gone"
    NOT_KEPT = "not_kept"


def rate_answer(rate: Rate, *, ports: DecisionPorts) -> Rated:
    """Keep what somebody thinks of an answer that asks for it; their last word counts."""
    try:
        if not _asks(rate, ports):
            return Rated.GONE
        rating = Rating(
            run=rate.run,
            answer=rate.answer,
            user=rate.user,
            opinion=rate.opinion,
            at=ports.clock(),
        )
        ports.store.commit(rated(rate.thread, rating))
    except (TransientError, PermanentError, UnreadableRowError):
        return Rated.NOT_KEPT
    ports.tell(
        AnswerRated(
            thread=rate.thread,
            run=rate.run,
            answer=rate.answer,
            user=rate.user,
            opinion=rate.opinion.value,
        )
    )
    return Rated.KEPT


def _asks(rate: Rate, ports: DecisionPorts) -> bool:
    (row,) = ports.store.read(rate.thread.out(rate.run, rate.answer))
    return row is not None and from_item(Out, row).is_rated
