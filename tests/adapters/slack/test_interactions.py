"""What a click in the inbox is answered where nothing can be decided by it."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from signoff.adapters.slack.interactions import interact
from signoff.core.click import Gone, NotRecorded, Surface
from signoff.core.home_place import HomePlace, Section
from signoff.core.observations.people import NotTold
from signoff.ports import TransientError, UndeliverableError
from signoff.settings import Door
from signoff.testing import HomeWish, ToldInView
from tests.usecases.world import World

HERE = Surface(trigger="13.abc")


def press(world: World, value: str, *, action_id: str = "", url: str = "") -> object:
    """Press a button in Bob's inbox."""
    button: dict[str, Any] = {"type": "button", "action_id": action_id or value, "value": value}
    payload = {
        "type": "block_actions",
        "team": {"id": "T0LOCAL"},
        "user": {"id": "U0BOB", "team_id": "T0LOCAL"},
        "api_app_id": "A0LOCAL",
        "trigger_id": "13.abc",
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": "home", "private_metadata": "home.asked.2"},
        "actions": [button | ({"url": url} if url else {})],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    ports = world.decision_ports
    answer = interact(body, ports_of=lambda _: ports, door=Door(app=None, team=None))
    return answer["statusCode"]


def test_a_turned_page_is_a_wish_in_the_queue_and_answered_at_once() -> None:
    world = World()

    assert press(world, "home.decided.3") == 200

    place = HomePlace(section=Section.DECIDED, page=3)
    assert world.queue.homes == [HomeWish(team="T0LOCAL", user="U0BOB", place=place)]
    assert world.chat.told_in_view == []


def test_a_queue_that_is_down_is_told_in_a_small_modal() -> None:
    world = World()
    world.queue.fail_next("show_home", TransientError("down"))

    assert press(world, "home.waits.2") == 200

    assert world.chat.told_in_view == [ToldInView(surface=HERE, outcome=NotRecorded())]


@pytest.mark.parametrize("value", ["home.waits.0", "look.C0OPS.1.1.1.1.0.1.x", "", "approve"])
def test_a_forged_button_is_told_in_a_small_modal(value: str) -> None:
    world = World()

    assert press(world, value, action_id=value or "approve") == 200

    assert world.chat.told_in_view == [ToldInView(surface=HERE, outcome=Gone())]
    assert world.queue.homes == []


def test_a_request_that_is_not_there_is_told_in_a_small_modal_and_the_inbox_made_anew() -> None:
    world = World()
    value = "look.C0OPS.1795096800.000100.1.1.0.1.0123456789abcdef"

    assert press(world, value, action_id="look") == 200

    assert world.chat.told_in_view == [ToldInView(surface=HERE, outcome=Gone())]
    assert [each.place.value for each in world.queue.homes] == ["home.asked.2"]


def test_a_link_says_nothing() -> None:
    world = World()

    assert press(world, "", action_id="thread", url="https://acme.slack.com/") == 200

    assert (world.chat.told_in_view, world.queue.homes) == ([], [])


def test_a_slack_that_takes_no_modal_is_told_to_the_operator() -> None:
    world = World()
    world.chat.fail_next("tell_in_view", UndeliverableError("expired_trigger_id"))

    assert press(world, "home.waits.0") == 200

    assert [each.user for each in world.operator.of(NotTold)] == ["U0BOB"]
