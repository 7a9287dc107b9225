"""The types of the `openai` package, each loaded when somebody asks for it.

`openai.types` and its packages import every module below them, some 470, when `openai` is loaded:
half of that time. A call by `client.post` needs a seventh of them. So stand-ins take the place of
these packages, by PEP 562: they find in a package's own source where a name comes from. Whatever
they do not find there they have the package itself say, which then loads all.
"""

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

PACKAGE = "openai.types"

_IMPORTS = re.compile(r"^from (\.[\w.]*) import (\([^)]*\)|[^(\n]+)$", re.MULTILINE)
_NAME = re.compile(r"^(\w+)(?: as (\w+))?$")


class Home(NamedTuple):
    """Where a name comes from.

    Attributes:
        module: The module, as its package names it.
        name: What it is called there.
    """

    module: str
    name: str


def as_needed() -> None:
    """Have types loaded when they are asked for; not where `openai` is loaded already."""
    found = None if "openai" in sys.modules else find_spec("openai")
    if found is None or not found.submodule_search_locations:
        return
    folder = Path(found.submodule_search_locations[0], "types")
    for init in (folder / "__init__.py", *sorted(folder.glob("*/__init__.py"))):
        below = "" if init.parent == folder else f".{init.parent.name}"
        _stand_in(f"{PACKAGE}{below}", init)


def homes(source: str) -> dict[str, Home]:
    """Read in a package's source where the names come from that it imports."""
    return dict(_imported(source))


def _imported(source: str) -> Iterator[tuple[str, Home]]:
    for module, names in _IMPORTS.findall(source):
        for each in names.strip("()").split(","):
            if named := _NAME.match(each.strip()):
                yield named[2] or named[1], Home(module, named[1])


def _stand_in(name: str, init: Path) -> None:
    spec = spec_from_file_location(name, init, submodule_search_locations=[str(init.parent)])
    if spec is None:
        return
    package = module_from_spec(spec)
    vars(package)["__getattr__"] = _Names(package, init)
    sys.modules[name] = package
    parent, _, child = name.rpartition(".")
    if parent in sys.modules:
        vars(sys.modules[parent])[child] = package


class _Names:
    """Finds a name of a package that has not been loaded as a whole."""

    def __init__(self, package: ModuleType, init: Path) -> None:
        self._package = package
        self._init = init
        self._homes: dict[str, Home] | None = None

    def __call__(self, name: str) -> object:
        """Give what a package knows by a name.

        Raises:
            AttributeError: It knows nothing by that name.
        """
        if name.startswith("__") and name != "__all__":
            raise AttributeError(self._unknown(name))
        # Whoever asks for a type first of all has passed by the package that it rests on.
        import_module("openai")
        try:
            found = self._at_home(name)
        except (KeyError, ImportError, AttributeError):
            found = self._in_all(name)
        vars(self._package)[name] = found
        return found

    def _at_home(self, name: str) -> object:
        if self._homes is None:
            self._homes = homes(self._init.read_text("utf-8"))
        home = self._homes[name]
        if home.module == ".":
            return import_module(f".{home.name}", self._package.__name__)
        return getattr(import_module(home.module, self._package.__name__), home.name)

    def _in_all(self, name: str) -> object:
        spec = self._package.__spec__
        # From now on its own names are all it has.
        is_first = vars(self._package).pop("__getattr__", None) is not None
        if is_first and spec and spec.loader:
            spec.loader.exec_module(self._package)
        if name not in vars(self._package):
            raise AttributeError(self._unknown(name))
        return vars(self._package)[name]

    def _unknown(self, name: str) -> str:
        return f"module {self._package.__name__!r} has no attribute {name!r}"
