import json
from dataclasses import replace
from pathlib import Path

from bench.measure.techniques import Gain
from bench.tables import Beside, brought
from tests.bench.test_memory import ACK
from tests.bench.test_rows import a_report

GAIN = Gain(technique="bytecode", figure="worker, start to card", ms=1085.2, without_ms=2009.4)


def test_what_a_technique_brings_is_told_in_times() -> None:
    lines = brought([GAIN]).splitlines()

    assert lines[2] == "| bytecode | worker, start to card | 1,085 ms | 2,009 ms | 1.9 times |"


def test_all_that_was_measured_is_kept_with_its_tables(tmp_path: Path) -> None:
    beside = Beside(needs=[ACK], gains=[GAIN])

    replace(a_report(slack_calls=4), beside=beside).keep("2026-11-26", tmp_path)

    kept = (tmp_path / "2026-11-26.md").read_text("utf-8")
    assert [word in kept for word in ("| figure |", "| function |", "| technique |")] == [True] * 3
    told = json.loads((tmp_path / "latest.json").read_text("utf-8"))
    assert told["values"] == {"slack_calls": 4}
    assert (told["needs"][0]["function"], told["gains"][0]["ms"]) == ("slack_events", 1085.2)


def test_each_table_has_its_place_on_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    marks = ("measured", "techniques", "memory")
    page.write_text("".join(f"<!-- {m}: begin --><!-- {m}: end -->\n" for m in marks), "utf-8")

    replace(a_report(slack_calls=4), beside=Beside(needs=[ACK], gains=[GAIN])).show_on(page)

    text = page.read_text("utf-8")
    heads = [text.index(head) for head in ("| figure |", "| technique |", "| function |")]
    assert heads == sorted(heads)


def test_what_was_not_measured_leaves_its_table_as_it_was(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    old = "<!-- memory: begin -->old<!-- memory: end -->"
    page.write_text(f"<!-- measured: begin --><!-- measured: end -->\n{old}", "utf-8")

    a_report(slack_calls=4).show_on(page)

    assert page.read_text("utf-8").endswith(old)
