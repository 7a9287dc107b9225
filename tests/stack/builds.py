"""Builds the stack for one architecture, and runs what was built as Lambda would."""

import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

from tests.stack.templates import ROOT, functions, names_in, resources

RUNTIME = os.environ.get("RUNTIME", "python3.13")
HOST = "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"
# What Lambda's Python brings along, by its names on the package index.
BROUGHT_ALONG = ("boto3", "botocore", "jmespath", "python-dateutil", "s3transfer", "six", "urllib3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What `sam build` left for one architecture."""

    folder: Path
    architecture: str

    def files(self, suffix: str) -> list[Path]:
        """Every built file with this suffix."""
        return sorted(self.folder.rglob(f"*{suffix}"))

    def paths_of(self, function: str) -> list[Path]:
        """Where Lambda would look for modules: the function's own folder, then its layers."""
        layers = functions()[function].get("Layers", [])
        names = [name for each in layers for name in names_in(each)]
        return [self.folder / function, *(self.folder / name / "python" for name in names)]


@cache
def built_for(architecture: str, runtime: str = RUNTIME) -> Output:
    """Run `sam build` once for each combination, away from a person's own build."""
    folder = ROOT / "build" / f"sam-{architecture}-{runtime}"
    environment = os.environ | {"ARCHITECTURE": architecture, "RUNTIME": runtime}
    run(
        [
            ROOT / ".venv-sam/bin/sam",
            "build",
            "--build-dir",
            folder,
            "--parameter-overrides",
            f"Architecture={architecture} Runtime={runtime}",
        ],
        environment=environment,
    )
    missing = {*functions(), *resources("AWS::Serverless::LayerVersion")} - {
        each.name for each in folder.iterdir()
    }
    assert not missing
    return Output(folder=folder, architecture=architecture)


@cache
def interpreter() -> str:
    """The Python that Runtime names, found as the Makefile finds it."""
    return run(
        ["make", "--silent", "lambda-python"], environment=os.environ | {"RUNTIME": RUNTIME}
    ).strip()


def runtime_packages(folder: Path) -> Path:
    """A folder with nothing but what Lambda's own runtime brings along."""
    for name in BROUGHT_ALONG:
        files = distribution(name).files or []
        for top in {file.parts[0] for file in files if ".." not in file.parts}:
            target = folder / top
            if not target.exists() and "__pycache__" not in top:
                target.symlink_to(Path(str(distribution(name).locate_file(top))))
    return folder


def run(
    command: Sequence[str | Path], *, environment: Mapping[str, str], folder: Path = ROOT
) -> str:
    """Run to the end and return what it printed; a failure shows all of it."""
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    sys.stderr.write(done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
