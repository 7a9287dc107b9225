"""What a tool hides stands on no surface, until somebody who may decide asks to see it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest

from playground.model import Answer, call, text
from playground.runner.everything import Everything
from signoff.core.audit import AuditEntry, Fact
from signoff.core.codec import from_item
from signoff.usecases.show_run import show_run
from tests.scenarios.stacks import stack_with
from tests.scenarios.stage import ANA, BOB, EVE, GUEST, Stage

CANARY = "canary-7f3a-0123456789ab"
HIDDEN = "hidden, 24 characters"
PIN = "canary-pin"


@pytest.fixture(scope="module")
def told() -> list[str]:
    """All that the functions print."""
    return []


@pytest.fixture(scope="module")
def redacting(tmp_path_factory: pytest.TempPathFactory, told: list[str]) -> Iterator[Everything]:
    """The stack of template.yaml, with an agent whose tools hide something."""
    root = tmp_path_factory.mktemp("project")
    with stack_with(
        "redacting_agent.py", root, tell=lambda *line: told.append(" ".join(map(str, line)))
    ) as everything:
        yield everything


@pytest.fixture
def stage(redacting: Everything) -> Iterator[Stage]:
    stage = Stage(redacting)
    yield stage
    stage.clear()


def _calls(stage: Stage, name: str, **arguments: Any) -> None:
    """Have the model call a tool, and say the hidden value along with it."""
    said = text(f"I use {CANARY} here.")
    stage.model.reply(Answer(items=(said, call(name, **arguments))))


def _facts(stage: Stage) -> list[Fact]:
    return [fact for row in stage.rows("AUD#") for fact in from_item(AuditEntry, row).facts]


def _sent(stage: Stage, first: int) -> str:
    return json.dumps([each.args for each in stage.slack.calls()[first:]], ensure_ascii=False)


def _timeline(stage: Stage) -> str:
    shown = show_run(stage.thread, run=None, store=stage.store)
    assert shown is not None
    return json.dumps([asdict(each) for each in shown.moments], default=str)


def _through_every_pause(stage: Stage) -> None:
    _calls(stage, "rotate", service="pay", key=CANARY)
    stage.say("Rotate it")
    _calls(stage, "pay", iban=CANARY, pin=None)
    stage.click("approve")
    stage.settle()
    stage.click("fill")
    filled = stage.filled(stage.modal(), pin=PIN)
    _calls(stage, "log_in", host="db", password=CANARY)
    stage.slack.submit_view(BOB, stage.modal().id, filled)
    stage.settle()
    _calls(stage, "fetch", token=CANARY)
    stage.click("done")
    printed = stage.filled(stage.modal(), What_it_printed=f"Welcome, {CANARY}!")
    stage.model.say("All done.")
    stage.slack.submit_view(BOB, stage.modal().id, printed)
    stage.settle()


def test_a_hidden_value_is_nowhere_but_in_the_store_and_in_the_tool(
    stage: Stage, told: list[str]
) -> None:
    first, before = len(stage.slack.calls()), len(told)

    _through_every_pause(stage)

    assert stage.said == ["All done."]
    assert f"fetched with {CANARY}" in stage.outputs[-1]
    sent, logged = _sent(stage, first), "\n".join(told[before:])
    audit = json.dumps([dict(row) for row in stage.rows("AUD#")], default=str)
    timeline = _timeline(stage)
    for surface in (sent, logged, audit, timeline):
        assert CANARY not in surface
        assert PIN not in surface
    assert HIDDEN in sent
    assert "hidden, 10 characters" in sent
    assert HIDDEN in timeline
    assert CANARY in json.dumps([dict(row) for row in stage.rows("#REQ#")], default=str)


def test_the_title_speaks_of_it_in_words(stage: Stage) -> None:
    _calls(stage, "rotate", service="pay", key=CANARY)

    stage.say("Rotate it")

    assert stage.card.text.startswith(f"Approval needed: Rotate pay to {HIDDEN}. service: pay; key")
    assert "I use (hidden) here." in json.dumps(stage.card.blocks)


def test_it_can_be_approved_without_a_look_and_the_tool_gets_the_value(stage: Stage) -> None:
    _calls(stage, "publish", service="pay", key=CANARY)
    stage.say("Publish it")
    stage.model.say("Done.")

    stage.click("approve", by=EVE)
    stage.settle()

    assert stage.outputs == [f"published {CANARY} of pay"]
    assert [fact.action for fact in _facts(stage)].count("revealed") == 0


def test_whoever_may_decide_is_shown_it_and_the_audit_says_why_they_might(stage: Stage) -> None:
    _calls(stage, "publish", service="pay", key=CANARY)
    stage.say("Publish it")

    stage.click("reveal", by=EVE)

    modal = stage.modal(EVE)
    assert f'key:  \\"{CANARY}\\"' in json.dumps(modal.content)
    assert "submit" not in modal.content
    (seen,) = [fact for fact in _facts(stage) if fact.action == "revealed"]
    assert (seen.by.id if seen.by else "", seen.evidence) == (EVE, "named as approver")
    assert seen.note == "key"
    assert stage.buttons() == ["approve", "reject", "reveal", "more"]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (GUEST, "Guests and people from other organisations can't decide here."),
        (BOB, "You can't decide this one: it needs"),
        (ANA, "You can't decide this one: it needs"),
    ],
)
def test_nobody_else_is_shown_it_and_they_are_told_so(stage: Stage, who: str, words: str) -> None:
    _calls(stage, "publish", service="pay", key=CANARY)
    stage.say("Publish it")
    opened = stage.slack_calls("views.open")

    stage.click("reveal", by=who)

    assert stage.slack_calls("views.open") == opened
    assert stage.private(who)[0].startswith(words)
    assert [fact.action for fact in _facts(stage)][-1] == "refused"


def test_a_long_request_can_be_revealed_from_its_review_and_leads_back(stage: Stage) -> None:
    _calls(stage, "publish", service="pay " * 400, key=CANARY)
    stage.say("Publish it")
    stage.click("review", by=EVE)
    review = stage.modal(EVE)
    assert CANARY not in json.dumps(review.content)

    stage.slack.click_on(EVE, review, "reveal")
    shown = stage.modal(EVE)
    stage.slack.click_on(EVE, shown, "page1")

    assert CANARY in json.dumps(shown.content)
    assert stage.modal(EVE).id == review.id
    assert CANARY not in json.dumps(stage.modal(EVE).content)
