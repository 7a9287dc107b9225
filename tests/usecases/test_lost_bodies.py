"""A large body is missing or was altered: the run stops with a sentence, and nothing runs."""

import pytest
from botocore.exceptions import ClientError

from signoff.core.click import AlreadyDecided, Lost, NotRecorded, OpenForm
from signoff.core.decision import Approved, RequirementState
from signoff.core.effects import OutState
from signoff.core.lost import UNREADABLE
from signoff.core.requirement import OutcomeState
from signoff.core.thread import ThreadState
from signoff.ports import UnreachableError
from signoff.testing.model import Reply, call, calls, say
from signoff.usecases.accept_event import accept_event
from signoff.usecases.forsake import FORSAKEN
from signoff.usecases.open_form import open_form
from signoff.usecases.sweep import WORDS_LOST
from signoff.usecases.take_turn import TurnEnd
from tests.usecases.table_world import Aws, Harm, TableWorld
from tests.usecases.test_pauses import actions
from tests.usecases.tools import ALL, DONE

LONG = "ä" * 60_000
STEP = "R#000001#STEP#000001"
REQ = "R#000001#REQ#000001.000000"
EMAIL = call("send_email", to="bob", subject="Hi")
LONG_EMAIL = calls(EMAIL, text=LONG)
DAY_S = 86_400
each_harm = pytest.mark.parametrize("harm", list(Harm))


def _waiting(aws: Aws, *after: Reply) -> TableWorld:
    world = TableWorld(aws, LONG_EMAIL, *after, tools=ALL)
    world.say("Mail Bob")
    return world


def _require_stopped(world: TableWorld) -> None:
    """Nothing ran, the thread was told once, and nothing is left to do."""
    assert DONE == []
    assert world.said == (FORSAKEN,)
    assert world.view.meta.state is ThreadState.IDLE
    assert not any(each.is_open for each in world.requirements)
    assert not any("due" in row for row in world.rows)


def _require_fit_for_more(world: TableWorld) -> None:
    """The thread takes the next message as it did the first, without what is lost."""
    asked = len(world.model.conversations)
    world.say("Are you there?")

    assert world.said[-1] == "Here I am."
    assert LONG not in str(world.model.conversations[asked])


@each_harm
@pytest.mark.parametrize("sk", [STEP, REQ])
def test_an_approved_call_does_not_start_when_its_thread_has_lost_something(
    aws: Aws, sk: str, harm: Harm
) -> None:
    world = _waiting(aws, say("Here I am."))
    world.decide(world.requirements[0], Approved())

    world.harm(sk, harm)
    world.work()

    _require_stopped(world)
    shown = world.chat.standing(world.thread, world.requirements[0].at).rows[0]
    assert shown.outcome is not None
    assert shown.outcome.state is OutcomeState.NOT_RUN
    assert actions(world)[-2:] == ["lost", "given_up"]
    _require_fit_for_more(world)


@each_harm
def test_an_approved_call_does_not_start_when_the_history_is_lost(aws: Aws, harm: Harm) -> None:
    world = TableWorld(aws, say(LONG * 2), EMAIL, say("Here I am."), tools=ALL)
    world.say("Tell me all")
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())
    said_before = world.said

    world.harm("HIST#000001", harm)
    world.work()

    assert DONE == []
    assert world.said == (*said_before, FORSAKEN)
    _require_fit_for_more(world)


@each_harm
def test_a_message_that_is_lost_stops_the_run_that_was_to_hear_it(aws: Aws, harm: Harm) -> None:
    world = TableWorld(aws, say("Here I am."))
    message = world.message(LONG)
    accept_event(message, store=world.store, clock=world.clock)

    world.harm(f"IN#{message.inbound.ts}", harm)
    world.turn()

    _require_stopped(world)
    _require_fit_for_more(world)


@each_harm
def test_a_message_that_is_lost_in_mid_turn_stops_the_run(aws: Aws, harm: Harm) -> None:
    world = TableWorld(aws, call("look_up", order="1"), say("Here I am."), tools=ALL)
    late = world.message(LONG, ts="1795096900.000001")

    def write() -> None:
        accept_event(late, store=world.store, clock=world.clock)
        world.harm(f"IN#{late.inbound.ts}", harm)

    DONE.then = write
    world.say("Look it up")

    assert DONE == ["looked up 1"]
    assert world.said == (FORSAKEN,)
    _require_fit_for_more(world)


