"""What functions print, in a form that a person reads."""

import json
import re
import sys
import threading
from collections.abc import Iterator
from typing import Any

import click

from playground.plain import Json, is_object

_COLOURS = ("cyan", "magenta", "green", "blue")
_LEVELS = {"DEBUG": None, "INFO": None, "WARNING": "yellow", "ERROR": "red", "CRITICAL": "red"}
# Of use in CloudWatch, and of none beside the function's name on a screen.
_SILENT = frozenset(
    {
        "cold_start",
        "function_arn",
        "function_memory_size",
        "function_name",
        "function_request_id",
        "level",
        "location",
        "message",
        "service",
        "time",
        "timestamp",
        "xray_trace_id",
    }
)
_TEXT = re.compile(r"\[(?P<level>[A-Z]+)\]\t\S+Z\t\S*\t(?P<message>.*)")


class Logs:
    """Prints the lines of several functions, each with its function's name in front."""

    def __init__(self, *, verbose: bool) -> None:
        self._verbose = verbose
        self._held: list[tuple[str, str]] | None = []
        self._guard = threading.Lock()
        self._colours: dict[str, str] = {}

    def tell(self, function: str, line: str) -> None:
        """Print a line, or keep it until `open`."""
        with self._guard:
            if self._held is not None:
                self._held.append((function, line))
                return
            self._print(function, line)

    def open(self) -> None:
        """Print what was kept, and everything from now on."""
        with self._guard:
            held, self._held = self._held or [], None
            for function, line in held:
                self._print(function, line)

    def _print(self, function: str, line: str) -> None:
        colour = self._colours.setdefault(function, _COLOURS[len(self._colours) % len(_COLOURS)])
        name = click.style(f"{function:<18}", fg=colour)
        shown = (line,) if self._verbose else readable(line)
        for each in shown:
            click.echo(f"{name} {each}", file=sys.stdout)


def readable(line: str) -> Iterator[str]:
    """Give the lines to show for one line of a function; none for what is of no interest."""
    try:
        parsed: Any = json.loads(line)
    except ValueError:
        parsed = None
    if is_object(parsed):
        yield from _structured(parsed)
        return
    matched = _TEXT.fullmatch(line)
    if matched is not None:
        yield _coloured(matched["level"], matched["message"])
        return
    # The bootstrap writes a whole traceback as one line.
    yield from (part.replace("\u00a0", " ") for part in line.split("\r") if part)


def _structured(entry: Json) -> Iterator[str]:
    level = str(entry.get("level", "INFO"))
    if level == "DEBUG":
        return
    silent = {*_SILENT, *_counted(entry)}
    facts = [
        f"{key}={_short(value)}"
        for key, value in entry.items()
        if key not in silent and not key.startswith("exception") and value not in (None, "")
    ]
    yield _coloured(level, " ".join([str(entry.get("message", "")), *facts]))
    if entry.get("exception"):
        yield from str(entry["exception"]).splitlines()


def _counted(entry: Json) -> Iterator[str]:
    """Give the members that are for CloudWatch's metrics alone."""
    if is_object(entry.get("_aws")):
        yield "_aws"
        for directive in entry["_aws"].get("CloudWatchMetrics", []):
            yield from (each["Name"] for each in directive["Metrics"])
            yield from (name for names in directive["Dimensions"] for name in names)


def _short(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _coloured(level: str, text: str) -> str:
    shown = text if level == "INFO" else f"{level} {text}"
    return click.style(shown, fg=_LEVELS.get(level))
