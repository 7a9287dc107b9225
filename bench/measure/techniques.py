"""What a technique brings: the same rounds as it is shipped, and with the technique left out."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bench.lab import WORKER, Lab
from bench.measure.cold import Cold
from bench.outside import ROOT
from bench.process import Recipe
from bench.samples import Samples

_BYTECODE = "unchecked-hash bytecode in all that is shipped"
_BAKED = "the methods of dataclasses, compiled in the build"
_SIGNED = "AWS's requests signed by the functions, without the SDK"
_UNTYPED = "plain objects of the model by `client.post`, instead of `responses.create`"
_FIGURES: Mapping[str, str] = {
    "events_cpu_ms": "`slack_events`, start to answer",
    "interactions_cpu_ms": "`slack_interactions`, start to answer",
    "worker_cpu_ms": "worker, start to card",
    "first_turn_cpu_ms": "first turn, after the start",
}
_TOUCHED: Mapping[str, tuple[str, ...]] = {
    _BYTECODE: ("events_cpu_ms", "interactions_cpu_ms", "worker_cpu_ms"),
    _BAKED: ("interactions_cpu_ms", "worker_cpu_ms"),
    _SIGNED: ("events_cpu_ms", "interactions_cpu_ms", "worker_cpu_ms", "first_turn_cpu_ms"),
}
_ASKING = ROOT / "bench" / "asking.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What one technique brings to one figure.

    Attributes:
        technique: The technique.
        figure: The figure.
        ms: What it takes of a processor with the technique.
        without_ms: And without it.
    """

    technique: str
    figure: str
    ms: float
    without_ms: float


def gains(lab: Lab, *, rounds: int) -> list[Gain]:
    """Measure each technique beside its absence, in turns."""
    cold, shipped = Cold(lab), Samples()
    with tempfile.TemporaryDirectory() as folder:
        brought = lab.artifact.brought_along
        variants = {
            _BYTECODE: _without("__pycache__", lab, Path(folder, "bare"), but=brought),
            _BAKED: _without("baked.cpython-*", lab, Path(folder, "unbaked"), but=brought),
            _SIGNED: replace(lab, varied=_by_the_sdk),
        }
        left_out = {name: Samples() for name in variants}
        for _ in range(rounds):
            cold.round(shipped)
            for name, varied in variants.items():
                cold.under(varied).round(left_out[name])
    found = [
        _gain(name, key, shipped, left_out[name]) for name, keys in _TOUCHED.items() for key in keys
    ]
    return [*found, _untyped(lab, rounds=rounds)]


def _gain(technique: str, key: str, shipped: Samples, left_out: Samples) -> Gain:
    return Gain(
        technique=technique,
        figure=_FIGURES[key],
        ms=shipped.median(key) or 0.0,
        without_ms=left_out.median(key) or 0.0,
    )


def _by_the_sdk(recipe: Recipe) -> Recipe:
    """Say no to FIPS: who says anything of it is served by the SDK, in just the same way."""
    return replace(recipe, environment={**recipe.environment, "AWS_USE_FIPS_ENDPOINT": "false"})


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """Imports from copies of what is shipped, in which something is left out."""

    shipped: Path
    copy: Path

    def __call__(self, recipe: Recipe) -> Recipe:
        paths = [
            self.copy / each.relative_to(self.shipped)
            if each.is_relative_to(self.shipped)
            else each
            for each in recipe.paths
        ]
        return replace(recipe, paths=paths)


def _without(pattern: str, lab: Lab, copy: Path, *, but: Path) -> Lab:
    """Copy what is shipped without what is named so, but leave what Lambda brings along whole."""
    shipped, left_out = lab.artifact.folder, shutil.ignore_patterns(pattern)

    def ignored(at: str, names: list[str]) -> set[str]:
        return set() if but in Path(at).parents else left_out(at, names)

    shutil.copytree(shipped, copy, ignore=ignored)
    return replace(lab, varied=_Elsewhere(shipped, copy))


def _untyped(lab: Lab, *, rounds: int) -> Gain:
    """Ask the model once in a fresh process, both ways."""
    recipe, samples = lab.recipe(WORKER), Samples()
    for _ in range(rounds):
        for way in ("post", "create"):
            done = subprocess.run(
                [recipe.python, "-S", str(_ASKING), way, f"{lab.outside.url}/v1"],
                env={
                    "PYTHONPATH": ":".join(map(str, recipe.paths)),
                    "PYTHONDONTWRITEBYTECODE": "1",
                },
                check=True,
                capture_output=True,
                text=True,
            )
            samples.add(way, float(json.loads(done.stdout)))
    return Gain(
        technique=_UNTYPED,
        figure="a process's first call of the model",
        ms=samples.median("post") or 0.0,
        without_ms=samples.median("create") or 0.0,
    )
