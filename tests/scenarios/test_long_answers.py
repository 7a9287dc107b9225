"""Answers that no single message holds, through the whole stack."""

import pytest

from tests.at_home.long_answers import code, lost_bytes, mixed, one_line, table
from tests.scenarios.stage import EMAIL, Stage

TEXTS = {"everything": mixed, "code": code, "a table": table, "one line": one_line}


@pytest.mark.parametrize("what", TEXTS)
def test_an_answer_of_60_kb_is_read_back_whole_from_its_messages(stage: Stage, what: str) -> None:
    stage.model.say(TEXTS[what]())

    stage.say("Tell me all of it")

    assert len(stage.said) > 1
    assert lost_bytes(stage) == 0


def test_it_is_after_a_decision_as_it_is_before_one(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob, and tell me all of it")
    stage.model.say(mixed())

    stage.click("approve")
    stage.settle()

    assert len(stage.said) > 1
    assert lost_bytes(stage) == 0


@pytest.mark.parametrize("nth", range(1, 7))
def test_whichever_receipt_is_lost_the_clock_says_the_rest_once(stage: Stage, nth: int) -> None:
    stage.model.say(code())
    stage.slack.fail("chat.postMessage", lose_reply=True, after=nth - 1)
    stage.say("Tell me all of it")

    stage.overdue("OUT#")

    assert lost_bytes(stage) == 0
    assert len(set(stage.said)) == len(stage.said)
