"""Other code in place of ours: a process in which some lines of the product read differently."""

import ast
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType

SOURCE = Path(__file__).parents[2] / "layers/signoff/python"

CLAUSES = frozenset({"Missing", "Equal", "Below", "AtMost", "Above"})
ALWAYS = '__import__("signoff.core.items").core.items.Missing(name="a column that no row has")'
"""What stands in the place of a clause that is dropped: it holds of every row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change of a module's text.

    Attributes:
        module: The module, by its dotted name.
        before: The text that goes; it stands there once.
        after: The text that comes in its place.
    """

    module: str
    before: str
    after: str

    def __call__(self, source: str) -> str:
        """Change a source.

        Raises:
            ValueError: The text is not there, or more than once.
        """
        if source.count(self.before) != 1:
            raise ValueError(f"{self.module} has {source.count(self.before)} times: {self.before}")
        return source.replace(self.before, self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A condition of a write, where it stands in the source.

    Attributes:
        module: The module, by its dotted name.
        function: The function it stands in.
        text: The clause, as it is written there.
        line: Where it begins.
        column: Likewise.
        end_line: Where it ends.
        end_column: Likewise.
    """

    module: str
    function: str
    text: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """Name it."""
        return f"{self.module.rpartition('.')[2]}.{self.function}: {' '.join(self.text.split())}"

    def __call__(self, source: str) -> str:
        """Drop it from a source."""
        lines = source.splitlines(keepends=True)
        first, last = lines[self.line - 1], lines[self.end_line - 1]
        changed = first[: self.column] + ALWAYS + last[self.end_column :]
        return "".join([*lines[: self.line - 1], changed, *lines[self.end_line :]])


Change = Callable[[str], str]


def clauses() -> list[Clause]:
    """Find every clause that the product writes with."""
    return [clause for path in sorted(SOURCE.rglob("*.py")) for clause in _clauses_in(path)]


def _clauses_in(path: Path) -> list[Clause]:
    module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    if not module.startswith(("signoff.core.transitions", "signoff.usecases")):
        return []
    source = path.read_text(encoding="utf-8")
    return [
        Clause(
            module=module,
            function=function.name,
            text=ast.get_source_segment(source, node) or "",
            line=node.lineno,
            column=node.col_offset,
            end_line=node.end_lineno or node.lineno,
            end_column=node.end_col_offset or 0,
        )
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in CLAUSES
    ]


class _Loader(SourceFileLoader):
    """Loads a module from its source, changed; never from its bytecode."""

    def __init__(self, name: str, path: str, changes: Sequence[Change]) -> None:
        super().__init__(name, path)
        self._changes = changes

    def get_code(self, fullname: str) -> CodeType:
        """Compile the changed source."""
        source = Path(self.get_filename(fullname)).read_text(encoding="utf-8")
        for change in self._changes:
            source = change(source)
        return compile(source, self.get_filename(fullname), "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    """Finds the modules that are to be changed, before Python does."""

    def __init__(self, changes: Mapping[str, Sequence[Change]]) -> None:
        self._changes = changes

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: object = None,  # noqa: ARG002 - Python hands it over
    ) -> ModuleSpec | None:
        """Give a changed module's way in; None: it is none of them."""
        if fullname not in self._changes:
            return None
        found = PathFinder.find_spec(fullname, path)
        if found is None or found.origin is None:
            raise ValueError(f"there is no {fullname}")
        loader = _Loader(fullname, found.origin, self._changes[fullname])
        return ModuleSpec(fullname, loader, origin=found.origin)


def install(changes: Mapping[str, Sequence[Change]]) -> None:
    """Have modules read differently from now on in this process.

    Raises:
        ValueError: One of them is loaded already.
    """
    loaded = sorted(changes.keys() & sys.modules.keys())
    if loaded:
        raise ValueError(f"loaded before it could be changed: {loaded}")
    sys.meta_path.insert(0, _Finder(changes))
