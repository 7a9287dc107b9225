import json
from dataclasses import replace

import pytest

from signoff.adapters.aws import MissingResourceError, Resource
from signoff.adapters.deliveries import LEASE_BEYOND_MS, SLICE_MS, SPARE_MS, Worker, times, work
from signoff.adapters.sqs import UnreadableMessageError
from signoff.ports import UndeliverableError, UnreachableError
from signoff.settings import Door
from signoff.testing import RetriedEvent
from signoff.testing.model import Line, say
from tests.adapters.slack.signed import envelope
from tests.core.rows import NOON, THREAD
from tests.usecases.world import World

WAKE = json.dumps(
    {
        "kind": "wake",
        "team": THREAD.team,
        "channel": THREAD.channel,
        "thread_ts": THREAD.thread_ts,
    }
)


def _event(raw: str, **more: str) -> str:
    return json.dumps({"kind": "event", "body": raw, **more})


def _worker(*lines: Line) -> tuple[World, Worker]:
    world = World(*lines)
    worker = Worker(
        agent=world.agent,
        ports=world.ports,
        times=times(now=NOON, remaining_ms=180_000),
        door=Door(app="A0LOCAL", team=None),
    )
    return world, worker


def test_an_event_is_heard() -> None:
    world, worker = _worker(say("Hello."))

    assert work(_event(envelope()), worker, is_first_try=True) == "taken"
    assert world.said == ("Hello.",)


def test_a_wake_takes_a_turn() -> None:
    world, worker = _worker(say("Hello."))
    world.say("Hi")

    assert work(WAKE, worker, is_first_try=True) == "idle"


def test_a_row_whose_place_has_come_is_seen_to() -> None:
    world, worker = _worker(say("Hello."))
    world.chat.fail_next("say", UnreachableError("limit", retry_after_s=1))
    world.say("Hi")
    (out,) = world.view.outs
    key = world.thread.out(out.run, out.name)
    row = {"kind": "row", "pk": key.pk, "sk": key.sk, "due": str(out.due)}
    world.clock.advance(seconds=120)

    became = [work(json.dumps(row), worker, is_first_try=True) for _ in range(2)]

    assert became == ["sent", "not_due"]
    assert world.said == ("Hello.",)


HOME = {"kind": "home", "team": "T0LOCAL", "user": "U0BOB", "place": "home.asked.2"}


def test_a_wish_for_an_inbox_shows_it() -> None:
    world, worker = _worker()

    assert work(json.dumps(HOME), worker, is_first_try=True) == "home shown"
    (shown,) = world.chat.homes
    assert (shown.inbox.user, shown.place.value) == ("U0BOB", "home.asked.2")


def test_an_opened_inbox_is_shown_also_from_the_event_itself() -> None:
    world, worker = _worker()
    opened = _event(envelope({"type": "app_home_opened", "user": "U0BOB", "tab": "home"}))

    assert work(opened, worker, is_first_try=True) == "home shown"
    assert [each.place.value for each in world.chat.homes] == ["home.waits.1"]


@pytest.mark.parametrize("wrong", [{"place": "home.x.1"}, {"user": 7}, {"tries": "many"}])
def test_a_wish_for_an_inbox_that_is_none_of_ours_goes_back(wrong: dict[str, object]) -> None:
    _, worker = _worker()

    with pytest.raises(UnreadableMessageError):
        work(json.dumps({**HOME, **wrong}), worker, is_first_try=True)


def test_what_nobody_reacts_to_is_dropped() -> None:
    _, worker = _worker()
    join: dict[str, object] = {
        "type": "message",
        "subtype": "channel_join",
        "user": "U1",
        "ts": "1.1",
        "channel": "C",
    }

    assert work(_event(envelope(join)), worker, is_first_try=True) == "ignored"


def test_an_event_of_another_workspace_than_the_tokens_is_dropped() -> None:
    world, worker = _worker()
    elsewhere = envelope(authorizations=[{"team_id": "T0OTHER", "user_id": "U0BOT"}])

    assert work(_event(elsewhere), worker, is_first_try=True) == "another team"
    assert world.store.rows == ()


@pytest.mark.parametrize(("asks_s", "delay_s"), [(0, 30), (300, 300), (3600, 900)])
@pytest.mark.parametrize("more", [{}, {"retried": "yes"}], ids=["new", "retried"])
def test_an_event_waits_in_the_queue_while_slack_cannot_say_whose_bot_this_is(
    asks_s: int, delay_s: int, more: dict[str, str]
) -> None:
    world, worker = _worker()
    world.chat.fail_next("team", UnreachableError("down", retry_after_s=asks_s))

    assert work(_event(envelope(), **more), worker, is_first_try=True) == "put off"

    assert world.queue.waiting == (
        RetriedEvent(body=envelope(), team="T0LOCAL", delay_s=delay_s, is_retried=more != {}),
    )
    assert world.store.rows == ()


@pytest.mark.parametrize(
    "error", [UnreachableError("down"), UndeliverableError("token_revoked")], ids=["down", "token"]
)
def test_where_the_door_knows_the_workspace_a_run_begins_without_slack(error: Exception) -> None:
    world, worker = _worker(say("Hello."))
    world.chat.fail_next("team", error)
    at_home = replace(worker, door=Door(app="A0LOCAL", team="T0LOCAL"))

    assert work(_event(envelope()), at_home, is_first_try=True) == "taken"

    assert world.said == ("Hello.",)


