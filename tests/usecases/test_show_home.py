"""An inbox is shown, or a worker tries again, a few times."""

import pytest

from signoff.core.home_place import HomePlace, Section
from signoff.core.keys import ThreadKey
from signoff.core.observations.inboxes import HomeNotShown, HomeShown
from signoff.ports import TransientError, UndeliverableError, UnreachableError
from signoff.testing import HomeWish
from signoff.usecases.show_home import HomePorts, show_home
from tests.core.rows import BOB, THREAD
from tests.usecases.world import World

PLACE = HomePlace(section=Section.ASKED, page=2)
OURS = ThreadKey.of_team(THREAD.team)


def show(world: World, *, team: str = THREAD.team, tries: int = 0) -> bool:
    ports = HomePorts(
        store=world.store, queue=world.queue, chat=world.chat, clock=world.clock, tell=world.tell
    )
    return show_home(BOB.id, PLACE, team=team, ports=ports, tries=tries)


def test_an_inbox_is_shown_where_somebody_is_in_it() -> None:
    world = World()

    assert show(world)

    assert [each.place for each in world.chat.homes] == [PLACE]
    assert world.operator.of(HomeShown) == [
        HomeShown(thread=OURS, user=BOB.id, section="asked", waits=0)
    ]


@pytest.mark.parametrize(("asked", "waits"), [(0, 5), (40, 40), (5_000, 900)])
def test_a_slack_that_is_down_is_left_alone_and_tried_again(asked: int, waits: int) -> None:
    world = World()
    world.chat.fail_next("publish_home", UnreachableError("down", retry_after_s=asked))

    assert not show(world)

    assert world.queue.homes == [
        HomeWish(team=THREAD.team, user=BOB.id, place=PLACE, delay_s=waits, tries=1)
    ]
    assert world.operator.of(HomeNotShown) == []


def test_after_a_few_tries_it_is_left_to_whoever_opens_it_again() -> None:
    world = World()
    world.chat.fail_next("publish_home", UnreachableError("down"))

    assert not show(world, tries=2)

    assert world.queue.homes == []
    assert [each.user for each in world.operator.of(HomeNotShown)] == [BOB.id]


def test_an_app_without_a_home_tab_is_told_to_the_operator_and_not_tried_again() -> None:
    world = World()
    world.chat.fail_next("publish_home", UndeliverableError("not_enabled"))

    assert not show(world)

    assert [each.user for each in world.operator.of(HomeNotShown)] == [BOB.id]
    assert world.queue.homes == []


def test_the_inbox_of_another_workspace_is_not_made() -> None:
    world = World()

    assert not show(world, team="T0OTHER")

    assert world.chat.homes == []
    assert "another workspace" in world.operator.of(HomeNotShown)[0].why


def test_a_table_that_is_busy_is_an_error_for_the_queue() -> None:
    world = World()
    world.store.fail_next("pending", TransientError("busy"))

    with pytest.raises(TransientError):
        show(world)
