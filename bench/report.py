"""What is told in the end: a table for people, files, and a line for machines."""

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from rich.table import Table

from bench.chart import chart
from bench.outside import ROOT
from bench.rows import GROWTH, Row, rows
from bench.tables import Beside, brought, growth, sizes

RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "performance.md"
QUICK = "quick"
"""What the table of a single round is named; the repository has none of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that was measured.

    Attributes:
        values: The figures of the rows, by key.
        counts: The counts that do not jitter, by name.
        peers: What was measured of others, by row and name; empty: nothing was.
        runs: How many rounds the medians are of.
        python: The interpreter's version.
        day: When it was.
        samples: Everything, value by value.
        beside: What is told beside the figures.
        versions: The versions of the peers that were measured beside it.
    """

    values: Mapping[str, float]
    counts: Mapping[str, float]
    peers: Mapping[str, Mapping[str, float]]
    runs: int
    python: str
    day: date
    samples: Mapping[str, list[float]]
    beside: Beside = field(default_factory=Beside)
    versions: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def machine(self) -> str:
        """Where it was measured."""
        return f"{platform.system()} {platform.machine()}, Python {self.python}"

    def table(self) -> Table:
        """Draw the table for a terminal."""
        table = Table("figure", "ours", "at most", "stretch", "peers", title="How fast it is")
        for row in rows(self.values):
            value = self.values.get(row.key)
            colour = "dim" if value is None else "green" if row.is_met(value) else "red"
            figure = row.title.replace("`", "")
            ours = f"[{colour}]{row.told(value)}[/]"
            table.add_row(figure, ours, *self._aims(row))
        return table

    def markdown(self) -> str:
        """Write the table for a page."""
        head = "| figure | ours | at most | stretch | peers |\n|---|---|---|---|---|\n"
        lines = [
            f"| {row.title} | {_marked(row, self.values.get(row.key))} |"
            f" {' | '.join(self._aims(row))} |"
            for row in rows(self.values)
        ]
        return head + "\n".join(lines) + f"\n\n{self._caption()}\n" + growth(self.beside.points)

    def closing_line(self) -> str:
        """Say it in `key=value`."""
        measured = self._measured()
        told = [f"{row.key}={row.plain(self.values[row.key])}" for row in measured]
        others = self.counts.keys() - {row.key for row in measured}
        return " ".join([*told, *(f"{name}={self.counts[name]:g}" for name in sorted(others))])

    def too_steep(self) -> list[str]:
        """Say which figures of growth are more than they may be, each in a line."""
        return [
            f"{row.key} is {row.plain(value)}: at most {row.plain(row.bound)} is allowed"
            for row in GROWTH
            if (value := self.values.get(row.key)) is not None and not row.is_met(value)
        ]

    def as_json(self) -> str:
        """Write all of it for a program."""
        return json.dumps(
            {
                "day": self.day.isoformat(),
                "machine": self.machine,
                "runs": self.runs,
                "values": dict(self.values),
                "counts": dict(self.counts),
                "versions": dict(self.versions),
                "peers": {row: dict(found) for row, found in self.peers.items()},
                "samples": dict(self.samples),
                **asdict(self.beside),
            },
            indent=1,
        )

    def keep(self, name: str, folder: Path = RESULTS) -> None:
        """Write the files: all values, and the tables under a name."""
        folder.mkdir(exist_ok=True)
        raw, table = folder / "latest.json", folder / f"{name}.md"
        raw.write_text(self.as_json() + "\n", encoding="utf-8")
        told = "\n".join(self._tables().values())
        table.write_text(f"# Measured on {self.day}\n\n{told}", encoding="utf-8")

    def show_on(self, page: Path) -> None:
        """Put the tables on a page, each between its two marks, and the picture beside it.

        Raises:
            ValueError: The page has no such marks.
        """
        text = page.read_text(encoding="utf-8")
        for mark, table in self._tables().items():
            text = placed(text, mark, table)
        page.write_text(text, encoding="utf-8")
        if self.beside.points:
            picture = page.parent / "images" / "growth.svg"
            picture.write_text(chart(self.beside.points), encoding="utf-8")

    def _tables(self) -> dict[str, str]:
        """Give the tables that there are, by their marks on the page."""
        beside = self.beside
        tables = {
            "measured": self.markdown(),
            "memory": sizes(beside.needs) if beside.needs else "",
            "techniques": brought(beside.gains) if beside.gains else "",
        }
        return {mark: table for mark, table in tables.items() if table}

    def _measured(self) -> list[Row]:
        return [row for row in rows(self.values) if row.key in self.values]

    def _aims(self, row: Row) -> tuple[str, str, str]:
        stretch = "" if row.stretch is None else row.told(row.stretch)
        found = self.peers.get(row.key)
        beside = ", ".join(f"{name} {row.told(value)}" for name, value in (found or {}).items())
        before = f"({row.peers})" if row.peers and self.peers else row.peers
        return row.told(row.bound), stretch, beside or before

    def _caption(self) -> str:
        named = " and ".join(f"{name} {version}" for name, version in self.versions.items())
        beside = f"{named} in the same rounds, in brackets as measured" if named else "as measured"
        return (
            f"{self.day}, {self.machine}; medians of {self.runs} rounds in turns;"
            f" peers {beside} before, elsewhere."
        )


def placed(text: str, mark: str, table: str) -> str:
    """Put a table into a text, between its two marks.

    Raises:
        ValueError: The text has no such marks.
    """
    first, last = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    before, begin, rest = text.partition(first)
    _, end, after = rest.partition(last)
    if not begin or not end:
        raise ValueError(f"there is no place for the table: {first} … {last}")
    return f"{before}{begin}\n\n{table}\n{end}{after}"


def _marked(row: Row, value: float | None) -> str:
    told = row.told(value)
    return told if value is None or row.is_met(value) else f"**{told}**"
