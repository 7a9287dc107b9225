"""Nobody decides past the rule: one use case writes decisions, and it asks who may before."""

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "layers/signoff/python/signoff"


def _who_says(pattern: str) -> set[str]:
    """Give the modules of the product in which a text stands."""
    found = re.compile(pattern)
    return {
        str(module.relative_to(SOURCE))
        for module in SOURCE.rglob("*.py")
        if found.search(module.read_text())
    }


def test_nothing_records_a_decision_but_what_has_asked_who_may() -> None:
    recording = "usecases/record_decision.py"

    deciding = {"usecases/wishes.py", "usecases/keep.py"}
    assert _who_says(r"\bdeciding\.(decided|approved)\(") == deciding
    assert _who_says(r"usecases\.keep import .*\bkeeping\b") == {"usecases/wishes.py"}
    assert _who_says(r"import .*\bchange_of\b|\bwishes\.change_of\(") == {recording}
    source = (SOURCE / recording).read_text()
    assert source.index("who = admitted(") < source.index("change = change_of(")
    assert "by=who, now=" in source


def test_an_admitted_person_is_made_in_one_place() -> None:
    assert _who_says(r"\bAdmitted\(person=") == {"usecases/authorise.py"}
