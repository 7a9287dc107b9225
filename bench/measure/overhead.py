"""What a person waits for beside the model: from message to card, and from click to reply."""

import threading
import time
from collections.abc import Callable

from bench.deeds import approval, delivery, mention
from bench.lab import EVENTS, INTERACTIONS, WORKER, Lab, NotDoneError, accepted
from bench.process import Process
from bench.samples import Samples
from bench.world.ledger import Asked

SLACK_S, MODEL_S = 0.08, 0.3
_PATIENCE_S = 20.0
_REPLIES = ("chat.postMessage", "chat.stopStream")


def overhead(lab: Lab, samples: Samples, *, rounds: int) -> None:
    """Have Slack and the model take their time, and count what goes beyond the model's."""
    lab.outside.clear()
    with (
        Process(lab.recipe(EVENTS)) as events,
        Process(lab.recipe(INTERACTIONS)) as clicks,
        Process(lab.recipe(WORKER)) as worker,
    ):
        for number in range(rounds + 1):
            card_ms, final_ms = _both(lab, events, clicks, worker)
            if number:
                # The first round warms up.
                samples.add("event_to_card_ms", card_ms - MODEL_S * 1000)
                samples.add("click_to_final_ms", final_ms - MODEL_S * 1000)
            lab.outside.delays(slack_s=SLACK_S, model_s=MODEL_S)
        samples.add("rss_worker", worker.about().rss_kib / 1024)
    lab.outside.delays()
    lab.outside.clear()


def _both(lab: Lab, events: Process, clicks: Process, worker: Process) -> tuple[float, float]:
    lab.outside.posted()
    lab.outside.taken()
    began = time.monotonic()
    _handed_on(lab, worker, lambda: accepted(events.invoke(EVENTS, mention())))
    card_ms = (_answered(lab.outside.taken()).ended - began) * 1000
    card = lab.card()
    began = time.monotonic()
    _handed_on(lab, worker, lambda: accepted(clicks.invoke(INTERACTIONS, approval(card))))
    return card_ms, (_answered(lab.outside.taken()).ended - began) * 1000


def _handed_on(lab: Lab, worker: Process, deed: Callable[[], object]) -> None:
    """Do something, and have the worker begin as soon as the queue has a message."""
    lab.outside.messages()
    doing = threading.Thread(target=deed)
    doing.start()
    until = time.monotonic() + _PATIENCE_S
    while not (found := lab.outside.messages()):
        if time.monotonic() > until:
            raise NotDoneError("nothing came into the queue")
    accepted(worker.invoke(WORKER, delivery(found[0])))
    doing.join()


def _answered(asked: list[Asked]) -> Asked:
    """Give the worker's last words, once Slack has taken them."""
    found = [each for each in asked if each.who == WORKER and each.what in _REPLIES]
    if not found:
        raise NotDoneError("the worker said nothing")
    return found[-1]
