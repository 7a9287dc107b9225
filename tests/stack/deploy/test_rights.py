"""Every right that a role has is needed: without it, its function is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import pytest

from playground.model import LocalModel
from playground.slack.local_slack import LocalSlack
from tests.stack.deploy.cloud import Cloud
from tests.stack.deploy.gate import Gate, Refusal
from tests.stack.deploy.people import (
    ANA,
    BOB,
    LARGE,
    OPS,
    SENTENCE,
    approve,
    ask,
    card,
    review,
)
from tests.stack.templates import functions, listed, statements

REFUSED_WITHIN = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that takes part."""

    cloud: Cloud
    slack: LocalSlack
    model: LocalModel


Thread: TypeAlias = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Something that needs a right.

    Attributes:
        prepare: How to get there while the right is still given.
        act: What then cannot be done without it.
    """

    prepare: Callable[[World], Thread]
    act: Callable[[World, Thread], None]


def nothing(_world: World) -> Thread:
    return ""


def a_card(world: World) -> Thread:
    thread = ask(world.slack, SENTENCE)
    card(world.slack, thread)
    return thread


def a_large_card(world: World) -> Thread:
    thread = ask(world.slack, LARGE)
    card(world.slack, thread, "review")
    return thread


def a_card_of_a_thread_whose_audit_was_altered(world: World) -> Thread:
    thread = a_card(world)
    world.cloud.lose_audit_head(thread)
    return thread


def a_mention(world: World, _thread: Thread) -> None:
    ask(world.slack, SENTENCE)


def a_large_call(world: World, _thread: Thread) -> None:
    ask(world.slack, LARGE)


def a_reply_that_overtook_its_mention(world: World, _thread: Thread) -> None:
    opening = world.slack.message(ANA, OPS, "Nobody has called the agent here.")
    world.slack.message(BOB, OPS, "And nobody will.", thread_ts=opening)


def a_message_that_nobody_can_read(world: World, _thread: Thread) -> None:
    world.cloud.queue("?")


def a_click(world: World, thread: Thread) -> None:
    approve(world.slack, BOB, card(world.slack, thread))


def a_look_at_all_of_it(world: World, thread: Thread) -> None:
    review(world.slack, BOB, card(world.slack, thread, "review"))


def another_word(world: World, thread: Thread) -> None:
    world.slack.mention(ANA, OPS, "How is it going?", thread_ts=thread)


def an_expiry(world: World, thread: Thread) -> None:
    world.cloud.let_expire(thread)
    world.cloud.tick()


def a_look_at_the_inbox(world: World, _thread: Thread) -> None:
    world.slack.open_home(BOB)


MENTION = Scenario(prepare=nothing, act=a_mention)
LARGE_CALL = Scenario(prepare=nothing, act=a_large_call)
OVERTAKEN = Scenario(prepare=nothing, act=a_reply_that_overtook_its_mention)
UNREADABLE = Scenario(prepare=nothing, act=a_message_that_nobody_can_read)
CLICK = Scenario(prepare=a_card, act=a_click)
ALTERED_CLICK = Scenario(prepare=a_card_of_a_thread_whose_audit_was_altered, act=a_click)
LARGE_LOOK = Scenario(prepare=a_large_card, act=a_look_at_all_of_it)
LARGE_TURN = Scenario(prepare=a_large_card, act=another_word)
EXPIRY = Scenario(prepare=a_card, act=an_expiry)
ALTERED_EXPIRY = Scenario(prepare=a_card_of_a_thread_whose_audit_was_altered, act=an_expiry)
LARGE_EXPIRY = Scenario(prepare=a_large_card, act=an_expiry)
HOME = Scenario(prepare=nothing, act=a_look_at_the_inbox)

NEEDED_BY = {
    ("SlackEvents", "QueueEvents", "sqs:SendMessage"): MENTION,
    ("SlackEvents", "VerifySlack", "secretsmanager:GetSecretValue"): MENTION,
    ("SlackInteractions", "ReadLargePayloads", "s3:GetObject"): LARGE_LOOK,
    ("SlackInteractions", "RecordDecisions", "dynamodb:BatchGetItem"): CLICK,
    ("SlackInteractions", "RecordDecisions", "dynamodb:ConditionCheckItem"): CLICK,
    ("SlackInteractions", "RecordDecisions", "dynamodb:PutItem"): CLICK,
    ("SlackInteractions", "RecordDecisions", "dynamodb:Query"): ALTERED_CLICK,
    ("SlackInteractions", "RecordDecisions", "dynamodb:UpdateItem"): CLICK,
    ("SlackInteractions", "SpeakInSlack", "secretsmanager:GetSecretValue"): CLICK,
    ("SlackInteractions", "VerifySlack", "secretsmanager:GetSecretValue"): CLICK,
    ("SlackInteractions", "WakeThreads", "sqs:SendMessage"): CLICK,
    ("TurnWorker", "AskTheModel", "secretsmanager:GetSecretValue"): MENTION,
    ("TurnWorker", "KeepLargePayloads", "s3:GetObject"): LARGE_TURN,
    ("TurnWorker", "KeepLargePayloads", "s3:PutObject"): LARGE_CALL,
    ("TurnWorker", "KeepRuns", "dynamodb:BatchGetItem"): MENTION,
    ("TurnWorker", "KeepRuns", "dynamodb:ConditionCheckItem"): CLICK,
    ("TurnWorker", "KeepRuns", "dynamodb:DeleteItem"): MENTION,
    ("TurnWorker", "KeepRuns", "dynamodb:PutItem"): MENTION,
    ("TurnWorker", "KeepRuns", "dynamodb:Query"): MENTION,
    ("TurnWorker", "KeepRuns", "dynamodb:UpdateItem"): MENTION,
    ("TurnWorker", "ListWhatWaits", "dynamodb:Query"): HOME,
    ("TurnWorker", "ListWhatWasDecided", "dynamodb:Query"): HOME,
    ("TurnWorker", "SpeakInSlack", "secretsmanager:GetSecretValue"): MENTION,
    ("TurnWorker", "TakeTurns", "sqs:ChangeMessageVisibility"): UNREADABLE,
    ("TurnWorker", "TakeTurns", "sqs:SendMessage"): OVERTAKEN,
    ("Clock", "ExpireAndRepair", "dynamodb:BatchGetItem"): EXPIRY,
    ("Clock", "ExpireAndRepair", "dynamodb:PutItem"): EXPIRY,
    ("Clock", "ExpireAndRepair", "dynamodb:Query"): ALTERED_EXPIRY,
    ("Clock", "ExpireAndRepair", "dynamodb:UpdateItem"): EXPIRY,
    ("Clock", "FindWhatIsDue", "dynamodb:Query"): EXPIRY,
    ("Clock", "ReadLargePayloads", "s3:GetObject"): LARGE_EXPIRY,
    ("Clock", "SpeakInSlack", "secretsmanager:GetSecretValue"): EXPIRY,
    ("Clock", "WakeThreads", "sqs:SendMessage"): EXPIRY,
}
# AWS takes messages from the queue with these, and refuses the event source without them: the
# local one takes them unasked.
LAMBDA_POLLS_WITH = {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}
# AWS asks this right of the batch call too; the local one, which knows only the single call, does
# not: it was taken away, and nothing was refused.
ASKED_OF_A_BATCH = {("Clock", "LookAtDeadLetters", "sqs:ChangeMessageVisibility")}
# S3 answers otherwise with this; nothing is refused without it.
S3_ANSWERS_WITH = {"s3:ListBucket"}
# Lambda writes logs and traces beside the functions.
LAMBDA_WRITES_WITH = ("logs:", "xray:")


# What only a stack has that workspaces install themselves; the one that is deployed here is none.
ONLY_FOR_INSTALLS = {
    "AskForTokens",
    "FindExpiringTokens",
    "FindInstallations",
    "KeepInstallations",
    "OpenTokens",
    "RenewTokens",
    "SealTokens",
}


def granted() -> set[tuple[str, str, str]]:
    return {
        (name, each["Sid"], action)
        for name in functions()
        for each in statements(f"{name}Role")
        for action in listed(each["Action"])
        if not action.startswith(LAMBDA_WRITES_WITH)
        and each["Sid"] not in ONLY_FOR_INSTALLS
        and action not in LAMBDA_POLLS_WITH | S3_ANSWERS_WITH
    }


@pytest.fixture
def world(cloud: Cloud, slack: LocalSlack, model: LocalModel) -> World:
    return World(cloud=cloud, slack=slack, model=model)


def test_every_right_has_something_that_needs_it() -> None:
    assert granted() - ASKED_OF_A_BATCH == NEEDED_BY.keys()


@pytest.mark.parametrize(
    ("function", "sid", "action"), sorted(NEEDED_BY), ids=lambda value: value.rpartition(":")[2]
)
def test_without_it_the_function_is_refused(
    function: str, sid: str, action: str, world: World, gate: Gate
) -> None:
    scenario = NEEDED_BY[function, sid, action]
    thread = scenario.prepare(world)
    gate.forget()

    with world.cloud.without(function, sid, action):
        scenario.act(world, thread)

        assert gate.refused(Refusal(function=function, action=action), within=REFUSED_WITHIN)