def test_a_revoked_token_is_an_error_for_the_queue_where_the_door_takes_any_workspace() -> None:
    world, worker = _worker()
    world.chat.fail_next("team", UndeliverableError("token_revoked"))

    with pytest.raises(UndeliverableError):
        work(_event(envelope()), worker, is_first_try=True)


def test_a_message_that_is_none_of_ours_goes_back_to_the_queue() -> None:
    _, worker = _worker()

    with pytest.raises(UnreadableMessageError):
        work("{}", worker, is_first_try=True)


def test_a_missing_table_is_one_sentence_in_the_thread_and_the_event_is_kept() -> None:
    world, worker = _worker()
    missing = MissingResourceError(
        Resource(kind="table", name="signoff-Table", variable="SIGNOFF_TABLE")
    )
    for is_first_try in (True, False):
        world.store.fail_next("commit", missing)
        with pytest.raises(MissingResourceError):
            work(_event(envelope()), worker, is_first_try=is_first_try)

    (said,) = world.chat.said
    assert "signoff-Table" in said.text
    assert "Your message is kept" in said.text
    assert world.model.conversations == ()


def test_a_missing_table_is_an_error_for_the_queue_also_when_slack_is_down() -> None:
    world, worker = _worker()
    missing = MissingResourceError(Resource(kind="table", name="t", variable="SIGNOFF_TABLE"))
    world.store.fail_next("commit", missing)
    world.chat.fail_next("say", missing)

    with pytest.raises(MissingResourceError):
        work(_event(envelope()), worker, is_first_try=True)


def test_a_lease_outlives_the_function_and_a_slice_ends_before_it() -> None:
    planned = times(now=NOON, remaining_ms=180_000)

    assert planned.lease_ms == 180_000 + LEASE_BEYOND_MS
    assert planned.slice_end == NOON + SLICE_MS
    assert times(now=NOON, remaining_ms=60_000).slice_end == NOON + 60_000 - SPARE_MS


OTHER: dict[str, object] = {
    "type": "app_mention",
    "user": "U0DEPLOY",
    "bot_id": "B0DEPLOY",
    "app_id": "A0DEPLOY",
    "text": "<@U0BOT> deployed",
    "ts": "1795096800.000100",
    "channel": "C0OPS",
}


def _hearing(worker: Worker, *bots: str) -> Worker:
    return replace(worker, agent=replace(worker.agent, bots=bots))


def test_another_app_is_heard_if_the_agent_lists_it() -> None:
    _, worker = _worker(say("Good."))

    assert work(_event(envelope(OTHER)), worker, is_first_try=True) == "ignored"
    listed = _hearing(worker, "B0DEPLOY")
    assert work(_event(envelope(OTHER)), listed, is_first_try=True) == "taken"


def test_we_are_not_heard_though_the_event_does_not_say_who_we_are() -> None:
    world, worker = _worker(say("Echo."))
    listed = _hearing(worker, "B0BOT", "U0BOT")
    echo = json.loads(envelope({**OTHER, "user": "U0BOT", "bot_id": "B0BOT", "app_id": None}))
    echo["authorizations"] = []

    assert work(_event(json.dumps(echo)), listed, is_first_try=True) == "ignored"
    assert world.said == ()


def test_another_app_waits_until_slack_says_who_we_are() -> None:
    world, worker = _worker(say("Good."))
    world.chat.fail_next("own_ids", UnreachableError("down"))
    listed = _hearing(worker, "B0DEPLOY")

    assert work(_event(envelope(OTHER)), listed, is_first_try=True) == "put off"
    assert [type(each) for each in world.queue.taken()] == [RetriedEvent]


def test_a_person_does_not_wait_for_it() -> None:
    world, worker = _worker(say("Hello."))
    world.chat.fail_next("own_ids", UnreachableError("down"))

    assert work(_event(envelope()), worker, is_first_try=True) == "taken"


@pytest.mark.parametrize("error", [UndeliverableError("no")])
def test_an_app_is_not_heard_where_slack_will_not_say_who_we_are(error: Exception) -> None:
    world, worker = _worker(say("Good."))
    world.chat.fail_next("own_ids", error)

    became = work(_event(envelope(OTHER)), _hearing(worker, "B0DEPLOY"), is_first_try=True)

    assert became == "ignored"


def test_an_edit_and_a_deletion_reach_their_message() -> None:
    world, worker = _worker(say("One."), say("Two."))
    ts = "1795096800.000300"
    words = {"type": "message", "user": "U0ANA", "ts": ts, "text": "<@U0BOT> hi"}
    place: dict[str, object] = {"type": "message", "channel": "C0OPS", "channel_type": "channel"}
    after = {**words, "text": "<@U0BOT> ho", "edited": {"user": "U0ANA", "ts": "1795096801.0"}}
    edit = {**place, "subtype": "message_changed", "message": after, "previous_message": words}
    gone = {**place, "subtype": "message_deleted", "deleted_ts": ts, "previous_message": words}

    became = [work(_event(envelope(each)), worker, is_first_try=True) for each in (edit, gone)]

    assert became == ["taken", "too_late"]
    assert "ho" in str(world.model.conversations[0][0])
