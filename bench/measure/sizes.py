"""What is shipped, what of it one function loads, and whether it has its bytecode."""

import json
import subprocess
from collections.abc import Mapping
from importlib.util import cache_from_source
from pathlib import Path

from bench.artifact import Artifact, parts
from bench.outside import ROOT

MIB = 1024 * 1024


def shipped(artifact: Artifact, *, layers: bool) -> int:
    """Count the bytes of all layers, or of all functions, bytecode included."""
    folders = [artifact.folder / each.name for each in parts() if each.is_layer is layers]
    return sum(_size(file) for folder in folders for file in folder.rglob("*"))


def loaded(artifact: Artifact, modules: Mapping[str, str]) -> int:
    """Count the bytes of what a function loads of all that we ship: sources and bytecode."""
    ours = {Path(file) for file in modules.values() if file.startswith(str(artifact.folder))}
    shipped_by_us = {each for each in ours if artifact.brought_along not in each.parents}
    return sum(_size(each) + _size(_bytecode(each, artifact)) for each in shipped_by_us)


def bytecode_share(artifact: Artifact) -> float:
    """Give how many of a hundred sources have unchecked-hash bytecode that is theirs."""
    folders = [str(artifact.folder / each.name) for each in parts()]
    checking = [artifact.python, "-I", str(ROOT / "bench" / "bytecode.py"), *folders]
    done = subprocess.run(checking, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    return 100 * int(told["fresh"]) / int(told["sources"])


def _bytecode(source: Path, artifact: Artifact) -> Path:
    name = Path(cache_from_source(str(source), optimization="")).name
    tag = artifact.folder.name.rpartition("python")[2].replace(".", "")
    return source.parent / "__pycache__" / f"{name.partition('.')[0]}.cpython-{tag}.pyc"


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0
