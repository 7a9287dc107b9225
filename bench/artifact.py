"""What is shipped, built as SAM builds it, for this machine; and what Lambda brings along."""

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

from bench.outside import ROOT
from playground.plain import Json
from playground.runner.cloudformation import load

ARCHITECTURE = "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"
_RUNTIMES = ("python3.13", "python3.12", "python3.11")
_BROUGHT_ALONG = (
    "boto3",
    "botocore",
    "jmespath",
    "python-dateutil",
    "s3transfer",
    "six",
    "urllib3",
)
# A function without a layer carries what it imports of this one.
_CARRIED = ROOT / "layers/signoff/python"
_UNLIKE_A_SHIPMENT = shutil.ignore_patterns("__pycache__", "*.pyc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A function or a layer of the template.

    Attributes:
        name: Its logical id.
        source: Where its code is.
        is_layer: Whether it is a layer.
        layers: The layers of a function, in order.
        module: A function's module.
    """

    name: str
    source: Path
    is_layer: bool
    layers: tuple[str, ...]
    module: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """The build.

    Attributes:
        folder: Where each part has a folder of its own.
        python: The Python that Lambda would run it with.
        brought_along: The folder with Lambda's own packages.
    """

    folder: Path
    python: str
    brought_along: Path

    @property
    def version(self) -> str:
        """The version of that Python, in full."""
        asking = [self.python, "-c", "import platform; print(platform.python_version())"]
        return subprocess.run(asking, check=True, capture_output=True, text=True).stdout.strip()

    def paths(self, part: Part) -> list[Path]:
        """Give the folders that a function imports from."""
        layers = (self.folder / name / "python" for name in part.layers)
        return [self.folder / part.name, *layers, self.brought_along]


@cache
def parts() -> tuple[Part, ...]:
    """Read the functions and layers of the template."""
    resources: Json = load(ROOT / "template.yaml")["Resources"]
    shared: Json = load(ROOT / "template.yaml").get("Globals", {}).get("Function", {})
    return tuple(
        _part(name, {**shared, **each["Properties"]})
        for name, each in resources.items()
        if each["Type"] in {"AWS::Serverless::Function", "AWS::Serverless::LayerVersion"}
    )


def function(module: str) -> Part:
    """Give the function whose module this is."""
    return next(each for each in parts() if each.module == module)


def built(runtime: str | None = None) -> Artifact:
    """Build everything that has changed since the last time.

    Raises:
        CalledProcessError: It cannot be built.
    """
    name = runtime or next(filter(_python, _RUNTIMES))
    folder = ROOT / "build" / "bench" / f"{ARCHITECTURE}-{name}"
    for each in parts():
        _build(each, folder, name)
    return Artifact(
        folder=folder,
        python=_python(name),
        brought_along=_brought_along(folder / "runtime", _python(name)),
    )


def _part(name: str, properties: Json) -> Part:
    return Part(
        name=name,
        source=ROOT / str(properties.get("ContentUri") or properties["CodeUri"]),
        is_layer="ContentUri" in properties,
        layers=tuple(str(layer["Ref"]) for layer in properties.get("Layers", [])),
        module=str(properties.get("Handler", "")).partition(".")[0],
    )


@cache
def _python(runtime: str) -> str:
    done = _make("--silent", "lambda-python", f"RUNTIME={runtime}", check=False)
    return done.stdout.strip()


def _build(part: Part, folder: Path, runtime: str) -> None:
    target, stamp = folder / part.name, folder / f"{part.name}.stamp"
    folders = (part.source, *([] if part.layers or part.is_layer else [_CARRIED]))
    sources = (each for at in folders for each in at.rglob("*") if "__pycache__" not in each.parts)
    newest = max(each.stat().st_mtime for each in (ROOT / "Makefile", *sources))
    if stamp.exists() and stamp.stat().st_mtime > newest and target.exists():
        return
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    _make(
        f"build-{part.name}",
        f"ARTIFACTS_DIR={target}",
        f"ARCHITECTURE={ARCHITECTURE}",
        f"RUNTIME={runtime}",
        folder=part.source,
    )
    stamp.touch()


def _brought_along(folder: Path, python: str) -> Path:
    if folder.exists():
        return folder
    making = folder.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    for name in _BROUGHT_ALONG:
        files = distribution(name).files or []
        tops = {file.parts[0] for file in files if ".." not in file.parts}
        for top in sorted(tops - {"__pycache__"}):
            _copy(Path(str(distribution(name).locate_file(top))), making / top)
    compiled = (python, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash")
    subprocess.run([*compiled, str(making)], check=True)
    making.rename(folder)
    return folder


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=_UNLIKE_A_SHIPMENT, dirs_exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def _make(
    *arguments: str, folder: Path = ROOT, check: bool = True
) -> subprocess.CompletedProcess[str]:
    # The make around this one has spoken its mind in variables that are not meant for this one.
    environment = {n: v for n, v in os.environ.items() if n not in {"MAKEFLAGS", "MAKELEVEL"}}
    return subprocess.run(
        ["make", "--no-print-directory", "-f", str(ROOT / "Makefile"), *arguments],  # noqa: S607
        cwd=folder,
        env=environment,
        check=check,
        capture_output=True,
        text=True,
    )
