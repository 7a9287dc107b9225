"""What the door and the floor take for one event once they are warm, in turns."""

from bench.deeds import mention
from bench.lab import EVENTS, FLOOR, Lab, accepted
from bench.process import Process
from bench.samples import Samples

EACH_ROUND = 100


def warm(lab: Lab, samples: Samples, *, rounds: int) -> None:
    """Send events to both, a hundred at a time; a round counts by its median."""
    with Process(lab.floor) as floor, Process(lab.recipe(EVENTS)) as events:
        for number in range(rounds + 1):
            for module, process in ((FLOOR, floor), (EVENTS, events)):
                round_ = Samples()
                for _ in range(EACH_ROUND):
                    round_.add("ms", accepted(process.invoke(module, mention())).ms)
                if number:
                    # The first round warms up.
                    samples.add(f"warm_{module}_ms", round_.median("ms") or 0.0)
    lab.outside.messages()
