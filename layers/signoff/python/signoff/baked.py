"""What `dataclasses` writes for our values, compiled in the build.

It writes the methods of each class as text and has it compiled, in every process anew: that was
half of what a click's function computed at its start. `tools/bake.py` keeps the bytecode of these
texts in a file beside this module. A text that is not in it is compiled as ever, and so are all of
them where there is no such file.
"""

import builtins
import dataclasses
import sys
from hashlib import sha256
from marshal import load, loads
from typing import Any

FILE = f"baked.{sys.implementation.cache_tag}"
"""What the file is called: bytecode is of use to one Python alone."""


def name_of(text: str) -> bytes:
    """Name a text as no other is named."""
    return sha256(text.encode()).digest()


def use(file: str) -> None:
    """Have classes made of what was compiled in the build, if it is there."""
    try:
        # pathlib would take longer to load than this saves.
        with open(file, "rb") as kept:  # noqa: PTH123
            codes: dict[bytes, bytes] = load(kept)  # noqa: S302 - ours, like the bytecode beside it
    except FileNotFoundError:
        return

    def run(text: str, names: dict[str, Any], made: dict[str, Any]) -> None:
        code = codes.get(name_of(text))
        builtins.exec(loads(code) if code else text, names, made)  # noqa: S302, S102 - likewise

    # The module finds `exec` as each module finds a name: among its own first.
    setattr(dataclasses, "exec", run)  # noqa: B010 - no stub knows of it
