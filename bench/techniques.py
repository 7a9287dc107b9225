"""What each technique brings: the same work with it and without, in turns, in fresh processes."""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench.artifact import built, function
from bench.deeds import delivery, mention
from bench.lab import EVENTS, WORKER, Lab, accepted
from bench.outside import ROOT, Outside
from bench.process import Process, Recipe
from bench.progress import bar
from bench.report import PAGE, put_between
from bench.samples import Samples

_BEGIN, _END = "<!-- techniques: begin -->", "<!-- techniques: end -->"
_PIECES = ROOT / "bench" / "pieces"


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """One way to save time, and the way without it.

    Attributes:
        key: Its name in the last line.
        title: What it is.
        of: What is measured.
        without: The time without it, in milliseconds.
        with_it: The time with it.
    """

    key: str
    title: str
    of: str
    without: Callable[[], float]
    with_it: Callable[[], float]


def techniques(lab: Lab, plain: Path) -> tuple[Technique, ...]:
    """Give all of them; `plain` is where the build stands without its bytecode."""
    events, worker = lab.recipe(EVENTS), lab.recipe(WORKER)
    asks_sdk = {**events.environment, "AWS_USE_DUALSTACK_ENDPOINT": "false"}
    return (
        Technique(
            key="bytecode_events",
            title="bytecode in the artifact",
            of="cold `slack_events`",
            without=partial(_start_ms, lab, _moved(lab, events, plain), EVENTS),
            with_it=partial(_start_ms, lab, events, EVENTS),
        ),
        Technique(
            key="bytecode_worker",
            title="bytecode in the artifact",
            of="worker, start to the end of its first turn",
            without=partial(_start_ms, lab, _moved(lab, worker, plain), WORKER),
            with_it=partial(_start_ms, lab, worker, WORKER),
        ),
        Technique(
            key="signed_here",
            title="requests signed here, not by the SDK",
            of="cold `slack_events`",
            without=partial(_start_ms, lab, replace(events, environment=asks_sdk), EVENTS),
            with_it=partial(_start_ms, lab, events, EVENTS),
        ),
        Technique(
            key="client_post",
            title="`client.post` with plain objects, not `responses.create`",
            of="first streamed call to the model",
            without=partial(_piece_ms, lab, "first_call.py", "typed"),
            with_it=partial(_piece_ms, lab, "first_call.py", "plain"),
        ),
        Technique(
            key="kept_connection",
            title="a connection that is kept, not one for each call (without TLS)",
            of="one call, of 200",
            without=partial(_piece_ms, lab, "connections.py", "each"),
            with_it=partial(_piece_ms, lab, "connections.py", "kept"),
        ),
    )


def _start_ms(lab: Lab, recipe: Recipe, module: str) -> float:
    event = mention() if module == EVENTS else delivery(lab.mentioned())
    with Process(recipe) as process:
        done = accepted(process.invoke(module, event))
    return (done.ended - process.started) * 1000


def _moved(lab: Lab, recipe: Recipe, plain: Path) -> Recipe:
    """Have a process import from the copy without bytecode, what Lambda brings along included."""
    paths = [plain / each.relative_to(lab.artifact.folder) for each in recipe.paths[:-1]]
    return replace(recipe, paths=(*paths, recipe.paths[-1]))


def _piece_ms(lab: Lab, name: str, way: str) -> float:
    paths = lab.artifact.paths(function(WORKER))
    asking = [lab.artifact.python, "-S", str(_PIECES / name), lab.outside.url, way]
    environment = {"PYTHONPATH": ":".join(map(str, paths)), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(asking, env=environment, check=True, capture_output=True, text=True)
    return float(done.stdout)


def _without_bytecode(folder: Path) -> Path:
    plain = folder.with_name(f"{folder.name}-plain")
    shutil.rmtree(plain, ignore_errors=True)
    leave_out = shutil.ignore_patterns("__pycache__", "runtime", "*.stamp")
    shutil.copytree(folder, plain, ignore=leave_out)
    return plain


def main() -> int:
    """Measure, and put the table on the page."""
    parser = argparse.ArgumentParser(prog="bench.techniques", description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="rounds of each")
    runs = parser.parse_args().runs
    samples, artifact = Samples(), built()
    with Outside() as outside, bar(steps=runs + 1) as shown:
        lab = Lab(artifact=artifact, outside=outside)
        every = techniques(lab, _without_bytecode(artifact.folder))
        for _ in range(runs):
            shown.step("each with and without")
            for each in every:
                samples.add(f"{each.key}_without", each.without())
                samples.add(f"{each.key}_with", each.with_it())
        shown.step("done")
    put_between(PAGE, _BEGIN, _END, table(every, samples, runs, artifact.version))
    ratios = {each.key: samples.ratio(f"{each.key}_without", f"{each.key}_with") for each in every}
    told = [f"{key}_x={ratio:.2f}" for key, ratio in ratios.items() if ratio]
    sys.stdout.write(json.dumps(samples.plain()) + "\n" + " ".join(told) + "\n")
    return 0


def table(every: tuple[Technique, ...], samples: Samples, runs: int, version: str) -> str:
    """Write the table for a page."""
    head = "| technique | of what | without | with | times |\n|---|---|---|---|---|\n"
    lines: list[str] = []
    for each in every:
        without = samples.median(f"{each.key}_without") or 0.0
        with_it = samples.median(f"{each.key}_with") or 1.0
        lines.append(
            f"| {each.title} | {each.of} | {without:,.1f} ms | {with_it:,.1f} ms |"
            f" {without / with_it:.1f} |"
        )
    return head + "\n".join(lines) + f"\n\nPython {version}; medians of {runs} rounds in turns.\n"


if __name__ == "__main__":
    sys.exit(main())
