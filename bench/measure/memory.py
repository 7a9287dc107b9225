"""What each function needs, and from it how long an invocation takes at each size of its memory.

Lambda gives a function as much of a processor as it has memory, and the whole of one only while
it starts. So what it computes is measured here, where it has a whole one, and stretched.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bench import artifact
from bench.deeds import approval, delivery, mention
from bench.lab import CLOCK, EVENTS, INTERACTIONS, WORKER, Lab, accepted
from bench.process import Process
from bench.samples import Samples
from bench.stack import memory
from bench.world.ledger import Asked
from playground.plain import Json

SIZES: Final = (128, 256, 512, 1024)
"""What may be given, in MB; 10,240 is the most."""

WHOLE_MB: Final = 1769
"""With so much memory, a function has one whole processor (Lambda's documentation)."""

FULL: Final = 2 / 3
"""So much of its memory a function may take by itself: the rest is for what it is sent."""

WAITS_MS: Final[Mapping[str, int]] = {"aws": 5, "slack": 80, "model": 3_000}
"""What a call is taken to wait for; it is paid for at every size, and no size shortens it."""

GB_S, REQUESTS = 0.0000133334, 0.20
"""What a GB-second costs on arm64, and a million requests, in dollars, in us-east-1."""

WITHIN_MS: Final[Mapping[str, int]] = {EVENTS: 30, INTERACTIONS: 30, WORKER: 75, CLOCK: 100}
"""How long a first invocation may compute: of the tenth of a second that goes unnoticed, a click
leaves two thirds to the way and to Slack; beside the model's seconds, so much is not noticed."""

_WARM = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What one function needs.

    Attributes:
        function: Which.
        init_cpu_ms: What its start takes of a processor.
        first_cpu_ms: What its first invocation takes.
        warm_cpu_ms: What a later one takes.
        rss_mib: The most memory that it had.
        given_mb: What template.yaml gives it.
        waits_ms: What a later invocation waits for, by `WAITS_MS`.
    """

    function: str
    init_cpu_ms: float
    first_cpu_ms: float
    warm_cpu_ms: float
    rss_mib: float
    given_mb: int
    waits_ms: int

    def fits(self, mb: int) -> bool:
        """Say whether it has room in so much memory."""
        return self.rss_mib <= mb * FULL

    def dollars(self, mb: int) -> float:
        """Give what a million later invocations cost at a size."""
        billed_s = (stretched(self.warm_cpu_ms, mb) + self.waits_ms) / 1000
        return REQUESTS + billed_s * mb / 1024 * GB_S * 1_000_000

    @property
    def chosen(self) -> int:
        """The smallest size at which it has room, and computes its first invocation in time."""
        within = WITHIN_MS[self.function]
        good = (mb for mb in SIZES if self.fits(mb) and stretched(self.first_cpu_ms, mb) <= within)
        return next(good, SIZES[-1])


def stretched(cpu_ms: float, mb: float) -> float:
    """Give how long it takes to compute so much with the processor that goes with a size."""
    return cpu_ms * max(1.0, WHOLE_MB / mb)


def needs(lab: Lab, samples: Samples, *, rounds: int) -> list[Need]:
    """Start each function some times, and invoke it."""
    waits: dict[str, int] = {}
    for _ in range(rounds):
        for function in (EVENTS, INTERACTIONS, WORKER, CLOCK):
            waits[function] = _round(lab, function, samples)
    return [_need(function, waits[function], samples) for function in waits]


def _round(lab: Lab, function: str, samples: Samples) -> int:
    lab.outside.clear()
    asked: list[Asked] = []
    events = list(_events(lab, function))
    lab.outside.taken()
    with Process(lab.recipe(function)) as process:
        for number, event in enumerate(events):
            done = process.invoke(function, event)
            if function != CLOCK:
                # The clock answers the schedule with what it saw to, and nobody reads it.
                accepted(done)
            asked = lab.outside.taken()
            samples.add(f"{function}_{'warm' if number else 'first'}_cpu_ms", done.cpu_ms)
        about = process.about()
    samples.add(f"{function}_init_cpu_ms", about.cpu_ms)
    samples.add(f"{function}_rss_mib", about.rss_kib / 1024)
    lab.outside.messages()
    return sum(WAITS_MS.get(each.service, WAITS_MS["aws"]) for each in asked)


def _events(lab: Lab, function: str) -> Iterator[Json]:
    """Give what a function is invoked with, the first time and later."""
    match function:
        case "slack_interactions":
            with Process(lab.recipe(WORKER)) as worker:
                yield from (approval(lab.paused(worker)) for _ in range(_WARM + 1))
        case "slack_events":
            yield from (mention() for _ in range(_WARM + 1))
        case "turn_worker":
            yield from (delivery(lab.mentioned()) for _ in range(_WARM + 1))
        case _:
            yield from ({} for _ in range(_WARM + 1))


def _need(function: str, waits_ms: int, samples: Samples) -> Need:
    def median(what: str) -> float:
        return samples.median(f"{function}_{what}") or 0.0

    return Need(
        function=function,
        init_cpu_ms=median("init_cpu_ms"),
        first_cpu_ms=median("first_cpu_ms"),
        warm_cpu_ms=median("warm_cpu_ms"),
        rss_mib=median("rss_mib"),
        given_mb=memory(artifact.function(function)),
        waits_ms=waits_ms,
    )
