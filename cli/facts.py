"""The facts of an audit, written for machines: a line of JSON or of CSV each."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

from cli import answers
from signoff.usecases.export_audit import ExportedFact

_Cell: TypeAlias = "str | int | Sequence[str] | None"

COLUMNS = (
    "time",
    "team",
    "channel",
    "thread",
    "number",
    "action",
    "by_id",
    "by_name",
    "about",
    "tool",
    "digest",
    "note",
    "evidence",
    "hash",
    "previous",
)
"""What each line has, in order."""

# What spreadsheets take for the beginning of a formula; the last four are wide forms of the first.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")


class Form(StrEnum):
    """In which form facts are written."""

    JSONL = "jsonl"
    CSV = "csv"


def head_of(form: Form) -> str:
    """Give what stands before the first fact."""
    return _csv(COLUMNS) if form is Form.CSV else ""


def line_of(form: Form, told: ExportedFact) -> str:
    """Write one fact, with the end of its line."""
    return _WRITERS[form](_cells(told))


def _cells(told: ExportedFact) -> Mapping[str, _Cell]:
    fact, thread = told.fact, told.thread
    return {
        "time": answers.iso(fact.at),
        "team": thread.team,
        "channel": thread.channel or None,
        "thread": thread.thread_ts or None,
        "number": told.entry.number,
        "action": fact.action,
        "by_id": fact.by.id if fact.by else None,
        "by_name": fact.by.name if fact.by else None,
        "about": fact.about,
        "tool": told.tools,
        "digest": fact.digests,
        "note": fact.note,
        "evidence": fact.evidence,
        "hash": told.entry.hash,
        "previous": told.entry.previous,
    }


def _as_json(cells: Mapping[str, _Cell]) -> str:
    return json.dumps(cells, ensure_ascii=True) + "\n"


def _as_csv(cells: Mapping[str, _Cell]) -> str:
    return _csv([_inert(_text(cell)) for cell in cells.values()])


def _text(cell: _Cell) -> str:
    if isinstance(cell, str | int | None):
        return "" if cell is None else str(cell)
    return " ".join(cell)


def _inert(text: str) -> str:
    """Keep a spreadsheet from taking somebody's words for a formula: they begin with a quote."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _csv(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()


_WRITERS: Mapping[Form, Callable[[Mapping[str, _Cell]], str]] = {
    Form.JSONL: _as_json,
    Form.CSV: _as_csv,
}
