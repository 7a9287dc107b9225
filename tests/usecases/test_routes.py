"""A card that stands elsewhere, too: where a click on it counts, and where it is noted."""

from dataclasses import replace

import pytest

from signoff import tool
from signoff.core.click import Applied, Click, Decide, Gone
from signoff.core.decision import Approved
from signoff.core.effects import Card
from signoff.testing import call, say
from signoff.usecases.record_decision import record_decision
from tests.core.rows import THREAD
from tests.usecases.world import World


@tool(requires_confirmation=True, channel="C0APPROVALS")
def deploy(service: str) -> str:
    """Deploy it."""
    return service


@tool(requires_confirmation=True, channel="dm", approvers=["U0BOB"])
def refund(order: str) -> str:
    """Refund it."""
    return order


def asked(name: str) -> World:
    world = World(
        call(name, **{"deploy": {"service": "api"}, "refund": {"order": "7"}}[name]),
        say("Done."),
        tools=[deploy, refund],
    )
    world.say("Do it")
    return world


def clicked(world: World, *, channel: str, message_ts: str = "") -> tuple[object, Click]:
    click = replace(world.click(world.requirements[0]), channel=channel, message_ts=message_ts)
    decide = Decide(click=click, reading=lambda _: Approved())
    return record_decision(decide, ports=world.decision_ports), click


def the_card(world: World) -> Card:
    (card,) = world.view.cards
    return card


def test_a_routed_card_knows_all_its_places() -> None:
    world = asked("deploy")

    own, away = the_card(world).ts

    assert the_card(world).route == "C0APPROVALS"
    assert ("/" in own, away.startswith("C0APPROVALS/")) == (False, True)


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("deploy", "C0APPROVALS"),
        ("deploy", THREAD.channel),
        ("deploy", ""),
        ("refund", "D0BOB"),
        ("refund", THREAD.channel),
    ],
)
def test_a_click_counts_where_the_card_may_stand(name: str, channel: str) -> None:
    outcome, _ = clicked(asked(name), channel=channel)

    assert isinstance(outcome, Applied)


@pytest.mark.parametrize(
    ("name", "channel"),
    [("deploy", "C0OTHER"), ("deploy", "D0BOB"), ("refund", "C0OTHER")],
)
def test_a_click_anywhere_else_means_nothing(name: str, channel: str) -> None:
    world = asked(name)

    outcome, _ = clicked(world, channel=channel)

    assert outcome == Gone()
    assert world.requirements[0].is_open


def test_a_copy_that_nobody_noted_is_bound_where_it_stands() -> None:
    world = asked("deploy")

    clicked(world, channel="C0APPROVALS", message_ts="1795096999.000100")

    assert "C0APPROVALS/1795096999.000100" in the_card(world).ts


def test_a_late_click_on_a_copy_takes_its_buttons_off() -> None:
    world = asked("deploy")
    clicked(world, channel="")
    world.work()

    clicked(world, channel="C0APPROVALS", message_ts="1795096999.000100")

    assert "C0APPROVALS/1795096999.000100" in the_card(world).ts
    assert "C0APPROVALS/1795096999.000100" in world.chat.shown[-1].ts


def test_two_calls_that_are_decided_in_different_places_have_a_card_each() -> None:
    both = call("deploy", service="api").calls + call("refund", order="7").calls
    world = World(replace(say(""), calls=both), say("Done."), tools=[deploy, refund])

    world.say("Do both")

    assert [card.route for card in world.view.cards] == ["C0APPROVALS", "dm"]
