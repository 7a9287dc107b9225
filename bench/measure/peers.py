"""Others in the same rounds: their processes, their clicks, against the same world."""

import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from bench.deeds import approval, mention
from bench.lab import FLOOR, Lab, NotDoneError, accepted
from bench.measure.cycle import is_status
from bench.measure.overhead import MODEL_S, SLACK_S, waited_ms
from bench.measure.warm import EACH_ROUND
from bench.outside import ROOT
from bench.process import Process, Recipe
from bench.samples import Samples
from bench.stack import around
from bench.world.ledger import Asked
from playground.plain import Json

BOLT, AGNO = "bolt", "agno"
_PACKAGES = {BOLT: "slack_bolt", AGNO: "agno"}
_CYCLES = 10
_LAST_WORDS = ("chat.stopStream", "chat.postMessage")


class Peers:
    """slack_bolt and agno, as `make bench-peers` has installed them."""

    def __init__(self, lab: Lab) -> None:
        """Look for their environments.

        Raises:
            FileNotFoundError: They are not installed.
        """
        self._lab = lab
        self._recipes = {name: _recipe(name, lab) for name in (BOLT, AGNO)}

    def round(self, samples: Samples) -> None:
        """Start each once."""
        with self._process(BOLT) as process:
            done = accepted(process.invoke(_module(BOLT), mention()))
            rss = process.about().rss_kib / 1024
        samples.add("bolt_cold_ms", (done.ended - process.started) * 1000)
        samples.add("bolt_first_cpu_ms", done.cpu_ms)
        samples.add("bolt_rss", rss)
        self._lab.outside.taken()
        self._lab.outside.posted()
        with self._process(AGNO) as process:
            done = accepted(process.invoke(_module(AGNO), mention()))
        self._lab.card()
        card = _last(self._lab.outside.taken(), "chat.postMessage")
        samples.add("agno_cold_ms", (done.ended - process.started) * 1000)
        samples.add("agno_start_to_card_ms", (card.ended - process.started) * 1000)
        samples.add("agno_first_turn_cpu_ms", done.cpu_ms)

    def warm(self, samples: Samples, *, rounds: int) -> None:
        """Send events to Bolt and to the floor, a hundred at a time."""
        with Process(self._lab.floor) as floor, self._process(BOLT) as bolt:
            for number in range(rounds + 1):
                for module, process in ((FLOOR, floor), (_module(BOLT), bolt)):
                    round_ = Samples()
                    for _ in range(EACH_ROUND):
                        round_.add("ms", accepted(process.invoke(module, mention())).ms)
                    if number:
                        samples.add(f"beside_bolt_{module}_ms", round_.median("ms") or 0.0)
        self._lab.outside.messages()

    def cycles(self, samples: Samples, *, rounds: int) -> None:
        """Have agno go through cycles: counted, then slow outside, then as fast as it goes."""
        outside = self._lab.outside
        with self._process(AGNO) as process:
            self._cycle(process)
            outside.taken()
            self._cycle(process)
            asked = [each for each in outside.taken() if each.service == "slack"]
            counted = [each for each in asked if not is_status(each.what)]
            samples.add("agno_slack_calls", len(counted))
            samples.add("agno_slack_connections", len({each.connection for each in counted}))
            for _ in range(rounds):
                ms = sum(self._cycle(process) for _ in range(_CYCLES))
                samples.add("agno_cycles_per_second", _CYCLES / ms * 1000)
            outside.delays(slack_s=SLACK_S, model_s=MODEL_S)
            for _ in range(rounds):
                self._waited(process, samples)
            outside.delays()
            samples.add("agno_rss", process.about().rss_kib / 1024)

    def _cycle(self, process: Process) -> float:
        self._lab.outside.posted()
        pause = accepted(process.invoke(_module(AGNO), mention()))
        click = accepted(process.invoke(_module(AGNO), approval(self._lab.card())))
        return pause.ms + click.ms

    def _waited(self, process: Process, samples: Samples) -> None:
        outside = self._lab.outside
        outside.posted()
        outside.taken()
        samples.add("agno_event_to_card_ms", self._until_said(process, mention()))
        samples.add("agno_click_to_final_ms", self._until_said(process, approval(self._lab.card())))

    def _until_said(self, process: Process, event: Json) -> float:
        began = time.monotonic()
        accepted(process.invoke(_module(AGNO), event))
        asked = self._lab.outside.taken()
        return waited_ms(asked, began, _last(asked, *_LAST_WORDS).who, _LAST_WORDS)

    def _process(self, name: str) -> Process:
        return Process(self._recipes[name])


def beside(samples: Samples) -> dict[str, dict[str, float]]:
    """Give what was measured of others, by row and name."""
    found = {
        "cold_events_x_floor": {
            BOLT: samples.ratio("bolt_cold_ms", "cold_floor_ms"),
            "agno on Mangum": samples.ratio("agno_cold_ms", "cold_floor_ms"),
        },
        "first_invocation_cpu_ms_events": {
            BOLT: samples.median("bolt_first_cpu_ms"),
            AGNO: samples.median("agno_first_turn_cpu_ms"),
        },
        "warm_events_x_floor": {
            BOLT: samples.ratio("beside_bolt_peer_bolt_ms", "beside_bolt_floor_ms")
        },
        "first_turn_cpu_ms": {AGNO: samples.median("agno_first_turn_cpu_ms")},
        "event_to_card_ms": {AGNO: samples.median("agno_event_to_card_ms")},
        "click_to_final_ms": {AGNO: samples.median("agno_click_to_final_ms")},
        "slack_calls": {AGNO: samples.median("agno_slack_calls")},
        "slack_connections": {AGNO: samples.median("agno_slack_connections")},
        "rss_ack": {BOLT: samples.median("bolt_rss")},
        "rss_worker": {AGNO: samples.median("agno_rss")},
        "cycles_per_second": {AGNO: samples.median("agno_cycles_per_second")},
        "unzipped_layers": {AGNO: samples.median("agno_unzipped")},
    }
    told = {row: {n: v for n, v in each.items() if v is not None} for row, each in found.items()}
    return {row: each for row, each in told.items() if each}


def unzipped(samples: Samples) -> None:
    """Count what agno's environment holds, bytecode included."""
    files = (each for each in _site(AGNO).rglob("*") if each.is_file())
    samples.add("agno_unzipped", sum(each.stat().st_size for each in files) / 1024 / 1024)


def versions() -> Mapping[str, str]:
    """Give their versions."""
    asking = "import importlib.metadata as m, sys; print(m.version(sys.argv[1]))"
    return {
        package: subprocess.run(
            [str(_folder(name) / "bin" / "python"), "-c", asking, package],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for name, package in _PACKAGES.items()
    }


def _recipe(name: str, lab: Lab) -> Recipe:
    return Recipe(
        python=str(_folder(name) / "bin" / "python"),
        paths=(ROOT / "bench" / "peers" / name, _site(name)),
        modules=(_module(name),),
        environment=around(lab.outside.url),
    )


def _module(name: str) -> str:
    return f"peer_{name}"


def _folder(name: str) -> Path:
    return ROOT / f".venv-bench-{name}"


def _site(name: str) -> Path:
    found = next(_folder(name).glob("lib/python3*/site-packages"), None)
    if found is None:
        raise FileNotFoundError(f"{_folder(name).name} is not there: run make bench-peers")
    return found


def _last(asked: list[Asked], *what: str) -> Asked:
    found = [each for each in asked if each.service == "slack" and each.what in what]
    if not found:
        raise NotDoneError(f"Slack was told nothing by {' or '.join(what)}")
    return found[-1]
