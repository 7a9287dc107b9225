"""Says in one line why a function could not be imported, and where to mend it."""

import json
import re
import subprocess
import sys
from pathlib import Path

from playground.plain import Json
from playground.runner.environment import variables
from playground.runner.outcome import Raised
from playground.runner.stack import FunctionSpec

# Lambda's bootstrap keeps the place of an import error to itself: ask Python again.
_PROBE = """
import importlib, json, sys, traceback
try:
    importlib.import_module(sys.argv[1])
except BaseException as error:
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        places.append((error.filename, error.lineno))
        error.args = error.args[:1]
    kind, path = type(error).__name__, getattr(error, "path", None)
    print("\\n" + json.dumps({"kind": kind, "message": str(error), "places": places, "path": path}))
"""
_LACKING = re.compile(r"cannot import name '(?P<name>\w+)'")


def diagnose(spec: FunctionSpec, error: Raised, *, root: Path) -> str:
    """Name the file and the line of the mistake, as seen from `root`."""
    probed = subprocess.run(
        [sys.executable, "-c", _PROBE, spec.handler.rpartition(".")[0]],
        cwd=spec.code,
        env=variables(spec, runtime_api=""),
        capture_output=True,
        text=True,
        check=False,
    )
    last = probed.stdout.strip().rpartition("\n")[2]
    if not last.startswith("{"):
        place = _shown(spec.code, root)
        return f"{place}: {error.message} Mend it and start again."
    found: Json = json.loads(last)
    if lacking := _lacking(found, spec):
        importing = _place(found["places"], spec, root)
        place = _shown(Path(found["path"]), root)
        return f"{place}: it has no {lacking}, which {importing} imports. Mend it and start again."
    place = _place(found["places"], spec, root) or _shown(spec.code, root)
    message = " ".join(str(found["message"]).split()).rstrip(".")
    return f"{place}: {found['kind']}: {message}. Mend it and start again."


def _lacking(found: Json, spec: FunctionSpec) -> str:
    """Give the name that one of the function's own files should have, and has not."""
    matched = _LACKING.match(str(found["message"]))
    is_own = bool(found["path"]) and Path(found["path"]).resolve().is_relative_to(
        spec.code.resolve()
    )
    return f"`{matched['name']}`" if matched and is_own else ""


def _place(places: list[tuple[str, int]], spec: FunctionSpec, root: Path) -> str | None:
    """Give the innermost place in the function's own code, or else in its layers."""
    for folder in (spec.code, *spec.layers):
        for filename, line in reversed(places):
            if Path(filename).resolve().is_relative_to(folder.resolve()):
                return f"{_shown(Path(filename), root)}:{line}"
    return None


def _shown(path: Path, root: Path) -> str:
    full = path.resolve()
    return str(full.relative_to(root.resolve()) if full.is_relative_to(root.resolve()) else full)
