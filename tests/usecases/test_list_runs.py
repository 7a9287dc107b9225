from dataclasses import replace

import pytest

from signoff import tool
from signoff.core.items import Update
from signoff.core.transitions import lease
from signoff.ports import UnreachableError
from signoff.testing import call, say
from signoff.usecases.give_up import TRIES
from signoff.usecases.list_runs import FAILING, LATE_MS, RunLine, RunState, list_runs
from tests.core.rows import THREAD
from tests.usecases.tools import ALL
from tests.usecases.world import LEASE_MS, World

EMAIL = call("send_email", to="bob", subject="Hi")


def lines(world: World, *, is_all: bool = False) -> tuple[RunLine, ...]:
    return list_runs(world.store, teams=(THREAD.team,), now=world.clock(), is_all=is_all)


def only(world: World) -> RunLine:
    (line,) = lines(world)
    return line


def waiting() -> World:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    return world


def test_a_run_that_waits_is_listed_with_its_expiry() -> None:
    world = waiting()

    line = only(world)

    assert (line.state, line.open_requests, line.run) == (RunState.WAITING, 1, 1)
    assert line.expires_at == world.requirements[0].exp


def test_a_run_that_waits_for_ever_is_found_by_its_workspace() -> None:
    @tool(requires_confirmation=True, expires_in=None)
    def act(x: str) -> str:
        """Act."""
        return x

    world = World(call("act", x="1"), tools=[act])
    world.say("Act")

    elsewhere = list_runs(world.store, teams=(), now=world.clock(), is_all=False)

    assert (only(world).state, only(world).expires_at) == (RunState.WAITING, None)
    assert elsewhere == ()


def test_a_run_that_a_worker_has_is_running() -> None:
    world = waiting()
    world.store.change(lease.claim(THREAD, now=world.clock(), lease_ms=LEASE_MS))

    assert (only(world).state, only(world).why) == (RunState.RUNNING, "a worker has it")


def test_a_run_that_is_to_end_says_so() -> None:
    world = waiting()
    world.stop()
    queued = only(world)
    world.store.change(lease.claim(THREAD, now=world.clock(), lease_ms=LEASE_MS))

    assert (queued.state, queued.why) == (RunState.RUNNING, "to be taken up")
    assert only(world).why == "stopping"


def test_what_has_ended_is_listed_only_among_all() -> None:
    world = World(say("Hello."))
    world.say("Hi")

    assert lines(world) == ()
    assert [line.state for line in lines(world, is_all=True)] == [RunState.ENDED]


@pytest.mark.parametrize(
    ("tries", "why"),
    [(FAILING, "failed 3 times in a row"), (TRIES + 1, "given up on after 6 tries")],
)
def test_what_fails_again_and_again_is_stuck(tries: int, why: str) -> None:
    world = waiting()
    world.store.change(Update(key=THREAD.meta(), put={"tries": tries}))

    assert (only(world).state, only(world).why) == (RunState.STUCK, why)


def test_what_nobody_has_taken_up_for_long_is_stuck() -> None:
    world = waiting()
    world.stop()
    world.clock.advance(ms=LATE_MS + 20_000)

    assert only(world).why.startswith("due for long")


def test_a_request_past_its_expiry_is_stuck() -> None:
    world = waiting()
    world.clock.advance(ms=world.requirements[0].exp - world.clock() + LATE_MS + 1)

    assert only(world).why.startswith("a request is past its expiry")


def test_a_reply_that_slack_does_not_take_is_stuck() -> None:
    world = World(say("Hello."))
    world.chat.fail_next("say", UnreachableError("down"))
    world.say("Hi")
    world.clock.advance(ms=LATE_MS + 60_000)

    assert only(world).why == "1 messages or cards are not in Slack"


def test_the_worst_comes_first() -> None:
    world = waiting()
    other = replace(THREAD, channel="C0AAA")
    for row in world.store.rows:
        if row["sk"] == "META":
            world.store.change(
                Update(
                    key=other.meta(),
                    put={"v": 1, "body": "{}", "due": 1, "due_shard": "due", "tries": 9},
                )
            )

    assert [line.state for line in lines(world)] == [RunState.STUCK, RunState.WAITING]


def test_a_thread_of_which_only_a_notice_is_known_is_listed_while_it_is_due() -> None:
    world = World()
    out = THREAD.out(0, "dead.m1")
    world.store.change(Update(key=out, put={"due": 1, "due_shard": "due"}))

    line = only(world)

    assert (line.state, line.run) == (RunState.STUCK, 0)
