from typing import get_args

from signoff.adapters.telling import name_of
from signoff.core.observation import Observation
from tests.docs.pages import ROOT, first_column, rows
from tests.stack.templates import resources
from tests.stack.watching.watched import shown

PAGE = ROOT / "docs/operations.md"
KINDS = get_args(Observation)


def test_every_line_of_the_log_is_told_with_its_level() -> None:
    told = {cells[0].strip("`"): cells[1] for cells in rows(PAGE, "## Log lines")}

    assert told == {name_of(kind): kind.level for kind in KINDS}


def test_every_metric_is_told_with_its_further_dimension() -> None:
    told = {(cells[0].strip("`"), cells[2].strip("`")) for cells in rows(PAGE, "## Metrics")}

    assert told == {
        (metric.name, "".join({name for name, _ in metric.dimensions} - {"Stack"}))
        for metric in shown()
        if metric.namespace == "Signoff"
    }


def test_every_alarm_is_told_with_what_to_do() -> None:
    assert first_column(PAGE, "## Alarms") == list(resources("AWS::CloudWatch::Alarm"))
    assert [cells for cells in rows(PAGE, "## Alarms") if len(cells[2]) < 40] == []
