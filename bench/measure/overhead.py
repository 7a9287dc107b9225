"""What a person waits for beside the model: from message to card, and from click to reply."""

import threading
import time
from collections.abc import Callable, Collection, Sequence

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
                samples.add("event_to_card_ms", card_ms)
                samples.add("click_to_final_ms", final_ms)
            lab.outside.delays(slack_s=SLACK_S, model_s=MODEL_S)
        samples.add("rss_worker", worker.about().rss_kib / 1024)
    lab.outside.delays()
    lab.outside.clear()


def _both(lab: Lab, events: Process, clicks: Process, worker: Process) -> tuple[float, float]:
    lab.outside.posted()
    lab.outside.taken()
    began = time.monotonic()
    # The door has nothing left to do once the queue has it: nobody need look for it meanwhile.
    accepted(events.invoke(EVENTS, mention()))
    accepted(worker.invoke(WORKER, delivery(lab.message())))
    card_ms = waited_ms(lab.outside.taken(), began, WORKER, _REPLIES)
    card = lab.card()
    began = time.monotonic()
    _handed_on(lab, worker, lambda: accepted(clicks.invoke(INTERACTIONS, approval(card))))
    return card_ms, waited_ms(lab.outside.taken(), began, WORKER, _REPLIES)


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


def waited_ms(asked: Sequence[Asked], began: float, who: str, words: Collection[str]) -> float:
    """Give how long it was until Slack had taken somebody's last words, less what the model took.

    Raises:
        NotDoneError: They said nothing.
    """
    said = [each for each in asked if each.who == who and each.what in words]
    if not said:
        raise NotDoneError(f"{who or 'it'} said nothing")
    models = [each for each in asked if each.service == "model" and each.ended < said[-1].ended]
    return (said[-1].ended - began - sum(each.ended - each.began for each in models)) * 1000
