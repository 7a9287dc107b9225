"""From the start of a process to what a person waits for, each time in a fresh process."""

from copy import copy
from typing import Self

from bench.deeds import approval, delivery, mention
from bench.lab import EVENTS, FLOOR, INTERACTIONS, WORKER, Lab, NotDoneError, accepted, first
from bench.process import Invoked, Process
from bench.samples import Samples
from playground.plain import Json

CLICK_EFFECTS = ("TransactWriteItems", "chat.update", "SendMessage")
"""The decision is stored, the card is locked, the run is woken."""


class Cold:
    """One round after the other: the floor, both doors and the worker, so that all see one load."""

    def __init__(self, lab: Lab) -> None:
        """Bring one thread to its pause, for the clicks."""
        self._lab = lab
        lab.outside.clear()
        with Process(lab.recipe(WORKER)) as worker:
            self._card: Json = lab.paused(worker)
        lab.outside.keep()

    def under(self, lab: Lab) -> Self:
        """Give the same rounds with processes that are started in another way."""
        other = copy(self)
        other._lab = lab  # noqa: SLF001 - its own
        return other

    def round(self, samples: Samples) -> None:
        """Start each once."""
        self._floor(samples)
        self._events(samples)
        self._interactions(samples)
        self._worker(samples)

    def _floor(self, samples: Samples) -> None:
        self._anew()
        with Process(self._lab.floor) as process:
            done = accepted(process.invoke(FLOOR, mention()))
        self._lab.message()
        samples.add("cold_floor_ms", _since_start(process, done))

    def _events(self, samples: Samples) -> None:
        self._anew()
        with Process(self._lab.recipe(EVENTS)) as process:
            done = accepted(process.invoke(EVENTS, mention()))
            about = process.about()
        self._lab.message()
        samples.add("cold_events_ms", _since_start(process, done))
        samples.add("first_invocation_cpu_ms_events", done.cpu_ms)
        samples.add("events_cpu_ms", about.cpu_ms + done.cpu_ms)
        samples.add("rss_ack", about.rss_kib / 1024)

    def _interactions(self, samples: Samples) -> None:
        self._anew()
        with Process(self._lab.recipe(INTERACTIONS)) as process:
            done = accepted(process.invoke(INTERACTIONS, approval(self._card)))
            about = process.about()
        asked = {each.what for each in self._lab.outside.taken()}
        if missing := set(CLICK_EFFECTS) - asked:
            raise NotDoneError(f"a click was answered without {', '.join(sorted(missing))}")
        samples.add("cold_interactions_ms", _since_start(process, done))
        samples.add("first_invocation_cpu_ms_interactions", done.cpu_ms)
        samples.add("interactions_cpu_ms", about.cpu_ms + done.cpu_ms)
        samples.add("rss_interactions", about.rss_kib / 1024)

    def _worker(self, samples: Samples) -> None:
        self._anew()
        message = self._lab.mentioned()
        with Process(self._lab.recipe(WORKER)) as process:
            done = accepted(process.invoke(WORKER, delivery(message)))
            about = process.about()
        card = first(self._lab.outside.taken(), "slack", "chat.postMessage")
        samples.add("worker_start_to_card_ms", (card.ended - process.started) * 1000)
        samples.add("first_turn_cpu_ms", done.cpu_ms)
        samples.add("worker_cpu_ms", about.cpu_ms + done.cpu_ms)
        samples.add("rss_worker", about.rss_kib / 1024)

    def _anew(self) -> None:
        self._lab.outside.restore()
        self._lab.outside.messages()
        self._lab.outside.posted()
        self._lab.outside.taken()


def _since_start(process: Process, done: Invoked) -> float:
    return (done.ended - process.started) * 1000
