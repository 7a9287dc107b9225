from signoff.core.hearing import Uninstalled
from signoff.core.observations.installs import NotInstalled
from signoff.testing import InMemoryInstallations, Wake, call, say
from signoff.usecases.sweep import SweepPorts, sweep
from signoff.usecases.uninstall import uninstall
from tests.core.rows import NOON
from tests.usecases.tools import ALL
from tests.usecases.world import World

HOUR_S = 3_600


def _sweep_without_slack(world: World) -> dict[str, int]:
    ports = SweepPorts(
        store=world.store,
        queue=world.queue,
        chat_of=lambda _: None,
        clock=world.clock,
        tell=world.tell,
    )
    return dict(sweep(ports, has_time=lambda: True))


def _asked() -> World:
    world = World(call("send_email", to="bob", subject="Hi"), say("Nobody answered."), tools=ALL)
    world.say("Mail Bob")
    return world


def test_time_goes_on_where_the_app_is_not_installed_and_nobody_is_woken() -> None:
    world = _asked()
    world.clock.advance(seconds=25 * HOUR_S)

    became = _sweep_without_slack(world)

    assert became == {"expired": 1}
    assert world.queue.taken() == ()


def test_what_is_due_there_is_looked_at_once_an_hour_and_told() -> None:
    world = _asked()
    world.clock.advance(seconds=25 * HOUR_S)
    _sweep_without_slack(world)
    world.clock.advance(seconds=60)

    first, at_once = _sweep_without_slack(world), _sweep_without_slack(world)
    world.clock.advance(seconds=HOUR_S)
    later = _sweep_without_slack(world)

    assert (first, at_once, later) == ({"left_alone": 2}, {}, {"left_alone": 2})
    left = [each for each in world.operator.told if isinstance(each, NotInstalled)]
    assert {each.what for each in left} == {"META", "R#000001#CARD#000001.000000"}


def test_who_installs_the_app_again_finds_the_thread_going_on() -> None:
    world = _asked()
    world.clock.advance(seconds=25 * HOUR_S)
    _sweep_without_slack(world)
    world.clock.advance(seconds=60)
    _sweep_without_slack(world)
    world.clock.advance(seconds=HOUR_S)

    world.sweep()
    world.work()

    assert world.said == ("Nobody answered.",)


def test_a_reminder_never_puts_an_expiry_off() -> None:
    world = _asked()
    (asked,) = world.requirements

    for _ in range(30):
        world.clock.advance(seconds=HOUR_S)
        _sweep_without_slack(world)

    assert asked.exp < world.clock()
    assert [each.is_open for each in world.requirements] == [False]


def test_removing_the_app_touches_no_thread() -> None:
    world = _asked()
    before = world.rows

    uninstall(
        Uninstalled(where="T0LOCAL", until=NOON),
        installations=InMemoryInstallations(),
        tell=world.tell,
    )

    assert world.rows == before
    assert not [each for each in world.queue.taken() if isinstance(each, Wake)]
