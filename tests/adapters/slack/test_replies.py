"""A form closes, shows what to mend at its field, or says why nothing was done; Slack takes it."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest

from playground.slack.local_slack import LocalSlack
from signoff.adapters.slack import modals, replies
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.inbound_clicks import read
from signoff.adapters.slack.signature import verify
from signoff.core.click import (
    Applied,
    ClickOutcome,
    Decide,
    FieldProblem,
    Gone,
    Invalid,
    NotRecorded,
    OpenForm,
)
from signoff.core.decision import Rejected
from signoff.core.effects import Card
from signoff.core.gate import Confirmation
from signoff.core.keys import ThreadKey
from signoff.ports import CardView
from signoff.testing import ManualClock
from tests.adapters.slack.asked import FIRST, requirement

NOW = 1_795_420_800_000
KEY, BOT = "local-signing-secret", "xoxb-local"

ASKED = requirement(Confirmation(), {"service": "api"})


class App:
    """Opens the form that a click asks for, and answers its submission as a test says."""

    def __init__(self) -> None:
        self.chat: SlackChat | None = None
        self.outcome: ClickOutcome = Applied(requirement=ASKED)
        self.decided: list[Decide] = []

    def __call__(self, kind: str, headers: dict[str, str], body: str) -> tuple[int, str]:
        sent_at = int(headers["X-Slack-Request-Timestamp"])
        verify(headers, body.encode(), secrets=[KEY], now_s=sent_at)
        return (200, "") if kind == "event" else self._interaction(body)

    def _interaction(self, body: str) -> tuple[int, str]:
        payload = json.loads(parse_qs(body)["payload"][0])
        reaction = read(payload)
        if isinstance(reaction, OpenForm):
            assert self.chat is not None
            self.chat.open_form(reaction, ASKED)
            answer = replies.to_click()
        else:
            assert isinstance(reaction, Decide)
            self.decided.append(reaction)
            answer = replies.to_form(payload, self.outcome)
        return int(str(answer["statusCode"])), str(answer["body"])


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def slack(app: App) -> Iterator[LocalSlack]:
    with LocalSlack(deliver=app) as running:
        app.chat = SlackChat(
            token=BOT, api_url=running.api_url, timeout_s=5.0, clock=ManualClock(NOW)
        )
        yield running


@pytest.fixture
def form(slack: LocalSlack, app: App) -> str:
    """A form to reject with a reason, opened by a click into the card's menu."""
    assert app.chat is not None
    ts = slack.mention("U0ANA", "C0OPS", "restart the api")
    thread = ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=ts)
    view = CardView(thread=thread, card=Card(at=FIRST, rows=(FIRST,)), rows=(ASKED,))
    (card,) = app.chat.show(view).ts
    menu = next(
        element
        for block in slack.workspace.message("C0OPS", card).blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "more"
    )
    slack.click("U0BOB", "C0OPS", card, "more", choose=menu["options"][0]["value"])
    (opened,) = slack.views("U0BOB")
    return opened.id


def the_reason_typed_into(slack: LocalSlack, form: str) -> dict[str, Any]:
    """Fill in the form's one field."""
    (view,) = slack.views("U0BOB")
    assert view.id == form
    field = next(block for block in view.content["blocks"] if block["type"] == "input")
    return {field["block_id"]: {field["element"]["action_id"]: {"value": "Not on a Friday."}}}


def test_a_form_that_was_taken_closes(slack: LocalSlack, app: App, form: str) -> None:
    submitted = slack.submit_view("U0BOB", form, the_reason_typed_into(slack, form))

    assert submitted.ok
    assert slack.views("U0BOB") == []
    (decide,) = app.decided
    assert decide.reading(ASKED) == Rejected(reason="Not on a Friday.")
    assert decide.click.user == "U0BOB"


def test_a_problem_stands_at_its_field_and_the_form_stays(
    slack: LocalSlack, app: App, form: str
) -> None:
    values = the_reason_typed_into(slack, form)
    field = next(iter(values))
    app.outcome = Invalid(
        problems=(
            FieldProblem(field=field, message="Reason is too short"),
            FieldProblem(field="", message="Something else is wrong"),
        )
    )

    submitted = slack.submit_view("U0BOB", form, values)

    assert submitted.errors == {field: "Reason is too short; Something else is wrong."}
    assert [view.id for view in slack.views("U0BOB")] == [form]


@pytest.mark.parametrize("outcome", [Gone(), NotRecorded(), Invalid(problems=())], ids=range(3))
def test_a_refusal_takes_the_forms_place(
    slack: LocalSlack, app: App, form: str, outcome: ClickOutcome
) -> None:
    app.outcome = outcome

    submitted = slack.submit_view("U0BOB", form, the_reason_typed_into(slack, form))

    assert submitted.ok
    (view,) = slack.views("U0BOB")
    assert view.content["title"]["text"] == "Nothing changed"
    assert view.content.get("submit") is None


def test_a_problem_in_a_form_without_fields_takes_the_forms_place() -> None:
    invalid = Invalid(problems=(FieldProblem(field="", message="That does not fit"),))

    answer = json.loads(str(replies.to_form({"view": {"blocks": []}}, invalid)["body"]))

    view = modals.refused("Not sent: That does not fit.")
    assert answer == {"response_action": "update", "view": view}


def test_a_click_is_answered_with_nothing() -> None:
    assert replies.to_click()["statusCode"] == 200
    assert replies.to_click()["body"] == ""
