"""A class made of what the build compiled is the class that it would have been, sooner."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
VALUES = """
from dataclasses import dataclass, field
from typing import ClassVar

@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    columns: ClassVar[tuple[str, ...]] = ("run",)
    run: int
    again: int = 0
    names: dict[str, int] = field(default_factory=dict, compare=False)
"""
OTHERS = VALUES.replace("again", "anew")
PACKAGE = {
    "kept/__init__.py": "",
    "kept/values.py": VALUES,
    "kept/vendors.py": "import nobody_has_this",
    "kept/doubles/__init__.py": OTHERS,
    "others.py": OTHERS,
}
BAKE = """
import kept, sys
from marshal import dumps
from pathlib import Path
from tools.bake import codes_of
Path(sys.argv[1]).write_bytes(dumps(codes_of(kept, but="kept.doubles")))
"""
USE = """
import builtins, dataclasses, json, sys
from signoff import baked
baked.use(sys.argv[1])
compiled, as_ever = [], builtins.exec
def counted(text, *names):
    if isinstance(text, str):
        compiled.append(text)
    as_ever(text, *names)
builtins.exec = counted
from kept.values import Place
at_first = len(compiled)
import others
place = Place(run=1)
def refused():
    try:
        place.run = 2
    except dataclasses.FrozenInstanceError:
        return True
def misspelt():
    try:
        Place(run=1, rum=2)
    except TypeError as error:
        return str(error)
print(json.dumps({
    "compiled": at_first,
    "compiled of others": len(compiled) - at_first,
    "is": repr(place),
    "replaced": repr(dataclasses.replace(place, again=3)),
    "same": place == Place(run=1) and hash(place) == hash(Place(run=1)) and place < Place(run=2),
    "refused": refused(),
    "misspelt": misspelt(),
    "others": repr(others.Place(run=1, anew=2)),
}))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in PACKAGE.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def _run(folder: Path, script: str, file: str = "baked") -> str:
    paths = (folder, ROOT, ROOT / "layers" / "signoff" / "python")
    return subprocess.run(
        [sys.executable, "-c", script, str(folder / file)],
        env={"PYTHONPATH": ":".join(map(str, paths))},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout


def _used(folder: Path, file: str = "baked") -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_run(folder, USE, file))
    return told


def test_what_was_baked_is_compiled_no_more_and_all_else_as_ever(folder: Path) -> None:
    _run(folder, BAKE)

    told = _used(folder)

    assert told["compiled"] == 0
    assert told["compiled of others"] > 0


def test_a_class_that_was_baked_is_as_it_would_have_been(folder: Path) -> None:
    as_ever = _used(folder, "none")
    _run(folder, BAKE)

    told = _used(folder)

    assert as_ever.pop("compiled") > told.pop("compiled")
    assert told == as_ever
    assert told["same"]
    assert told["refused"]