@each_harm
@pytest.mark.parametrize("sk", [STEP, REQ])
def test_a_request_that_is_lost_expires_in_words_and_the_clock_is_done_with_it(
    aws: Aws, sk: str, harm: Harm
) -> None:
    world = _waiting(aws)
    world.harm(sk, harm)
    world.clock.advance(seconds=DAY_S)

    world.sweep()
    world.work()
    again = world.sweep()

    _require_stopped(world)
    assert again == {}
    assert world.queue.waiting == ()


@each_harm
def test_who_clicks_on_a_request_that_is_lost_is_told_so_and_its_run_ends(
    aws: Aws, harm: Harm
) -> None:
    world = _waiting(aws)
    asked = world.requirements[0]
    world.harm(REQ, harm)

    outcome = world.decide(asked, Approved())
    world.work()
    later = world.decide(asked, Approved())

    assert outcome == Lost()
    _require_stopped(world)
    assert isinstance(later, AlreadyDecided)
    assert later.state is RequirementState.CANCELLED


def test_who_wants_to_see_a_request_that_is_lost_is_told_so(aws: Aws) -> None:
    world = _waiting(aws)
    click = world.click(world.requirements[0])
    world.harm(REQ, Harm.MISSING)

    form = OpenForm(click=click, form="review", trigger="t")

    assert open_form(form, store=world.store, chat=world.chat, clock=world.clock) == Lost()


def test_beside_a_request_that_is_lost_another_is_drawn_and_neither_runs(aws: Aws) -> None:
    two = calls(EMAIL, call("send_email", to="eve", subject="Yo"), text=LONG)
    world = TableWorld(aws, two, tools=ALL)
    world.say("Mail both")
    lost, sound = world.requirements
    world.harm(REQ, Harm.MISSING)

    world.decide(sound, Approved())
    drawn = world.chat.standing(world.thread, lost.at).rows
    world.work()

    assert [row.title for row in drawn] == [UNREADABLE, sound.title]
    _require_stopped(world)


@each_harm
def test_a_call_that_was_cut_off_is_unknown_when_its_thread_has_lost_something(
    aws: Aws, harm: Harm
) -> None:
    world = _waiting(aws)
    world.decide(world.requirements[0], Approved())

    def die() -> None:
        raise KeyboardInterrupt

    DONE.then = die
    with pytest.raises(KeyboardInterrupt):
        world.work()
    world.harm(REQ, harm)
    world.turn()

    outcome = world.requirements[0].outcome
    assert len(DONE) == 1
    assert outcome is not None
    assert outcome.state is OutcomeState.UNKNOWN
    assert world.said == (FORSAKEN,)


@each_harm
def test_a_reply_that_is_lost_before_slack_has_it_is_told_of_once(aws: Aws, harm: Harm) -> None:
    world = TableWorld(aws, say(LONG))
    world.chat.fail_next("say", UnreachableError("down"))
    world.say("Tell me all")
    world.harm("R#000001#OUT#reply.1", harm)

    world.clock.advance(seconds=60)
    first = world.sweep()
    world.clock.advance(seconds=3600)
    second = world.sweep()

    assert (first, second) == ({"lost": 1}, {})
    assert world.said == (WORDS_LOST,)


def test_words_that_slack_has_may_be_lost(aws: Aws) -> None:
    world = TableWorld(aws, say(LONG), say("Here I am."))
    world.say("Tell me all")

    world.harm("R#000001#OUT#reply.1", Harm.MISSING)
    world.say("And now?")

    assert world.said[-1] == "Here I am."
    assert all(row.get("state") != OutState.FAILED for row in world.rows)


def test_a_request_that_is_over_may_be_lost(aws: Aws) -> None:
    world = _waiting(aws, say("Sent."), say("Here I am."))
    world.decide(world.requirements[0], Approved())
    world.work()

    world.harm(REQ, Harm.MISSING)
    world.say("And now?")

    assert world.said == ("Sent.", "Here I am.")


@pytest.mark.parametrize("code", ["SlowDown", "AccessDenied"])
def test_what_can_not_be_read_just_now_is_read_later_and_nothing_is_lost(
    aws: Aws, code: str
) -> None:
    world = _waiting(aws, say("Sent."))
    asked = world.requirements[0]
    sound = aws.bucket.get_object

    def refuse(**_request: object) -> object:
        raise ClientError({"Error": {"Code": code}}, "GetObject")

    aws.bucket.get_object = refuse
    clicked = world.decide(asked, Approved())
    ended = world.turn()
    aws.bucket.get_object = sound
    world.clock.advance(seconds=10)
    world.decide(asked, Approved())
    world.work()

    assert isinstance(clicked, NotRecorded)
    assert ended is TurnEnd.DELAYED
    assert DONE == ["sent Hi to bob"]
    assert world.said == ("Sent.",)
