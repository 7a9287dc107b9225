"""The inbox in the app's Home tab: what waits, all of it, and a decision from there."""

from typing import Any

from playground.slack.records import View
from tests.scenarios.stage import ANA, BOB, EMAIL, EVE, GUEST, Stage


def _asked(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")


def _home(stage: Stage, user: str = BOB) -> View:
    stage.slack.open_home(user)
    stage.settle()
    return _shown(stage, user)


def _shown(stage: Stage, user: str = BOB) -> View:
    shown = stage.slack.home(user)
    assert shown is not None
    return shown


def _review(stage: Stage, user: str = BOB) -> View:
    """Open the review of this thread's request from the inbox."""
    home = _home(stage, user)
    value = _value_of(home, stage)
    buttons = [e for b in home.content["blocks"] for e in b.get("elements", [])]
    nth = [e["value"] for e in buttons if e.get("action_id") == "look"].index(value)
    stage.slack.click_on(user, home, "look", nth=nth)
    return stage.modal(user)


def _value_of(home: View, stage: Stage) -> str:
    elements = [e for b in home.content["blocks"] for e in b.get("elements", [])]
    ours = [e["value"] for e in elements if stage.thread_ts in str(e.get("value"))]
    (value,) = ours
    return str(value)


def _words(view: View) -> str:
    return str(view.content["blocks"])


def test_what_waits_stands_in_the_inbox_and_is_approved_from_there(stage: Stage) -> None:
    _asked(stage)
    stage.model.say("Sent.")

    modal = _review(stage)
    assert EMAIL["body"] in _words(modal)
    submitted = stage.slack.submit_view(BOB, modal.id)
    stage.settle()

    assert stage.said == ["Sent."]
    assert stage.card.text.startswith("Done: Send email to bob@example.com. Approved by bob")
    assert stage.buttons() == []
    assert stage.thread_ts not in _words(_shown(stage))
    print(submitted, stage.slack.views(BOB)[-1].content)
