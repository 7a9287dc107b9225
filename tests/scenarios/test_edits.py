"""People correct and delete what they wrote, in the shapes of Slack's events."""

from tests.scenarios.stage import ANA, BOB, BOT, EMAIL, OPS, Stage
from tests.scenarios.test_many_people import read


def waits(stage: Stage, text: str, user: str = ANA) -> str:
    """Write while a request is open; the message waits."""
    if not stage.thread_ts:
        stage.model.call("send_email", **EMAIL)
        stage.say("Mail Bob")
    ts = stage.slack.message(user, OPS, text, thread_ts=stage.thread_ts)
    stage.settle()
    return ts


def go_on(stage: Stage) -> list[str]:
    stage.model.say("Done.")
    stage.click("approve")
    stage.settle()
    return read(stage)[1:]


def test_a_waiting_message_is_read_as_it_was_edited_last(stage: Stage) -> None:
    ts = waits(stage, "to eve")

    stage.slack.edit(ANA, OPS, ts, "to bob")
    stage.slack.unfurl(OPS, ts)
    stage.settle()

    assert go_on(stage) == ["⟦ana⟧ to bob"]


def test_a_waiting_message_that_is_deleted_is_not_read(stage: Stage) -> None:
    ts = waits(stage, "never mind")
    waits(stage, "this counts", BOB)

    stage.slack.delete(ANA, OPS, ts)
    stage.settle()

    assert go_on(stage) == ["⟦bob⟧ this counts"]


def test_the_only_waiting_message_is_deleted_and_the_run_goes_on(stage: Stage) -> None:
    ts = waits(stage, "never mind")

    stage.slack.delete(ANA, OPS, ts)
    stage.settle()

    assert go_on(stage) == []
    assert stage.said == ["Done."]


def test_an_edit_that_is_delivered_twice_or_late_changes_nothing_more(stage: Stage) -> None:
    ts = waits(stage, "one")
    for text in ("two", "three"):
        stage.slack.edit(ANA, OPS, ts, text)
    edits = [
        each.payload
        for each in stage.slack.deliveries("event")
        if each.payload["event"].get("subtype") == "message_changed"
        and each.payload["event"].get("message", {}).get("ts") == ts
    ]

    for payload in edits:
        stage.slack.send(payload)
    stage.settle()

    assert go_on(stage) == ["⟦ana⟧ three"]


def test_an_edit_overtakes_its_message(stage: Stage) -> None:
    stage.model.say("Hello.")
    stage.system.hold_queue()
    stage.thread_ts = stage.slack.mention(ANA, OPS, "Helo")
    stage.slack.edit(ANA, OPS, stage.thread_ts, f"<@{BOT}> Hello")
    events = [
        each.payload
        for each in stage.slack.deliveries("event")
        if stage.thread_ts in str(each.payload["event"])
    ]
    stage.system.release_queue()
    for payload in reversed(events):
        stage.slack.send(payload)
    stage.settle()

    assert len(read(stage)) == 1
    assert read(stage)[0] in {"⟦ana⟧ Helo", "⟦ana⟧ Hello"}
    assert stage.said == ["Hello."]


def test_an_edit_that_calls_the_agent_is_heard(stage: Stage) -> None:
    stage.model.say("Here I am.")
    stage.thread_ts = stage.slack.message(ANA, OPS, "Can anybody help?")
    stage.settle()

    stage.slack.edit(ANA, OPS, stage.thread_ts, f"<@{BOT}> can you help?")
    stage.settle()

    assert stage.said == ["Here I am."]
    assert read(stage) == ["⟦ana⟧ can you help?"]


def test_an_edit_of_what_was_read_changes_nothing(stage: Stage) -> None:
    stage.model.say("One.").say("Two.")
    stage.say("Frist")
    stage.slack.edit(ANA, OPS, stage.thread_ts, f"<@{BOT}> First")
    stage.slack.delete(ANA, OPS, stage.thread_ts)
    stage.settle()

    stage.say("Second")

    assert read(stage) == ["⟦ana⟧ Frist", "⟦ana⟧ Second"]
    assert stage.said == ["One.", "Two."]
