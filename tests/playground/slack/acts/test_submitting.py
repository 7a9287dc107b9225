"""Modals handed in and closed: what Slack checks, what the app is sent, what its answer does."""

import json
from typing import Any

import pytest
from slack_sdk import WebClient

from playground.slack.clock import ManualClock
from playground.slack.local_slack import LocalSlack
from playground.slack.records import View


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": True}


def asked(block_id: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id),
        "element": {"action_id": "v", **element},
        **more,
    }


ONE = {"text": plain("One"), "value": "1"}
TWO = {"text": plain("Two"), "value": "2"}
BUTTON = {"type": "button", "action_id": "go", "text": plain("Go")}
HOME = {"type": "home", "blocks": [{"type": "actions", "block_id": "a", "elements": [BUTTON]}]}
FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "private_metadata": '{"id": 1}',
    "title": plain("Form"),
    "submit": plain("Send"),
    "notify_on_close": True,
    "blocks": [
        asked("name", {"type": "plain_text_input", "min_length": 2, "max_length": 5}),
        asked("note", {"type": "plain_text_input", "initial_value": "first"}, optional=True),
        asked("empty", {"type": "plain_text_input"}, optional=True),
        asked(
            "share",
            {
                "type": "number_input",
                "is_decimal_allowed": False,
                "min_value": "1",
                "max_value": "100",
                "initial_value": "10",
            },
        ),
        asked("pick", {"type": "radio_buttons", "options": [ONE, TWO], "initial_option": ONE}),
        asked("ticks", {"type": "checkboxes", "options": [ONE, TWO]}, optional=True),
        asked("who", {"type": "multi_users_select", "max_selected_items": 1}, optional=True),
        asked("file", {"type": "file_input", "max_files": 1}, optional=True),
        asked("mail", {"type": "email_text_input"}, optional=True),
        asked("link", {"type": "url_text_input"}, optional=True),
    ],
}
FILLED = {"name": {"v": "Ana"}}


@pytest.fixture
def view(slack: LocalSlack, client: WebClient) -> View:
    client.views_publish(user_id="U0BOB", view=HOME)
    home = slack.home("U0BOB")
    assert home is not None
    slack.click_on("U0BOB", home, "go")
    trigger = slack.deliveries("interaction")[-1].payload["trigger_id"]
    client.views_open(trigger_id=trigger, view=FORM)
    return slack.views("U0BOB")[-1]


def test_a_submission_carries_every_input(slack: LocalSlack, view: View) -> None:
    slack.submit_view("U0BOB", view.id, FILLED)

    payload = slack.deliveries("interaction")[-1].payload
    assert payload["type"] == "view_submission"
    assert payload["view"]["id"] == view.id
    assert (payload["view"]["callback_id"], payload["view"]["private_metadata"]) == (
        "form",
        '{"id": 1}',
    )
    assert payload["view"]["state"]["values"] == {
        "name": {"v": {"type": "plain_text_input", "value": "Ana"}},
        "note": {"v": {"type": "plain_text_input", "value": "first"}},
        "empty": {"v": {"type": "plain_text_input", "value": None}},
        "share": {"v": {"type": "number_input", "value": "10"}},
        "pick": {"v": {"type": "radio_buttons", "selected_option": ONE}},
        "ticks": {"v": {"type": "checkboxes", "selected_options": []}},
        "who": {"v": {"type": "multi_users_select", "selected_users": []}},
        "file": {"v": {"type": "file_input", "files": []}},
        "mail": {"v": {"type": "email_text_input", "value": None}},
        "link": {"v": {"type": "url_text_input", "value": None}},
    }


def test_what_was_cleared_is_empty_and_not_as_it_was_drawn(slack: LocalSlack, view: View) -> None:
    cleared = {"note": {"v": {"type": "plain_text_input", "value": ""}}}

    slack.submit_view("U0BOB", view.id, FILLED | cleared)

    values = slack.deliveries("interaction")[-1].payload["view"]["state"]["values"]
    assert values["note"]["v"]["value"] is None


def test_files_are_sent_as_objects(slack: LocalSlack, view: View) -> None:
    file_id = slack.upload("U0BOB", "log.txt", b"42")

    slack.submit_view("U0BOB", view.id, FILLED | {"file": {"v": [file_id]}})

    values = slack.deliveries("interaction")[-1].payload["view"]["state"]["values"]
    (file,) = values["file"]["v"]["files"]
    assert (file["id"], file["name"], file["size"]) == (file_id, "log.txt", 2)


