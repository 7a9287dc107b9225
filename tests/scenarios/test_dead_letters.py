"""A message that no worker could take, from the dead-letter queue to an answer after all."""

from typing import Any

import pytest

from playground.runner.everything import Everything
from signoff.adapters.dead_letters import DeadLetterQueue
from signoff.usecases.redrive import RedrivePorts, redrive
from signoff.usecases.tell_dead_letters import NOT_READ
from tests.scenarios.stage import ANA, OPS, Stage


@pytest.fixture
def letters(everything: Everything, stage: Stage) -> DeadLetterQueue:
    """The dead-letter queue, with a mention in it that was given up on."""
    named = everything.system.resources.attribute
    sqs: Any = everything.clients.sqs
    turns, dead = named("TurnQueue", None), named("TurnDeadLetters", None)
    stage.system.hold_queue()
    stage.thread_ts = stage.slack.mention(ANA, OPS, "Where is order 8841?")
    (message,) = sqs.receive_message(QueueUrl=turns, WaitTimeSeconds=5)["Messages"]
    sqs.send_message(QueueUrl=dead, MessageBody=message["Body"], MessageGroupId="T0LOCAL")
    sqs.delete_message(QueueUrl=turns, ReceiptHandle=message["ReceiptHandle"])
    stage.system.release_queue()
    return DeadLetterQueue(sqs, url=dead, turn_queue=turns)


def test_it_is_told_once_and_after_two_redrives_heard_once(
    stage: Stage, letters: DeadLetterQueue
) -> None:
    stage.model.say("On its way.")
    ports = RedrivePorts(dead_letters=letters, store=stage.store)

    for _ in range(3):
        stage.system.tick()
    told = stage.said
    (letter,) = letters.take(is_patient=True)
    letters.send_again(letter)
    letters.put_back(letter)
    sent = redrive(ports, wanted=None, tell=lambda _: None)
    stage.settle()

    assert told == [NOT_READ]
    assert [each.id for each in sent] == [letter.id]
    assert stage.said == [NOT_READ, "On its way."]
    assert stage.requests == 1
    assert letters.take(is_patient=True) == ()
