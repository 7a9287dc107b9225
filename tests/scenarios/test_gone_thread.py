"""A channel is archived, or Slack asks to be left alone: nobody is left in the dark."""

import time
from collections.abc import Iterator

import pytest

from playground.slack.deliveries.transport import Answered
from playground.slack.records import Message
from signoff.core.items import Update
from signoff.core.keys import Key
from tests.scenarios.stage import BOB, EMAIL, OPS, Stage

DIRECT = "D0ANA"


@pytest.fixture
def archived(stage: Stage) -> Iterator[Stage]:
    """A thread with a decided card, whose next one finds the channel archived."""
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob, twice")
    stage.model.call("send_email", **{**EMAIL, "subject": "Again"})
    stage.slack.change_channel(OPS, is_archived=True)
    stage.click("approve")
    stage.settle()
    yield stage
    stage.slack.change_channel(OPS, is_archived=False)


def _told(stage: Stage) -> list[Message]:
    """What the agent wrote to Ana directly, about this thread."""
    found = [m for m in stage.slack.messages(DIRECT) if m.bot_id and m.metadata]
    return [m for m in found if stage.thread_ts in str(m.metadata)]


def _come_due(stage: Stage, kind: str) -> None:
    """Let the time come at which the clock looks at some rows, and have it look."""
    for row in stage.rows(kind):
        if "due" in row:
            key = Key(str(row["pk"]), str(row["sk"]))
            stage.store.change(Update(key=key, put={"due": 1, "until": 1}))
    stage.system.tick()
    stage.settle()


def test_an_archived_channel_is_told_directly_and_gets_its_card_when_it_is_back(
    archived: Stage,
) -> None:
    stage = archived
    (told,) = _told(stage)
    assert "it is archived" in told.text
    assert "Send email to bob@example.com" in told.text
    assert len(stage.cards) == 1
    assert [row.get("instead") for row in stage.rows("#CARD#")] == [None, "TOLD"]

    _come_due(stage, "#CARD#")
    assert (len(_told(stage)), len(stage.cards)) == (1, 1)

    stage.slack.change_channel(OPS, is_archived=False)
    _come_due(stage, "#CARD#")
    stage.model.say("Sent both.")
    stage.click("approve")
    stage.settle()

    assert stage.said == ["Sent both."]
    assert [card.text.partition(" ")[0] for card in stage.cards] == ["Done:", "Done:"]
    assert [row.get("due") for row in stage.rows("#CARD#")] == [None, None]


def test_a_request_in_an_archived_channel_expires_and_its_end_is_told_directly(
    archived: Stage,
) -> None:
    stage = archived
    stage.model.say("Nobody decided.")
    stage.expire()

    stage.system.tick()
    stage.settle()

    assert [m.text.rpartition("\n")[2] for m in _told(stage)[1:]] == ["Nobody decided."]
    assert [row["state"] for row in stage.rows("#OUT#")] == ["TOLD"]
    (_, row) = stage.rows("#CARD#")
    assert (row["instead"], "due" in row) == ("TOLD", False)


def test_a_limit_of_thirty_seconds_holds_no_function_for_half_of_them(stage: Stage) -> None:
    stage.slack.fail("chat.postMessage", retry_after=30)
    stage.model.call("send_email", **EMAIL)
    began = time.monotonic()
    stage.say("Mail Bob")
    asked = time.monotonic() - began
    assert stage.cards == []
    (row,) = stage.rows("#CARD#")
    assert int(str(row["due"])) > 1

    stage.renew()
    _come_due(stage, "#CARD#")
    stage.slack.fail("chat.update", retry_after=30, times=2)
    stage.model.say("Sent.")
    began = time.monotonic()
    outcome = stage.click("approve", by=BOB)
    clicked = time.monotonic() - began
    stage.settle()
    stage.renew()

    assert isinstance(outcome, Answered)
    assert stage.said == ["Sent."]
    assert (asked < 15, clicked < 15) == (True, True)