@pytest.mark.parametrize(
    ("block_id", "value", "words"),
    [
        ("name", None, "required"),
        ("name", "A", "at least 2"),
        ("name", "Ana Alves", "no longer than 5"),
        ("share", "0", "1 or more"),
        ("share", "101", "100 or less"),
        ("share", "2.5", "whole"),
        ("share", "ten", "valid number"),
        ("who", ["U0ANA", "U0EVE"], "no more than 1"),
        ("mail", "bob", "email"),
        ("link", "bob", "URL"),
    ],
)
def test_slack_itself_refuses_what_the_view_forbids(
    slack: LocalSlack, view: View, block_id: str, value: object, words: str
) -> None:
    before = len(slack.deliveries("interaction"))

    submitted = slack.submit_view("U0BOB", view.id, FILLED | {block_id: {"v": value}})

    assert list(submitted.errors) == [block_id]
    assert words in submitted.errors[block_id]
    assert len(slack.deliveries("interaction")) == before


def test_an_empty_answer_closes_the_modal(slack: LocalSlack, view: View) -> None:
    submitted = slack.submit_view("U0BOB", view.id, FILLED)

    assert submitted.ok
    assert slack.views("U0BOB") == []


def test_errors_keep_it_open(slack: LocalSlack, app: Any, view: View) -> None:
    app.answer = json.dumps({"response_action": "errors", "errors": {"name": "Not Ana."}})

    submitted = slack.submit_view("U0BOB", view.id, FILLED)

    assert submitted.errors == {"name": "Not Ana."}
    assert slack.views("U0BOB") == [view]


@pytest.mark.parametrize(
    "answer",
    [
        "not json",
        '{"response_action": "shout"}',
        '{"response_action": "errors", "errors": {"nowhere": "x"}}',
        '{"response_action": "update", "view": {"type": "modal"}}',
    ],
)
def test_an_answer_that_is_none_is_trouble(
    slack: LocalSlack, app: Any, view: View, answer: str
) -> None:
    app.answer = answer

    submitted = slack.submit_view("U0BOB", view.id, FILLED)

    assert not submitted.ok
    assert "trouble connecting" in str(submitted.error)
    assert slack.views("U0BOB") == [view]


def test_an_app_that_fails_keeps_it_open(slack: LocalSlack, app: Any, view: View) -> None:
    app.status = 500

    submitted = slack.submit_view("U0BOB", view.id, FILLED)

    assert "trouble connecting" in str(submitted.error)
    assert slack.views("U0BOB") == [view]
    assert len(slack.warnings("U0BOB")) == 1


def test_an_update_changes_it_in_place(slack: LocalSlack, app: Any, view: View) -> None:
    new = {"type": "modal", "title": plain("Gone"), "blocks": [{"type": "divider"}]}
    app.answer = json.dumps({"response_action": "update", "view": new})

    slack.submit_view("U0BOB", view.id, FILLED)

    (shown,) = slack.views("U0BOB")
    assert shown.id == view.id
    assert shown.hash != view.hash
    assert shown.content["title"]["text"] == "Gone"


def test_a_push_lays_another_on_top_and_clear_takes_both(
    slack: LocalSlack, app: Any, view: View
) -> None:
    app.answer = json.dumps({"response_action": "push", "view": FORM})
    slack.submit_view("U0BOB", view.id, FILLED)
    below, top = slack.views("U0BOB")
    app.answer = json.dumps({"response_action": "clear"})

    slack.submit_view("U0BOB", top.id, FILLED)
    slack.settle()

    closed = slack.deliveries("interaction")[-1].payload
    assert top.previous_view_id == below.id == view.id
    assert slack.views("U0BOB") == []
    assert (closed["type"], closed["view"]["id"], closed["is_cleared"]) == (
        "view_closed",
        below.id,
        True,
    )


def test_closing_is_told_to_those_who_asked(slack: LocalSlack, view: View) -> None:
    slack.close_view("U0BOB", view.id)

    payload = slack.deliveries("interaction")[-1].payload
    assert (payload["type"], payload["is_cleared"]) == ("view_closed", False)
    assert payload["user"]["id"] == "U0BOB"
    assert slack.views("U0BOB") == []


def test_a_submission_gives_a_trigger_of_its_own(
    slack: LocalSlack, client: WebClient, app: Any, view: View
) -> None:
    app.answer = json.dumps({"response_action": "errors", "errors": {"name": "x"}})
    slack.submit_view("U0BOB", view.id, FILLED)
    trigger = slack.deliveries("interaction")[-1].payload["trigger_id"]

    client.views_push(trigger_id=trigger, view=FORM)

    assert len(slack.views("U0BOB")) == 2


def test_a_slow_app_loses_the_submission(
    slack: LocalSlack, app: Any, view: View, clock: ManualClock
) -> None:
    app.takes = 4
    before = clock.now()

    submitted = slack.submit_view("U0BOB", view.id, FILLED)

    assert clock.now() == before + 4
    assert not submitted.ok
