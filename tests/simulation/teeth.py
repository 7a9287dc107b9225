"""Whether the proofs bite: every bug and every dropped clause, in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.simulation.bugs import BUGS
from tests.simulation.mutation import clauses

KINDS = ("bug", "clause")

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A bug, or a clause that is dropped.

    Attributes:
        kind: `bug` or `clause`.
        which: The bug's name, or the clause's number.
        name: What a person calls it.
    """

    kind: str
    which: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bite:
    """What became of a mistake.

    Attributes:
        mistake: The mistake.
        caught_by: What caught it; empty: nothing did.
        runs: After how many runs.
        seconds: After how many seconds, the start of the process apart.
        said: What the process said, if nothing caught the mistake.
    """

    mistake: Mistake
    caught_by: str
    runs: int
    seconds: float
    said: str = ""


def bugs() -> list[Mistake]:
    """Give all seeded bugs."""
    return [Mistake(kind="bug", which=bug.name, name=bug.name) for bug in BUGS]


def dropped() -> list[Mistake]:
    """Give every clause of every write, to be dropped."""
    found = enumerate(clauses())
    return [Mistake(kind="clause", which=str(number), name=str(clause)) for number, clause in found]


def bitten(mistake: Mistake) -> Bite:
    """Make a mistake in a process of its own, and see what catches it."""
    paths = [str(ROOT), str(ROOT / "layers/signoff/python")]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.simulation.mutant", mistake.kind, mistake.which],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(paths)},
    )
    try:
        told = json.loads(ran.stdout)
    except ValueError:
        return Bite(mistake=mistake, caught_by="", runs=0, seconds=0, said=ran.stderr[-2000:])
    return Bite(
        mistake=mistake,
        caught_by=(told["caught_by"] or {}).get("name", ""),
        runs=told["runs"],
        seconds=told["seconds"],
        said="" if told["caught_by"] else "nothing caught it",
    )
