import json

import pytest

from cli.pending import telling
from signoff.core.inbox import Listed
from signoff.core.requirement import Requirement
from signoff.core.terms import Terms
from tests.adapters.slack import asked

CANARY = "canary-4711"
HIDING = asked.confirmation(
    {**asked.EMAIL, "body": CANARY},
    title=f"Send {CANARY}",
    reason=f"It says {CANARY}",
    terms=Terms(redact=("body",)),
)


def listed(row: Requirement) -> Listed:
    return Listed(thread=asked.THREAD, requirement=row)


def test_what_a_tool_hides_is_told_by_its_length_only(capsys: pytest.CaptureFixture[str]) -> None:
    telling.whole(listed(HIDING))
    telling.table((listed(HIDING),), asked.ASKED_AT)
    as_json = telling.whole_json(listed(HIDING))
    shown = capsys.readouterr().out

    assert "hidden, 11 characters" in shown
    assert as_json["hidden"] == ["body"]
    assert CANARY not in shown + json.dumps(as_json) + telling.outcome_words(HIDING)


@pytest.mark.parametrize(
    ("row", "takes"),
    [
        (asked.confirmation(), ["approve", "reject", "edit", "instead"]),
        (asked.form(), ["reject", "answer", "instead"]),
        (asked.external(), ["done", "cannot"]),
        (asked.feedback(asked.question("Which?", "eu", "us")), ["reject", "answer"]),
        (asked.unknown(), ["happened", "again", "stop"]),
        (asked.unknown(quorum=2), ["happened", "stop"]),
    ],
)
def test_each_kind_of_request_says_what_it_takes(
    row: Requirement, takes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    telling.whole(listed(row))

    assert telling.whole_json(listed(row))["takes"] == takes
    assert f"takes {', '.join(takes)}" in capsys.readouterr().out
