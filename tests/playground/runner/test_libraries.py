"""Layers that were built for another machine are left out."""

import sysconfig
from pathlib import Path

from playground.runner.libraries import runs_here

OWN = str(sysconfig.get_config_var("EXT_SUFFIX"))


def test_a_layer_without_compiled_parts_runs_anywhere(tmp_path: Path) -> None:
    (tmp_path / "pure.py").touch()

    assert runs_here(tmp_path)


def test_a_layer_built_for_this_python_runs(tmp_path: Path) -> None:
    (tmp_path / f"parser{OWN}").touch()
    (tmp_path / "other.abi3.so").touch()

    assert runs_here(tmp_path)


def test_a_layer_built_for_another_machine_does_not_run(tmp_path: Path) -> None:
    (tmp_path / "parser.cpython-399-sparc-linux-gnu.so").touch()

    assert not runs_here(tmp_path)
