"""A fresh process with handlers in it: started, invoked, asked about itself, ended."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from bench.outside import ROOT

PROBE = ROOT / "bench" / "probe.py"


class BrokenProcessError(Exception):
    """A process ended before it answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to start a process.

    Attributes:
        python: The interpreter.
        paths: Where it imports from.
        modules: The modules whose handlers it has.
        environment: Its variables.
    """

    python: str
    paths: Sequence[Path]
    modules: Sequence[str]
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoked:
    """What came of one invocation.

    Attributes:
        began: When it began.
        ended: When it was over.
        cpu_ms: How much of a processor it took.
        returned: What the handler returned.
    """

    began: float
    ended: float
    cpu_ms: float
    returned: Any

    @property
    def ms(self) -> float:
        """How long it took."""
        return (self.ended - self.began) * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a process tells of itself.

    Attributes:
        ready: When its init was over.
        cpu_ms: How much of a processor its init took.
        modules: What it has imported, each with its file.
        rss_kib: The most memory that it had.
    """

    ready: float
    cpu_ms: float
    modules: Mapping[str, str]
    rss_kib: int


class Process:
    """A process, from `with` to its end."""

    def __init__(self, recipe: Recipe) -> None:
        """Start it."""
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end
        self.started = time.monotonic()
        self._process = subprocess.Popen(
            # Without site: what this machine puts there is no part of what is measured.
            [recipe.python, "-S", str(PROBE)],
            env={**recipe.environment, "PYTHONPATH": os.pathsep.join(map(str, recipe.paths))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=recipe.paths[0],
            text=True,
        )
        self._say(list(recipe.modules))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
        self._errors.close()

    def invoke(self, module: str, event: Any) -> Invoked:
        """Invoke a handler, and wait for what comes of it."""
        self._say({"module": module, "event": event})
        return Invoked(**self._heard())

    def about(self) -> About:
        """Ask it about itself."""
        self._say(None)
        return About(**self._heard())

    def _say(self, what: Any) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()

    def _heard(self) -> Any:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            self._errors.seek(0)
            raise BrokenProcessError(self._errors.read().decode(errors="replace")[-2000:])
        return json.loads(line)
