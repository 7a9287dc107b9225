"""Which folders a function imports from, beside its own code."""

import sysconfig
from functools import cache
from pathlib import Path

from playground.runner.stack import FunctionSpec


def libraries(spec: FunctionSpec) -> list[Path]:
    """Give the folders of a function's layers that this Python can import from."""
    folders = [layer / "python" for layer in spec.layers]
    return [each for each in folders if each.is_dir() and runs_here(each)]


@cache
def runs_here(folder: Path) -> bool:
    """Say whether compiled parts, if there are any, are for this Python and machine.

    What `sam build` makes is for the template's Runtime and Architecture; where that is another,
    the same packages of this environment take its place.
    """
    own = str(sysconfig.get_config_var("EXT_SUFFIX"))
    tagged = [path.name for path in folder.rglob("*.so") if ".cpython-" in path.name]
    return not tagged or any(name.endswith(own) for name in tagged)
