from playground.slack.acts.speaking import Attachment
from tests.scenarios.stage import ANA, BOT, EMAIL, OPS, Stage


def test_a_mention_that_arrives_as_two_events_is_one_turn(stage: Stage) -> None:
    stage.model.say("Once.")

    stage.say("Hi")

    assert stage.said == ["Once."]
    assert stage.requests == 1


def test_a_direct_message_is_answered_in_its_thread(stage: Stage) -> None:
    stage.model.say("Hello, Ana.")

    ts = stage.slack.dm(ANA, "Hi")
    stage.settle()

    replies = stage.slack.messages(stage.slack.dm_channel(ANA), ts)
    assert [message.text for message in replies if message.user == BOT] == ["Hello, Ana."]


def test_a_reply_in_an_engaged_thread_needs_no_mention(stage: Stage) -> None:
    stage.model.say("One.").say("Two.")

    stage.say("First")
    stage.say("Second")

    assert stage.said == ["One.", "Two."]


def test_what_people_say_to_each_other_starts_nothing(stage: Stage) -> None:
    stage.slack.message(ANA, OPS, "Lunch?")
    stage.slack.join("U0EVE", OPS)
    stage.settle()

    assert stage.requests == 0


def test_edits_and_deletions_start_nothing(stage: Stage) -> None:
    stage.model.say("Once.")
    stage.say("Hi")

    stage.slack.edit(ANA, OPS, stage.thread_ts, "Hi there")
    stage.settle()

    assert stage.requests == 1


def test_a_retried_event_is_one_turn(stage: Stage) -> None:
    stage.model.say("Once.")
    stage.say("Hi")
    mention = next(
        delivery.payload
        for delivery in stage.slack.deliveries("event")
        if delivery.type == "app_mention" and delivery.payload["event"]["ts"] == stage.thread_ts
    )

    for _ in range(5):
        stage.slack.send(mention)
    stage.settle()

    assert stage.requests == 1


def test_the_agents_own_words_start_nothing(stage: Stage) -> None:
    stage.model.say("Once.")
    stage.say("Hi")

    echoes = [
        delivery.outcome
        for delivery in stage.slack.deliveries("event")
        if delivery.payload["event"].get("thread_ts") == stage.thread_ts
    ]

    assert echoes
    assert stage.requests == 1


def test_a_file_share_is_heard_by_name(stage: Stage) -> None:
    stage.model.say("Seen.")
    note = Attachment(name="notes.txt", mimetype="text/plain", content=b"x")
    stage.thread_ts = stage.slack.message(ANA, OPS, f"<@{BOT}> see this", attachments=[note])
    stage.settle()

    assert stage.said == ["Seen."]
    assert "notes.txt" in stage.model.requests[-1].last_user_text


def test_while_a_run_waits_nothing_is_invoked_and_nothing_lies_in_the_queue(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    worker = stage.system.function("turn_worker")
    before = stage.requests, len(stage.slack.calls()), worker.invocations

    for _ in range(5):
        stage.system.tick()

    assert [poller.waiting() for poller in stage.system.pollers] == [0]
    assert (stage.requests, len(stage.slack.calls()), worker.invocations) == before
