"""Copies into a function's artifact the modules of the package that it imports, and no others.

`build-SlackEvents` runs it under the runtime's own Python, which has nothing installed: standard
library only.
"""

import ast
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "signoff"


def needed(source: Path, folder: Path, *others: str) -> set[Path]:
    """Find the files of the package that a module needs to be imported.

    Args:
        source: The module.
        folder: Where the package is.
        others: Modules that are imported by name, at run time.
    """
    found: set[Path] = set()
    waiting = [*_imported(source), *others]
    while waiting:
        for path in _files(waiting.pop(), folder):
            if path not in found:
                found.add(path)
                waiting += _imported(path)
    return found


def _imported(source: Path) -> Iterator[str]:
    """Name what a module imports; of `from a import b`, b may be a module as well."""
    for node in ast.walk(ast.parse(source.read_bytes())):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{each.name}" for each in names)
            case _:
                pass


def _files(name: str, folder: Path) -> Iterator[Path]:
    """Give the file of a module, and those of the packages that it is in."""
    parts = name.split(".") if name.partition(".")[0] == PACKAGE else []
    for depth in range(1, len(parts) + 1):
        path = folder.joinpath(*parts[:depth])
        yield from (
            each for each in (path / "__init__.py", path.with_suffix(".py")) if each.is_file()
        )


def main() -> None:
    """Copy: SOURCE FOLDER TARGET [MODULE...]."""
    source, folder, target = map(Path, sys.argv[1:4])
    for path in sorted(needed(source, folder, *sys.argv[4:])):
        copy = target / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


if __name__ == "__main__":
    main()
