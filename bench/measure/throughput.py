"""How many confirm cycles a second one process does, when nothing outside takes any time."""

from bench.deeds import approval, delivery, mention
from bench.lab import EVENTS, INTERACTIONS, WORKER, Lab, accepted
from bench.process import Process
from bench.samples import Samples

EACH_ROUND = 10


def throughput(lab: Lab, samples: Samples, *, rounds: int) -> None:
    """Do cycles, ten at a time; only what the functions take is counted, not the bench's hops."""
    lab.outside.clear()
    with Process(lab.recipe_of_all((EVENTS, INTERACTIONS, WORKER))) as process:
        for number in range(rounds + 1):
            ms = sum(_cycle_ms(lab, process) for _ in range(EACH_ROUND))
            if number:
                samples.add("cycles_per_second", EACH_ROUND / ms * 1000)
        samples.add("rss_all_in_one", process.about().rss_kib / 1024)
    lab.outside.clear()


def _cycle_ms(lab: Lab, process: Process) -> float:
    lab.outside.messages()
    lab.outside.posted()
    event = accepted(process.invoke(EVENTS, mention()))
    turn = accepted(process.invoke(WORKER, delivery(lab.message())))
    click = accepted(process.invoke(INTERACTIONS, approval(lab.card())))
    resumed = accepted(process.invoke(WORKER, delivery(lab.message())))
    return event.ms + turn.ms + click.ms + resumed.ms
