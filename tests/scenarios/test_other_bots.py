"""Other apps in a thread: heard by a list, five times in a row, and never asked for a decision."""

from collections.abc import Iterator

import pytest

from playground.slack.records import OtherApp
from signoff.usecases.hear_app import ENOUGH
from tests.at_home.ids import raw_ids
from tests.scenarios.stacks import stack_with
from tests.scenarios.stage import ANA, BOB, OPS, Stage
from tests.scenarios.test_many_people import read

DEPLOY = OtherApp(app_id="A0DEPLOY", bot_id="B0DEPLOY", user="U0DEPLOY", name="Deploybot")
ECHO = OtherApp(app_id="A0ECHO", bot_id="B0ECHO", user="U0ECHO", name="Echo", echoes=True)
NOBODY = OtherApp(app_id="A0SPAM", bot_id="B0SPAM", user="U0SPAM", name="Spam")


@pytest.fixture(scope="module")
def sociable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stack_with("sociable_agent.py", tmp_path_factory.mktemp("sociable")) as everything:
        stage = Stage(everything)
        for app in (DEPLOY, NOBODY):
            stage.slack.install(app, OPS)
        yield stage


@pytest.fixture
def stage(sociable: Stage) -> Iterator[Stage]:
    sociable.thread_ts = ""
    yield sociable
    sociable.slack.uninstall("B0ECHO") if "B0ECHO" in sociable.slack.workspace.apps else None
    assert raw_ids(sociable.slack) == []
    sociable.clear()


def says(stage: Stage, app: OtherApp, text: str) -> None:
    stage.slack.app_says(app.bot_id, OPS, text, thread_ts=stage.thread_ts)
    stage.settle()


def test_an_app_on_the_list_is_heard_and_another_is_not(stage: Stage) -> None:
    stage.model.say("Hello.").say("Good.")
    stage.say("Hi")
    asked = len(stage.model.requests)

    says(stage, NOBODY, "Buy now")
    says(stage, DEPLOY, "8841 is out")

    assert len(stage.model.requests) == asked + 1
    assert read(stage)[-1] == "⟦Deploybot · an app⟧ 8841 is out"
    assert "⟦ana · " in read(stage)[0]
    assert "Europe/Berlin⟧ Hi" in read(stage)[0]


def test_two_agents_that_answer_each_other_come_to_an_end(stage: Stage) -> None:
    stage.slack.install(ECHO, OPS)
    for number in range(12):
        stage.model.say(f"Answer {number}")

    stage.say("Hi")
    stage.settle()

    answers = [text for text in stage.said if text.startswith("Answer")]
    assert len(answers) == 6
    assert stage.said.count(ENOUGH) == 1
    stage.model.forget()


def test_on_an_apps_word_the_last_person_decides(stage: Stage) -> None:
    stage.model.say("Hello.").call("deploy", version="8841")
    stage.say("Hi", user=BOB)
    says(stage, DEPLOY, "Deploy 8841")

    stage.click("approve", by=ANA)
    assert stage.private(ANA) != []
    stage.model.say("Deployed.")
    stage.click("approve", by=BOB)
    stage.settle()

    assert stage.said[-1] == "Deployed."


def test_what_no_person_asked_for_is_not_put_to_whoever_asked(stage: Stage) -> None:
    stage.model.call("deploy", version="8841").say("I may not do that.")

    stage.thread_ts = stage.slack.app_says("B0DEPLOY", OPS, "<@U0BOT> deploy 8841")
    stage.settle()

    assert stage.cards == []
    assert stage.said[0].startswith("Not run: `deploy`.")
    assert stage.said[1] == "I may not do that."


def test_an_app_never_approves(stage: Stage) -> None:
    stage.model.call("send_email", to="b@example.com", subject="s", body="b")
    stage.thread_ts = stage.slack.app_says("B0DEPLOY", OPS, "<@U0BOT> mail b@example.com")
    stage.settle()

    stage.click("approve", by="U0DEPLOY")
    stage.settle()
    assert "approve" in stage.buttons()
    stage.model.say("Sent.")
    stage.click("approve", by=BOB)
    stage.settle()

    assert stage.said == ["Sent."]
