from signoff.core.audit import AuditEntry
from signoff.core.codec import from_item
from signoff.core.decision import RequirementState
from signoff.core.observations.presence import StopTaken
from signoff.core.presence import Activity, StopPressed
from signoff.ports import UndeliverableError, UnreachableError
from signoff.testing import call, guest, member, say
from signoff.usecases import press_stop
from signoff.usecases.press_stop import Pressed
from tests.core.rows import THREAD
from tests.usecases.tools import ALL, DONE
from tests.usecases.tools import nothing_done_yet as _nothing_done_yet
from tests.usecases.world import World

nothing_done_yet = _nothing_done_yet
EMAIL = call("send_email", to="bob", subject="Hi")
LATER = "1795096900.000100"


def _press(world: World, *, user: str = "U0ANA", ts: str = LATER, mark: str = "") -> Pressed:
    pressed = StopPressed(thread=world.thread, user=user, ts=ts, mark=mark or ts or "Ev1")
    became = press_stop.press_stop(pressed, ports=world.ports)
    world.work()
    return became


def _whispers(world: World) -> list[tuple[str, str]]:
    return [(each.user, each.text) for each in world.chat.whispered]


def _waiting() -> World:
    world = World(EMAIL, say("Next."), tools=ALL)
    world.say("Write to Bob")
    return world


def test_a_run_ends_its_cards_settle_and_the_thread_says_who_stopped_it() -> None:
    world = _waiting()

    became = _press(world)

    assert became is Pressed.STOPPED
    assert world.said == ("Stopped by @ana.",)
    assert world.requirements[0].state is RequirementState.CANCELLED
    assert world.presence.activities(THREAD)[-1] is Activity.CLOSED
    assert _whispers(world) == []


def test_a_run_at_work_ends_before_its_next_call() -> None:
    steps = [call("look_up", order=str(number)) for number in (1, 2, 3)]
    world = World(*steps, tools=ALL)
    pressed = StopPressed(thread=THREAD, user="U0BOB", ts=LATER, mark=LATER)

    def press() -> None:
        DONE.then = None
        press_stop.press_stop(pressed, ports=world.ports)

    DONE.then = press
    world.say("Look them all up")

    assert list(DONE) == ["looked up 1"]
    assert world.said == ("Stopped by @bob.",)


def test_the_audit_knows_who_and_why_they_may() -> None:
    world = _waiting()

    _press(world, user="U0BOB")

    entries = [from_item(AuditEntry, row) for row in world.rows if "AUD#" in str(row["sk"])]
    (asked,) = [fact for entry in entries for fact in entry.facts if fact.action == "stop_asked"]
    assert asked.by is not None
    assert (asked.by.id, asked.by.name, asked.evidence) == ("U0BOB", "bob", press_stop.MEMBER)


def test_one_press_that_is_delivered_often_does_it_once() -> None:
    world = _waiting()

    became = [_press(world) for _ in range(3)]

    assert became == [Pressed.STOPPED, Pressed.KNOWN, Pressed.KNOWN]
    assert world.said == ("Stopped by @ana.",)
    assert _whispers(world) == []


def test_a_press_that_comes_again_ends_no_later_run() -> None:
    world = _waiting()
    _press(world)
    world.say("Something else")

    again = _press(world)

    assert again is Pressed.KNOWN
    assert world.said == ("Stopped by @ana.", "Next.")


def test_two_people_who_press_at_once_stop_it_once() -> None:
    world = _waiting()
    first = StopPressed(thread=THREAD, user="U0ANA", ts=LATER, mark="a")
    second = StopPressed(thread=THREAD, user="U0BOB", ts=LATER, mark="b")

    became = [press_stop.press_stop(each, ports=world.ports) for each in (first, second)]
    world.work()

    assert became == [Pressed.STOPPED, Pressed.STOPPED_BEFORE]
    assert world.said == ("Stopped by @ana.",)


def test_where_nothing_runs_they_are_told_so_and_the_button_goes() -> None:
    world = World(say("Hello."))
    world.say("Hi")
    before = world.said

    became = [_press(world), _press(world)]

    assert became == [Pressed.NOTHING_RUNS, Pressed.KNOWN]
    assert _whispers(world) == [("U0ANA", press_stop.NOTHING_RUNS)]
    assert world.presence.activities(THREAD)[-1] is Activity.ACTIVE
    assert world.said == before


def test_in_a_thread_that_nobody_knows_nothing_is_stored() -> None:
    world = World()

    assert _press(world) is Pressed.NOTHING_RUNS
    assert world.rows == ()


def test_a_press_that_comes_late_leaves_what_began_after_it() -> None:
    world = _waiting()

    became = _press(world, ts="1795096700.000100")

    assert became is Pressed.LATE
    assert world.requirements[0].is_open
    assert _whispers(world) == [("U0ANA", press_stop.LATE)]
    assert world.presence.activities(THREAD)[-1] is Activity.SUSPENDED


def test_a_press_without_a_time_means_what_runs_now() -> None:
    world = _waiting()

    assert _press(world, ts="") is Pressed.STOPPED
    assert world.said == ("Stopped by @ana.",)


def test_guests_and_strangers_stop_nothing_and_are_told_so() -> None:
    world = _waiting()

    became = [_press(world, user=user, mark=user) for user in ("U0GUEST", "U0OUT")]

    assert became == [Pressed.REFUSED] * 2
    assert world.requirements[0].is_open
    assert _whispers(world) == [(user, press_stop.OUTSIDER) for user in ("U0GUEST", "U0OUT")]


def test_whoever_is_nobody_stops_nothing() -> None:
    world = _waiting()
    world.chat.know(member("U0OLD", "old"))

    world.chat.fail_next("person", UndeliverableError("user_not_found"))

    assert _press(world, user="U0OLD") is Pressed.REFUSED
    assert _whispers(world) == [("U0OLD", press_stop.WHO)]


def test_a_stop_does_not_wait_until_slack_says_who_it_was() -> None:
    world = _waiting()
    world.chat.fail_next("person", UnreachableError("slow"))

    became = _press(world)

    assert became is Pressed.STOPPED
    assert world.said == (f"Stopped by {press_stop.SOMEBODY}.",)


def test_a_name_comes_not_alive_in_the_thread() -> None:
    world = _waiting()
    world.chat.know(member("U0EVIL", "<!channel> *now*\n# big"))

    _press(world, user="U0EVIL")

    assert world.said == ("Stopped by @!channel now big.",)


def test_who_cannot_be_told_privately_keeps_nothing_from_ending() -> None:
    world = _waiting()
    world.chat.know(guest("U0GIL", "gil"))
    world.chat.fail_next("whisper", UnreachableError("slow"))

    assert _press(world, user="U0GIL") is Pressed.REFUSED


def test_the_operator_hears_what_became_of_it() -> None:
    world = _waiting()

    _press(world)

    (taken,) = world.operator.of(StopTaken)
    assert (taken.user, taken.became) == ("U0ANA", "stopped")
