"""All measurements in their order, and the figures that come of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.artifact import built
from bench.lab import EVENTS, Lab
from bench.measure.cold import Cold
from bench.measure.cycle import Cycle, cycles, modules
from bench.measure.growth import points, slope, stages
from bench.measure.memory import needs
from bench.measure.overhead import overhead
from bench.measure.peers import Peers, unzipped, versions
from bench.measure.sizes import MIB, bytecode_share, loaded, shipped
from bench.measure.techniques import gains
from bench.measure.throughput import throughput
from bench.measure.warm import warm
from bench.outside import Outside
from bench.progress import Bar
from bench.samples import Samples
from bench.tables import Beside

_FEW = 5
"""So many rounds are enough for what is told beside the figures."""

_RATIOS = {
    "cold_events_x_floor": ("cold_events_ms", "cold_floor_ms"),
    "cold_interactions_x_floor": ("cold_interactions_ms", "cold_floor_ms"),
    "warm_events_x_floor": ("warm_slack_events_ms", "warm_floor_ms"),
    "worker_start_to_card_x_agno": ("worker_start_to_card_ms", "agno_start_to_card_ms"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What came of it.

    Attributes:
        samples: What jitters.
        counts: What does not.
        beside: What is told beside the figures.
        peers: The versions of those that were measured beside it.
    """

    samples: Samples
    counts: Mapping[str, float]
    beside: Beside = field(default_factory=Beside)
    peers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def values(self) -> dict[str, float]:
        """The figures of the rows, by key: ratios, medians, counts."""
        ratios = {name: self.samples.ratio(*pair) for name, pair in _RATIOS.items()}
        medians = {name: self.samples.median(name) for name in self.samples.names()}
        found = {**medians, **ratios, **self.counts, **self._growth()}
        return {name: value for name, value in found.items() if value is not None}

    def _growth(self) -> dict[str, float | None]:
        points = self.beside.points
        if not points:
            return {}
        read = {each.messages: each.read for each in points if not each.pending}
        return {"growth_slope": slope(points), "growth_read_ratio": read[1000] / read[100]}


def steps(*, runs: int, is_whole: bool, has_peers: bool) -> int:
    """Count the steps that the bar shows."""
    return 7 + runs + (4 if is_whole else 0) + has_peers


def measured(*, runs: int, bar: Bar, is_whole: bool, has_peers: bool = False) -> Measured:
    """Measure everything; some of it holds no row of the table and takes long, so not always."""
    samples = Samples()
    bar.step("build what is shipped")
    artifact = built()
    with Outside() as outside:
        lab = Lab(artifact=artifact, outside=outside)
        bar.step("count")
        counts = counted(lab)
        others = Peers(lab) if has_peers else None
        _cold(lab, samples, others, runs=runs, bar=bar)
        bar.step("warm, in turns")
        warm(lab, samples, rounds=runs)
        bar.step("cycles, nothing outside takes time")
        throughput(lab, samples, rounds=runs)
        bar.step("Slack at 80 ms, the model at 300")
        overhead(lab, samples, rounds=runs)
        if others:
            bar.step("the others, warm")
            others.warm(samples, rounds=runs)
            others.cycles(samples, rounds=runs)
            unzipped(samples)
        beside = _beside(lab, samples, runs=runs, bar=bar) if is_whole else Beside()
        bar.step("done")
    return Measured(
        samples=samples, counts=counts, beside=beside, peers=versions() if others else {}
    )


def _beside(lab: Lab, samples: Samples, *, runs: int, bar: Bar) -> Beside:
    few = min(runs, _FEW)
    bar.step("what each function needs")
    needed = needs(lab, samples, rounds=few)
    bar.step("what each technique brings")
    gained = gains(lab, rounds=few)
    bar.step("a thread of a thousand messages")
    grown = stages(lab)
    bar.step("turns of threads that have grown")
    found = points(lab, grown, samples, rounds=runs)
    return Beside(points=found, needs=needed, gains=gained)


def _cold(lab: Lab, samples: Samples, others: Peers | None, *, runs: int, bar: Bar) -> None:
    bar.step("bring a run to its pause")
    cold = Cold(lab)
    for _ in range(runs):
        bar.step("cold starts, in turns")
        cold.round(samples)
        if others:
            others.round(samples)


def counted(lab: Lab) -> dict[str, float]:
    """Count what does not jitter."""
    imported = modules(lab)
    first, steady = cycles(lab)
    return {
        **_of_a_cycle(steady),
        "slack_calls_first_cycle": first.slack_calls,
        **{f"modules_{name}": len(found) for name, found in imported.items()},
        "unzipped_ack": round(loaded(lab.artifact, imported[EVENTS]) / MIB, 3),
        "unzipped_functions": round(shipped(lab.artifact, layers=False) / MIB, 3),
        "unzipped_layers": round(shipped(lab.artifact, layers=True) / MIB, 2),
        "bytecode_share": bytecode_share(lab.artifact),
    }


def _of_a_cycle(cycle: Cycle) -> dict[str, float]:
    return {
        "slack_calls": cycle.slack_calls,
        "slack_status_calls": cycle.status_calls,
        "slack_connections": cycle.connections,
        "dynamodb_round_trips": cycle.round_trips,
        "bytes_per_paused_run": cycle.paused_bytes,
    }
