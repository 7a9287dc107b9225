"""Whatever goes wrong, and whatever errors say of it: nobody's words come into the log."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count

import pytest

from signoff import tool
from signoff.adapters.deliveries import Worker, times, work
from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.relay import relay
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.adapters.visibility import Receipt, shorter_wait
from signoff.core.decision import Answered, Approved, Rejected
from signoff.core.home_place import HomePlace
from signoff.core.items import Update
from signoff.ports import PermanentError, TransientError, UndeliverableError
from signoff.settings import Door
from signoff.testing.model import Line, call, cut, refused, say, turned_down, unavailable
from tests.adapters.slack.signed import envelope
from tests.stack.watching.queues import queues
from tests.stack.watching.watched import WatchedWorld

CANARY = "canary-7f3a"
PORTS = {
    "store": ("read", "query", "change", "commit", "due"),
    "queue": ("wake",),
    "chat": ("show", "find", "say", "tell", "whisper", "person"),
}
ERRORS: tuple[Callable[[], Exception], ...] = (
    lambda: TransientError(CANARY),
    lambda: PermanentError(CANARY),
    lambda: UndeliverableError(CANARY),
    lambda: RefusedBySlackError(Method.UPDATE, "invalid_blocks", CANARY),
    lambda: ValueError(CANARY),
)


@tool(requires_confirmation=True, summary="Mail {to}")
def mail(to: str, body: str) -> str:
    """Mail somebody."""
    if body == f"{CANARY}-bad":
        raise ValueError(body)
    return f"sent {body} to {to}"


@tool(requires_user_input=True)
def fill(note: str) -> str:
    """Note something."""
    return note


MAIL = call("mail", to=CANARY, body=CANARY)
BAD = call("mail", to=CANARY, body=f"{CANARY}-bad")


def _world(*lines: Line) -> WatchedWorld:
    return WatchedWorld(*lines, tools=[mail, fill])


def _steps(world: WatchedWorld) -> Iterator[Callable[[], object]]:
    """Play everything that people, worker and clock do."""
    yield lambda: world.say(CANARY)
    for _ in range(3):
        for each in world.requirements:
            if each.tool == "fill":
                yield partial(world.decide, each, Answered(values=f'{{"note":"{CANARY}"}}'))
            yield partial(world.decide, each, Rejected(reason=CANARY), by="U0GUEST")
            yield partial(world.decide, each, Approved())
            yield partial(world.decide, each, Rejected(reason=CANARY), by="U0EVE")
        yield world.work
        world.clock.advance(seconds=60)
        yield world.sweep


def _played(world: WatchedWorld) -> None:
    for step in _steps(world):
        with suppress(Exception):
            step()


SCRIPTS: tuple[tuple[Line, ...], ...] = (
    (MAIL, say(CANARY)),
    (BAD, say(CANARY)),
    (call("fill", note=CANARY), say(CANARY)),
    (call(CANARY, to=CANARY), say(CANARY)),
    (call("mail", to=CANARY, cc=CANARY), say(CANARY)),
    (turned_down(CANARY),),
    (unavailable(CANARY), say(CANARY)),
    (refused(CANARY),),
    (cut(CANARY, why="max_output_tokens"),),
)


@pytest.mark.parametrize("script", SCRIPTS, ids=range(len(SCRIPTS)))
def test_no_words_of_people_models_or_tools_are_told(script: tuple[Line, ...]) -> None:
    world = _world(*script)

    _played(world)

    assert len(world.lines) > 3
    assert CANARY not in "".join(world.lines)


@pytest.mark.parametrize("error", ERRORS, ids=range(len(ERRORS)))
@pytest.mark.parametrize(
    ("port", "method"), [(port, method) for port, methods in PORTS.items() for method in methods]
)
def test_no_words_of_an_error_are_told(
    port: str, method: str, error: Callable[[], Exception]
) -> None:
    world = _world(MAIL, say(CANARY), say(CANARY))
    numbers = count()

    for step in _steps(world):
        if next(numbers) % 2:
            getattr(world, port).fail_next(method, error())
        with suppress(Exception):
            step()

    assert len(world.lines) > 3
    assert CANARY not in "".join(world.lines)


def test_no_words_of_a_row_that_cannot_be_read_are_told() -> None:
    world = _world(MAIL, say(CANARY))
    world.say(CANARY)
    for row in world.store.rows:
        if "#REQ#" in str(row["sk"]):
            key = world.thread.requirement(world.requirements[0].at)
            world.store.change(Update(key=key, put={"body": f'{{"{CANARY}": 1}}', "due": 1}))

    for do in (world.sweep, world.work, lambda: world.say(CANARY)):
        with suppress(Exception):
            do()

    assert CANARY not in "".join(world.lines)


def test_no_words_of_a_message_that_failed_are_told() -> None:
    world = _world()
    receipt = Receipt(message_id="m1", handle="h1", received=1)
    worker = Worker(
        agent=world.agent,
        ports=world.ports,
        times=times(now=world.clock(), remaining_ms=180_000),
        door=Door(app=None, team=None),
    )

    for body in (CANARY, f'{{"kind": "{CANARY}"}}', f'{{"kind": "event", "body": "{CANARY}"}}'):
        with (
            queues() as both,
            suppress(Exception),
            shorter_wait(both.sqs, both.urls["TurnQueue"], receipt, world.tell),
        ):
            work(body, worker, is_first_try=True)

    assert len(world.lines) == 3
    assert CANARY not in "".join(world.lines)


class Down:
    """A queue that does not take anything."""

    def send_event(self, body: str, *, team: str) -> None:
        raise TransientError(f"{team}: {body}")

    def show_home(self, team: str, user: str, place: HomePlace) -> None:
        raise TransientError(f"{team}: {user} {place.value}")


def test_no_words_of_an_event_are_told_at_the_door() -> None:
    world = _world()
    words: dict[str, object] = {
        "type": "app_mention",
        "user": "U0ANA",
        "ts": "1.1",
        "channel": "C0",
        "text": CANARY,
    }
    bodies = (
        CANARY,
        envelope(words),
        envelope({**words, "type": CANARY}),
        envelope(api_app_id=CANARY),
    )

    for body in bodies:
        relay(body.encode(), queue=Down(), door=Door(app="A0LOCAL", team=None), tell=world.tell)

    assert len(world.lines) == len(bodies)
    assert CANARY not in "".join(world.lines)
