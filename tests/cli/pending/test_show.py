from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.pending.conftest import PLACE, named
from tests.scenarios.stage import EMAIL, Stage


def test_all_of_a_request_is_shown_with_the_digest_of_it(
    waiting: Stage, shown: Callable[[], Any], signoff: Run
) -> None:
    whole = shown()
    text = signoff("pending", "show", named(waiting), PLACE).stdout

    assert whole["arguments"] == EMAIL
    assert len(whole["digest"]) == 16
    assert whole["digest"] in waiting.card.blocks[-1]["elements"][0]["value"]
    assert whole["takes"] == ["approve", "reject", "edit", "instead"]
    assert whole["digest"] in text
    assert all(each in text for each in EMAIL.values())


def test_nothing_invisible_stays_invisible_in_a_terminal(stage: Stage, signoff: Run) -> None:
    hostile = {**EMAIL, "subject": "\x1b[2Jgone\u202e", "body": "one\ntwo"}
    stage.model.call("send_email", **hostile)
    stage.say("Mail Bob")

    text = signoff("pending", "show", named(stage), PLACE).stdout

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert r"\u{202e}" in text
    assert r"\u001b" in text


def test_a_form_shows_its_fields_and_questions_their_options(
    stage: Stage, shown: Callable[[], Any], signoff: Run
) -> None:
    question = {"question": "Which?", "options": [{"label": "eu"}, {"label": "us"}]}
    stage.model.call("ask_user", questions=[question])
    stage.say("Ask me")

    text = signoff("pending", "show", named(stage), PLACE).stdout

    assert shown()["questions"] == ["Which?"]
    assert "1. Which?" in text
    assert "- eu" in text


@pytest.mark.parametrize(("place", "status"), [("1.9.0", 1), ("first", 2), ("1.1", 2)])
def test_a_place_that_is_none_is_said(
    waiting: Stage, signoff: Run, place: str, status: int
) -> None:
    result = signoff("pending", "show", named(waiting), place)

    assert result.exit_code == status
    words = "no longer exists" if status == 1 else "is no place"
    assert words in result.stderr
