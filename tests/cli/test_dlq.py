from collections.abc import Callable, Iterator
from typing import Any

import pytest

from playground.runner.everything import Everything
from signoff.adapters.dead_letters import DeadLetterQueue
from tests.cli.conftest import Ask, Run
from tests.scenarios.stage import ANA, OPS, Stage


@pytest.fixture
def bury(everything: Everything, stage: Stage) -> Iterator[Callable[[], str]]:
    """Has a mention end up in the dead-letter queue; gives its `ts`."""
    named = everything.system.resources.attribute
    sqs: Any = everything.clients.sqs
    turns, dead = named("TurnQueue", None), named("TurnDeadLetters", None)

    def one() -> str:
        stage.system.hold_queue()
        stage.thread_ts = stage.slack.mention(ANA, OPS, "Where is order 8841?")
        (message,) = sqs.receive_message(QueueUrl=turns, WaitTimeSeconds=5)["Messages"]
        sqs.send_message(QueueUrl=dead, MessageBody=message["Body"], MessageGroupId="T0LOCAL")
        sqs.delete_message(QueueUrl=turns, ReceiptHandle=message["ReceiptHandle"])
        stage.system.release_queue()
        return stage.thread_ts

    yield one
    letters = DeadLetterQueue(sqs, url=dead, turn_queue=turns)
    for letter in letters.take(is_patient=False):
        letters.remove(letter)


def test_an_empty_queue_is_said_to_be_empty(signoff: Run, ask: Ask) -> None:
    assert signoff("dlq", "list").stdout == "No dead letters.\n"
    assert ask("dlq", "list") == {"letters": []}


def test_a_letter_is_listed_with_its_thread_and_without_what_it_says(
    bury: Callable[[], str], signoff: Run, ask: Ask
) -> None:
    ts = bury()

    (letter,) = ask("dlq", "list")["letters"]
    shown = signoff("dlq", "list")

    assert (letter["kind"], letter["message_ts"]) == ("message", ts)
    assert letter["thread"] == f"T0LOCAL/{OPS}/{ts}"
    assert set(letter) == {"id", "sent_at", "kind", "thread", "message_ts", "bytes"}
    assert letter["id"] in shown.stdout
    assert "8841" not in shown.stdout


def test_a_redriven_letter_is_heard_and_gone(
    bury: Callable[[], str], stage: Stage, ask: Ask
) -> None:
    bury()
    stage.model.say("On its way.")

    answer = ask("dlq", "redrive", "--all")
    stage.settle()

    assert len(answer["sent"]) == 1
    assert stage.said == ["On its way."]
    assert ask("dlq", "list") == {"letters": []}
    assert ask("dlq", "redrive", "--all") == {"sent": [], "missing": []}


def test_only_the_named_letter_is_sent(bury: Callable[[], str], stage: Stage, ask: Ask) -> None:
    bury()
    bury()
    stage.model.say("On its way.")
    first, second = ask("dlq", "list")["letters"]

    answer = ask("dlq", "redrive", "--id", second["id"])
    stage.settle()

    assert [each["id"] for each in answer["sent"]] == [second["id"]]
    assert [each["id"] for each in ask("dlq", "list")["letters"]] == [first["id"]]


def test_an_id_that_is_not_there_is_said_to_be_missing(signoff: Run, ask: Ask) -> None:
    assert ask("dlq", "redrive", "--id", "nobody", status=1)["missing"] == ["nobody"]
    assert "No letter nobody lies there" in signoff("dlq", "redrive", "--id", "nobody").stdout


@pytest.mark.parametrize("words", [(), ("--all", "--id", "x")])
def test_which_letters_are_meant_must_be_said(signoff: Run, words: tuple[str, ...]) -> None:
    result = signoff("dlq", "redrive", *words)

    assert result.exit_code == 2
    assert "Say which: --all, or --id" in result.stderr
