"""What a function is made of, and whether a file of it changed."""

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from playground.runner.stack import FunctionSpec

Stamp: TypeAlias = Mapping[Path, tuple[int, int]]


def stamp(spec: FunctionSpec) -> Stamp:
    """Give the date and size of each source file of a function and its layers."""
    found: dict[Path, tuple[int, int]] = {}
    for path in _files(spec):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue  # An editor replaces files; the next look finds it.
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _files(spec: FunctionSpec) -> Iterator[Path]:
    for folder in (spec.code, *spec.layers):
        yield from folder.rglob("*.py")


def forget_bytecode(before: Stamp, now: Stamp) -> None:
    """Remove the bytecode of what changed: Python's own check sees whole seconds only."""
    for path in now.keys() | before.keys():
        if now.get(path) != before.get(path):
            Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)
