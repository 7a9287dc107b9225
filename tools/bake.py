"""Compiles in the build what `dataclasses` would write and compile at each start of a function.

`build-SignoffLayer` runs it under the runtime's own Python, which has nothing installed: a module
that needs more than the standard library is left out, and its classes are compiled as ever.
"""

import dataclasses
from collections.abc import Iterator
from importlib import import_module
from marshal import dumps
from pathlib import Path
from types import ModuleType
from typing import Any

import signoff
from signoff import baked

_DOUBLES = "signoff.testing"


def codes_of(package: ModuleType, *, but: str) -> dict[bytes, bytes]:
    """Import all modules of a package but some, and keep what is compiled for their classes."""
    codes: dict[bytes, bytes] = {}

    def keep(text: str, names: dict[str, Any], made: dict[str, Any]) -> None:
        code = compile(text, "<string>", "exec", dont_inherit=True)
        codes[baked.name_of(text)] = dumps(code)
        exec(code, names, made)  # noqa: S102 - what dataclasses itself would do

    setattr(dataclasses, "exec", keep)  # noqa: B010 - as signoff.baked does
    for name in _modules(Path(package.__path__[0])):
        if not name.startswith(but):
            _import(name)
    delattr(dataclasses, "exec")
    return codes


def _modules(folder: Path) -> Iterator[str]:
    """Name a package's modules; pkgutil would import packages to do so."""
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        yield ".".join(parts).removesuffix(".__init__")


def _import(name: str) -> None:
    try:
        import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == signoff.__name__:
            raise


def main() -> None:
    """Bake the package that PYTHONPATH names."""
    codes = codes_of(signoff, but=_DOUBLES)
    Path(signoff.__path__[0], baked.FILE).write_bytes(dumps(codes))


if __name__ == "__main__":
    main()
