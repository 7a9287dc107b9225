"""Keep golden journals of this version: python -m tests.golden.record.

A journal that is there is never written again: it is what a version left in people's tables.
"""

import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from signoff.testing import InMemoryStore
from tests.golden.journal import FOLDER, Golden, written
from tests.golden.resuming import resumed
from tests.golden.scenes import SCENES, Scene
from tests.golden.tools import DONE

_PROJECT = FOLDER.parents[1] / "pyproject.toml"


def version() -> str:
    """Give the project's version, as its package says it."""
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def golden_of(scene: Scene) -> Golden:
    """Play a scene, and keep all its rows."""
    DONE.clear()
    world = scene.play()
    return Golden(about=scene.about, now=world.clock(), rows=world.store.rows, sequel=scene.sequel)


def record(folder: Path) -> tuple[str, ...]:
    """Write the journals that a folder lacks, and name them.

    Raises:
        ValueError: What a scene leaves behind does not resume, so nothing is worth keeping.
    """
    goldens = {name: golden_of(scene) for name, scene in SCENES.items() if _lacks(folder, name)}
    wrong = [
        f"{name}: {problem}"
        for name, golden in goldens.items()
        for problem in resumed(golden, InMemoryStore())
    ]
    if wrong:
        raise ValueError("\n".join(wrong))
    folder.mkdir(parents=True, exist_ok=True)
    for name, golden in goldens.items():
        _file(folder, name).write_text(written(golden), encoding="utf-8")
    return tuple(goldens)


def _lacks(folder: Path, name: str) -> bool:
    return not _file(folder, name).exists()


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.json"


def _report(names: Iterable[str], folder: Path) -> str:
    written_now = tuple(names)
    kept = len(SCENES) - len(written_now)
    return f"version={version()} written={len(written_now)} kept={kept} folder={folder}"


if __name__ == "__main__":
    here = FOLDER / version()
    sys.stdout.write(_report(record(here), here) + "\n")
