"""How a command answers: a table for people, JSON for machines."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

NOTHING = "-"

_WIDE = 400

_COLOURS = {
    "ok": "green",
    "running": "green",
    "waiting": "yellow",
    "not checked": "yellow",
    "stuck": "red",
    "wrong": "red",
}


def people() -> Console:
    """The terminal that answers go to."""
    console = Console(highlight=False)
    # What is piped on has no width: nothing in it is broken or cut.
    return console if console.is_terminal else Console(highlight=False, width=_WIDE)


def aside() -> Console:
    """The terminal that progress goes to, so that answers can be piped on."""
    return Console(stderr=True, highlight=False)


def as_json(answer: Mapping[str, Any]) -> None:
    """Answer a machine."""
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Answer a person; what was written by others is shown as it is, never as markup."""
    shown = Table(*heads, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        shown.add_row(*(Text(_printable(cell), style=_COLOURS.get(cell, "")) for cell in row))
    people().print(shown)


def line(text: str) -> None:
    """Say something to a person."""
    click.echo(_printable(text))


def iso(ms: int | None) -> str | None:
    """Write a time for a machine."""
    if ms is None:
        return None
    return dt.datetime.fromtimestamp(ms / 1000, tz=dt.UTC).isoformat(timespec="milliseconds")


def clock_time(ms: int | None) -> str:
    """Write a time for a person, in UTC."""
    if ms is None:
        return NOTHING
    return dt.datetime.fromtimestamp(ms / 1000, tz=dt.UTC).strftime("%Y-%m-%d %H:%M:%S")


def ago(ms: int, now: int) -> str:
    """Write how far a time is away."""
    seconds = abs(now - ms) // 1000
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _printable(text: str) -> str:
    """Write control characters out: a terminal would obey them."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)
