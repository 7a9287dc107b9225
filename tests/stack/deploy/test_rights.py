"""Every right that a role has is needed: without it, its function is refused."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from playground.slack.local_slack import LocalSlack
from tests.stack.deploy.cloud import Cloud
from tests.stack.deploy.gate import Gate, Refusal
from tests.stack.deploy.people import BOB, approve, ask, card

SENTENCE = "Email bob@example.com about order 8841"
REFUSED_WITHIN = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Something that needs a right: how to get there with it, and what then fails without it."""

    prepare: Callable[[LocalSlack], str]
    act: Callable[[Cloud, LocalSlack, str], None]


def nothing(_slack: LocalSlack) -> str:
    return ""


def a_card(slack: LocalSlack) -> str:
    thread = ask(slack, SENTENCE)
    card(slack, thread)
    return thread


def a_mention(_cloud: Cloud, slack: LocalSlack, _thread: str) -> None:
    ask(slack, SENTENCE)


def a_click(_cloud: Cloud, slack: LocalSlack, thread: str) -> None:
    approve(slack, BOB, card(slack, thread))


def a_tick(cloud: Cloud, _slack: LocalSlack, _thread: str) -> None:
    cloud.tick()


MENTION = Scenario(prepare=nothing, act=a_mention)
CLICK = Scenario(prepare=a_card, act=a_click)
TICK = Scenario(prepare=nothing, act=a_tick)


@pytest.mark.parametrize(
    ("function", "action", "scenario"),
    [
        ("SlackEvents", "secretsmanager:GetSecretValue", MENTION),
        ("SlackEvents", "sqs:SendMessage", MENTION),
        ("SlackInteractions", "dynamodb:UpdateItem", CLICK),
        ("SlackInteractions", "sqs:SendMessage", CLICK),
        ("TurnWorker", "dynamodb:PutItem", MENTION),
        ("TurnWorker", "secretsmanager:GetSecretValue", MENTION),
        ("Clock", "dynamodb:Query", TICK),
    ],
)
def test_without_it_the_function_is_refused(
    function: str,
    action: str,
    scenario: Scenario,
    cloud: Cloud,
    slack: LocalSlack,
    gate: Gate,
) -> None:
    thread = scenario.prepare(slack)
    gate.forget()

    with cloud.without(function, action):
        scenario.act(cloud, slack, thread)

        assert gate.refused(Refusal(function=function, action=action), within=REFUSED_WITHIN)
