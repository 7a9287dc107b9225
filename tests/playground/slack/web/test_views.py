"""Modals and the App Home by the real client."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack.clock import ManualClock
from playground.slack.local_slack import LocalSlack
from playground.slack.records import View

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
HOME = {"type": "home", "blocks": [{"type": "actions", "block_id": "a", "elements": [BUTTON]}]}


def modal(title: str = "Title", **changes: Any) -> dict[str, Any]:
    blocks = [{"type": "actions", "block_id": "a", "elements": [BUTTON]}]
    text = {"type": "plain_text", "text": title}
    return {"type": "modal", "title": text, "blocks": blocks, **changes}


def refusal(call: Any, **args: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return str(caught.value.response["error"])


@pytest.fixture
def trigger(slack: LocalSlack, client: WebClient) -> str:
    client.views_publish(user_id="U0BOB", view=HOME)
    home = slack.home("U0BOB")
    assert home is not None
    return new_trigger(slack, home)


def new_trigger(slack: LocalSlack, on: View) -> str:
    slack.click_on("U0BOB", on, "go")
    return str(slack.deliveries("interaction")[-1].payload["trigger_id"])


def test_a_trigger_opens_one_modal(slack: LocalSlack, client: WebClient, trigger: str) -> None:
    answer = client.views_open(trigger_id=trigger, view=modal(callback_id="form"))

    (view,) = slack.views("U0BOB")
    assert answer["view"]["id"] == view.id
    assert answer["view"]["root_view_id"] == view.id
    assert answer["view"]["callback_id"] == "form"
    assert refusal(client.views_open, trigger_id=trigger, view=modal()) == "exchanged_trigger_id"


def test_a_trigger_is_over_after_three_seconds(
    client: WebClient, trigger: str, clock: ManualClock
) -> None:
    clock.advance(3.1)

    assert refusal(client.views_open, trigger_id=trigger, view=modal()) == "expired_trigger_id"


def test_a_trigger_that_nobody_gave_is_none(client: WebClient) -> None:
    assert refusal(client.views_open, trigger_id="1.2.x", view=modal()) == "invalid_trigger_id"


def test_a_refused_view_leaves_the_trigger_good(client: WebClient, trigger: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.views_open(trigger_id=trigger, view=modal(title="x" * 25))

    assert caught.value.response["error"] == "invalid_arguments"
    assert "/view/title/text" in caught.value.response["response_metadata"]["messages"][0]
    assert client.views_open(trigger_id=trigger, view=modal())["ok"]


def test_three_modals_stack_and_no_more(slack: LocalSlack, client: WebClient, trigger: str) -> None:
    client.views_open(trigger_id=trigger, view=modal("1"))
    for title in ("2", "3"):
        top = slack.views("U0BOB")[-1]
        client.views_push(trigger_id=new_trigger(slack, top), view=modal(title))

    first, second, third = slack.views("U0BOB")
    assert (third.root_view_id, third.previous_view_id) == (first.id, second.id)
    fourth = new_trigger(slack, third)
    assert refusal(client.views_push, trigger_id=fourth, view=modal()) == "push_limit_reached"


def test_an_update_by_an_old_hash_conflicts(
    slack: LocalSlack, client: WebClient, trigger: str
) -> None:
    opened = client.views_open(trigger_id=trigger, view=modal())["view"]
    addressed = {"view_id": opened["id"], "hash": opened["hash"]}

    client.views_update(**addressed, view=modal("New"))

    assert slack.views("U0BOB")[0].content["title"]["text"] == "New"
    assert refusal(client.views_update, **addressed, view=modal()) == "hash_conflict"


def test_a_view_is_found_by_its_external_id(
    slack: LocalSlack, client: WebClient, trigger: str
) -> None:
    client.views_open(trigger_id=trigger, view=modal(external_id="mine"))

    client.views_update(external_id="mine", view=modal("New"))

    (view,) = slack.views("U0BOB")
    assert view.content["title"]["text"] == "New"
    again = new_trigger(slack, view)
    error = refusal(client.views_push, trigger_id=again, view=modal(external_id="mine"))
    assert error == "duplicate_external_id"


def test_an_unknown_view_is_not_found(client: WebClient) -> None:
    assert refusal(client.views_update, view_id="V1", view=modal()) == "not_found"


def test_a_home_is_published_and_changed_in_place(slack: LocalSlack, client: WebClient) -> None:
    first = client.views_publish(user_id="U0ANA", view=HOME)["view"]
    second = client.views_publish(user_id="U0ANA", view=HOME, hash=first["hash"])["view"]

    assert first["id"] == second["id"]
    home = slack.home("U0ANA")
    assert home is not None
    assert home.hash == second["hash"]
    stale = {"user_id": "U0ANA", "view": HOME, "hash": first["hash"]}
    assert refusal(client.views_publish, **stale) == "hash_conflict"


def test_a_modal_is_no_home(client: WebClient, trigger: str) -> None:
    assert refusal(client.views_publish, user_id="U0ANA", view=modal()) == "invalid_arguments"
    assert refusal(client.views_open, trigger_id=trigger, view=HOME) == "invalid_arguments"
