import csv
import io
import json

import pytest

from cli.facts import COLUMNS, Form, head_of, line_of
from signoff.core.audit import Fact, entry_after
from signoff.core.keys import ThreadKey
from signoff.core.who import Who
from signoff.usecases.export_audit import ExportedFact
from tests.core.rows import BOB, NOON, THREAD


def a_fact(note: str = "", name: str = "bob") -> ExportedFact:
    fact = Fact(
        action="voted",
        at=NOON,
        by=Who(id=BOB.id, name=name),
        about=("1.1.0", "1.1.1"),
        digests=("a" * 64, "b" * 64),
        note=note,
        evidence="in group S1",
    )
    entry = entry_after(None, fact, chain=THREAD.pk)
    return ExportedFact(thread=THREAD, entry=entry, fact=fact, tools=("pay", "wipe"))


def cells(told: ExportedFact) -> dict[str, str]:
    text = head_of(Form.CSV) + line_of(Form.CSV, told)
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    return row


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "\uff1d1"])
def test_what_begins_like_a_formula_is_kept_from_being_one(text: str) -> None:
    row = cells(a_fact(note=text, name=text))

    assert (row["note"], row["by_name"]) == (f"'{text}", f"'{text}")


@pytest.mark.parametrize("text", ["", "1 of 2", "a=b", 'say "no", twice', "two\nlines"])
def test_everything_else_is_written_as_it_is(text: str) -> None:
    assert cells(a_fact(note=text))["note"] == text


def test_both_forms_have_the_same_columns() -> None:
    read = json.loads(line_of(Form.JSONL, a_fact()))

    assert tuple(read) == tuple(cells(a_fact())) == COLUMNS
    assert read["tool"] == ["pay", "wipe"]
    assert cells(a_fact())["tool"] == "pay wipe"
    assert read["time"] == "2026-11-19T14:00:00.000+00:00"


def test_a_workspaces_own_audit_has_no_channel() -> None:
    told = a_fact()
    own = ExportedFact(thread=ThreadKey.of_team("T1"), entry=told.entry, fact=told.fact, tools=())

    read = json.loads(line_of(Form.JSONL, own))

    assert (read["team"], read["channel"], read["thread"]) == ("T1", None, None)
