"""Decisions that stand, and hard rules, through the real stack: from the modal to the receipt."""

import json
from collections.abc import Iterator

import pytest

from playground.runner.everything import Everything
from playground.slack.records import Message
from signoff.core.audit import AuditEntry
from signoff.core.codec import from_item
from signoff.core.keys import ThreadKey
from signoff.core.outputs import FORBIDDEN
from tests.scenarios.stacks import stack_with
from tests.scenarios.stage import BOB, GUEST, Stage

API = {"service": "api", "reason": "it hangs"}


@pytest.fixture(scope="module")
def sticky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """The stack of template.yaml, with another agent.py in it."""
    root = tmp_path_factory.mktemp("project")
    with stack_with("sticky_agent.py", root) as everything:
        yield everything


@pytest.fixture
def stage(sticky: Everything) -> Iterator[Stage]:
    stage = Stage(sticky)
    yield stage
    stage.clear()


def _keep(stage: Stage, *, where: str = "In this thread", lasts: str = "1 hour") -> None:
    stage.click("keep")
    modal = stage.modal()
    filled = stage.filled(
        modal,
        where=stage.option(modal, "Where", where),
        for_how_long=stage.option(modal, "For how long", lasts),
    )
    assert stage.slack.submit_view(BOB, modal.id, filled).ok
    stage.settle()


def _words(message: Message) -> str:
    return json.dumps(message.blocks, ensure_ascii=False)


def _actions(stage: Stage, pk: str) -> list[str]:
    rows = stage.store.query(pk, "AUD#", "AUD$")
    return [fact.action for row in rows for fact in from_item(AuditEntry, row).facts]


def test_an_approval_is_kept_used_shown_and_revoked(stage: Stage) -> None:
    stage.model.call("restart", **API)
    stage.say("The API hangs")
    stage.model.say("It is up.")
    _keep(stage)
    receipt = stage.card
    assert "*Stands* until" in _words(receipt)
    assert stage.buttons(receipt) == ["revoke"]

    stage.model.call("restart", service="api", reason="again")
    stage.model.say("It is up again.")
    stage.say("Once more")
    assert len(stage.cards) == 1
    assert stage.outputs[-1] == "api is up again again"
    assert stage.said[1].startswith("Run without asking: `restart`, by @bob's standing approval")

    stage.click("revoke", card=receipt)
    stage.settle()
    assert "Standing approval revoked by <@U0BOB>" in _words(stage.cards[0])
    assert stage.buttons(stage.cards[0]) == []
    stage.model.call("restart", service="api", reason="third")
    stage.say("And again")
    assert len(stage.cards) == 2
    actions = _actions(stage, stage.thread.pk)
    assert [each for each in actions if each.startswith("grant")] == ["grant_used", "grant_revoked"]


def test_the_modal_says_what_later_calls_must_share_and_what_may_vary(stage: Stage) -> None:
    stage.model.call("restart", **API)
    stage.say("The API hangs")

    stage.click("keep")

    said = json.dumps(stage.modal().content, ensure_ascii=False)
    same = said.index("exactly the same")
    assert same < said.index('service:  \\"api\\"') < said.index("may be anything")
    assert said.index("may be anything") < said.index('reason:  \\"it hangs\\"')
    spans = [each["text"]["text"] for each in _options(stage, "For how long")]
    assert spans == ["1 hour", "8 hours"]


def _options(stage: Stage, label: str) -> list[dict[str, dict[str, str]]]:
    options: list[dict[str, dict[str, str]]] = stage.inputs(stage.modal())[label]["element"][
        "options"
    ]
    return options


def test_an_approval_for_every_thread_counts_in_another_one(stage: Stage) -> None:
    stage.model.call("restart", **API)
    stage.say("The API hangs")
    stage.model.say("It is up.")
    _keep(stage, where="In every thread", lasts="8 hours")
    first = stage.card
    there = stage.thread_ts

    stage.thread_ts = ""
    stage.model.call("restart", service="api", reason="elsewhere")
    stage.model.say("It is up again.")
    stage.say("The API hangs here, too")

    assert stage.cards == []
    assert stage.outputs[-1] == "api is up again elsewhere"
    stage.thread_ts = there
    stage.click("revoke", card=first)
    stage.settle()
    team = ThreadKey.of_team(stage.thread.team).pk
    assert _actions(stage, team)[-2:] == ["granted", "grant_revoked"]


def test_who_may_not_decide_keeps_and_revokes_nothing(stage: Stage) -> None:
    stage.model.call("restart", **API)
    stage.say("The API hangs")
    stage.model.say("It is up.")
    _keep(stage)

    stage.click("revoke", by=GUEST)
    stage.settle()

    assert stage.private(GUEST) == ["Guests and people from other organisations can't decide here."]
    assert stage.buttons() == ["revoke"]


def test_a_second_revocation_is_answered(stage: Stage) -> None:
    stage.model.call("restart", **API)
    stage.say("The API hangs")
    stage.model.say("It is up.")
    _keep(stage)
    late = stage.slack.aim(BOB, stage.card, "revoke")
    stage.click("revoke")
    stage.settle()

    stage.slack.press(late)
    stage.settle()

    (said,) = stage.private(BOB)
    assert said.startswith("Already revoked by <@U0BOB> at ")


def test_a_rejection_for_good_answers_later_calls_in_the_thread(stage: Stage) -> None:
    stage.model.call("restart", **API)
    stage.say("The API hangs")
    stage.model.say("Then not.")
    stage.menu("why")
    modal = stage.modal()
    filled = stage.filled(modal, reason="Look at the log first", from_now_on=[{"value": "0"}])
    assert stage.slack.submit_view(BOB, modal.id, filled).ok
    stage.settle()
    assert "*Not asked about again* in this thread" in _words(stage.card)

    stage.model.call("restart", service="db")
    stage.model.say("I see.")
    stage.say("Then the database")

    assert len(stage.cards) == 1
    assert stage.outputs[-1].startswith("Not run: @bob rejected restart")


def test_what_a_rule_forbids_runs_for_nobody_and_what_it_asks_about_waits(stage: Stage) -> None:
    stage.model.call("erase", volume="prod-1")
    stage.model.say("I may not.")
    stage.say("Erase prod-1")
    assert (stage.cards, stage.outputs) == ([], [FORBIDDEN])
    assert _actions(stage, stage.thread.pk) == ["denied"]

    stage.model.call("erase", volume="scratch")
    stage.say("Erase scratch")
    stage.model.say("Done.")
    assert stage.buttons()[:2] == ["approve", "reject"]
    stage.click("approve")
    stage.settle()

    assert stage.outputs[-1] == "scratch is empty"
