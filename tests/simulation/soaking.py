"""A million schedules take hours: they are counted in a file, and go on where they were left."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.simulation.figures import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """Where a soak is written down.

    Attributes:
        path: The file.
        seed: The first seed of this soak; another one begins anew.
    """

    path: Path
    seed: int

    def read(self) -> Figures:
        """Give what was played so far."""
        if not self.path.exists():
            return Figures()
        kept = json.loads(self.path.read_text(encoding="utf-8"))
        if kept["seed"] != self.seed:
            return Figures()
        return Figures(
            schedules=kept["schedules"],
            faults=kept["faults"],
            calls=kept["calls"],
            deeds=kept["deeds"],
            events=kept["events"],
            buried=kept["buried"],
            wrong=Counter(kept["wrong"]),
            failing={int(seed): lines for seed, lines in kept["failing"].items()},
        )

    def write(self, figures: Figures) -> None:
        """Keep what was played so far; a kill in the middle leaves the last whole one."""
        kept = {
            "seed": self.seed,
            "schedules": figures.schedules,
            "faults": figures.faults,
            "calls": figures.calls,
            "deeds": figures.deeds,
            "events": figures.events,
            "buried": figures.buried,
            "wrong": dict(figures.wrong),
            "failing": figures.failing,
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(kept), encoding="utf-8")
        new.replace(self.path)
