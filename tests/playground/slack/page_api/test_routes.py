"""The page's side of the local Slack, as the page speaks to it."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient

from playground.slack.local_slack import LocalSlack

BLOCKS: list[dict[str, Any]] = [
    {
        "type": "input",
        "block_id": "env",
        "label": {"type": "plain_text", "text": "Environment"},
        "element": {
            "type": "static_select",
            "action_id": "v",
            "options": [
                {"text": {"type": "plain_text", "text": "prod"}, "value": "1"},
                {"text": {"type": "plain_text", "text": "test"}, "value": "2"},
            ],
        },
    },
    {
        "type": "actions",
        "block_id": "a",
        "elements": [
            {
                "type": "button",
                "action_id": "go",
                "text": {"type": "plain_text", "text": "Go"},
                "value": "id-1",
            }
        ],
    },
]
GO = {"block_id": "a", "action_id": "go", "type": "button"}


@pytest.fixture
def page(slack: LocalSlack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=slack.origin, verify=False) as client:  # noqa: S501 - no TLS here
        yield client


@pytest.fixture
def card(client: WebClient) -> dict[str, str]:
    ts = client.chat_postMessage(channel="C0OPS", text="Card", blocks=BLOCKS)["ts"]
    return {"type": "message", "channel": "C0OPS", "message_ts": str(ts)}


def told(page: httpx.Client, path: str, **body: Any) -> Any:
    body = {"as" if key == "by" else key: value for key, value in body.items()}
    return page.post(f"/page/{path}", json=body).json()


def state(page: httpx.Client, me: str) -> Any:
    return page.get("/page/state", params={"as": me}).json()


def test_the_state_shows_what_a_person_may_see(page: httpx.Client) -> None:
    ana, stranger = state(page, "U0ANA"), state(page, "U0OUT")

    assert [channel["id"] for channel in ana["channels"]] == ["C0OPS", "C0GENERAL", "D0ANA"]
    assert [channel["id"] for channel in stranger["channels"]] == ["C0OPS", "D0OUT"]
    assert ana["app"] == {
        "id": "A0LOCAL",
        "name": "Signoff",
        "bot_user_id": "U0BOT",
        "bot_id": "B0BOT",
    }
    assert ana["groups"][0]["users"] == ["U0BOB", "U0EVE"]
    assert {user["id"] for user in ana["users"] if user["is_stranger"]} == {"U0OUT"}
    assert ana.keys() == {
        *("version", "team", "app", "me", "users", "groups", "channels", "messages", "views"),
        *("ephemerals", "home", "sessions", "statuses", "prompts", "reactions", "warnings"),
        "limits",
    }


def test_a_message_appears_with_its_thread(page: httpx.Client) -> None:
    ts = told(page, "message", by="U0ANA", channel="C0OPS", text="<@U0BOT> hi")["ts"]
    told(page, "message", by="U0BOB", channel="C0OPS", text="me too", thread_ts=ts)

    first, reply = state(page, "U0ANA")["messages"]["C0OPS"]
    assert (first["reply_count"], first["reply_users"]) == (1, ["U0BOB"])
    assert first["latest_reply"] == reply["ts"]
    assert (reply["thread_ts"], reply["reply_count"]) == (ts, 0)


def test_a_click_carries_what_the_inputs_hold(
    slack: LocalSlack, page: httpx.Client, card: dict[str, str]
) -> None:
    held = {"env": {"v": {"type": "static_select", "selected_option_value": "2"}}}

    answer = told(page, "action", by="U0BOB", container=card, action=GO, values=held)

    payload = slack.deliveries("interaction")[-1].payload
    assert answer == {"ok": True}
    assert payload["actions"][0]["value"] == "id-1"
    assert payload["state"]["values"]["env"]["v"]["selected_option"]["text"]["text"] == "test"


def test_an_unknown_action_is_refused(page: httpx.Client, card: dict[str, str]) -> None:
    action = GO | {"action_id": "gone"}

    answer = told(page, "action", by="U0BOB", container=card, action=action, values={})

    assert answer == {"ok": False, "error": "unknown_action"}


def test_a_failed_click_shows_its_triangle(
    app: Any, page: httpx.Client, card: dict[str, str]
) -> None:
    app.status = 500

    told(page, "action", by="U0BOB", container=card, action=GO, values={})

    (warned,) = state(page, "U0BOB")["warnings"]
    assert warned["container"] == card
    assert state(page, "U0ANA")["warnings"] == []


def test_a_modal_is_shown_submitted_and_closed(
    slack: LocalSlack, client: WebClient, page: httpx.Client, card: dict[str, str]
) -> None:
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": BLOCKS,
    }
    for _ in range(2):
        told(page, "action", by="U0BOB", container=card, action=GO, values={})
        trigger = slack.deliveries("interaction")[-1].payload["trigger_id"]
        client.views_open(trigger_id=trigger, view=view)
    (shown,) = state(page, "U0BOB")["views"]

    short = told(page, "view/submit", by="U0BOB", view_id=shown["id"], values={})
    foreign = told(page, "view/close", by="U0ANA", view_id=shown["id"])
    closed = told(page, "view/close", by="U0BOB", view_id=shown["id"])

    assert short == {"ok": False, "errors": {"env": "Please complete this required field."}}
    assert foreign == {"ok": False, "error": "not_found"}
    assert closed == {"ok": True}
    assert state(page, "U0BOB")["views"] == []


def test_an_ephemeral_message_is_dismissed_by_its_reader(
    client: WebClient, page: httpx.Client
) -> None:
    client.chat_postEphemeral(channel="C0OPS", user="U0EVE", text="psst")
    (seen,) = state(page, "U0EVE")["ephemerals"]

    foreign = told(page, "dismiss", by="U0ANA", id=seen["id"])
    told(page, "dismiss", by="U0EVE", id=seen["id"])

    assert foreign == {"ok": False, "error": "not_found"}
    assert state(page, "U0EVE")["ephemerals"] == []


def test_a_file_is_uploaded_and_shared(page: httpx.Client) -> None:
    file = {
        "name": "log.txt",
        "mimetype": "text/plain",
        "content_base64": base64.b64encode(b"42").decode(),
    }

    uploaded = told(page, "upload", by="U0ANA", **file)["file"]
    told(page, "message", by="U0ANA", channel="C0OPS", text="", files=[file])
    broken = told(page, "upload", by="U0ANA", **(file | {"content_base64": "ü"}))

    (message,) = state(page, "U0ANA")["messages"]["C0OPS"]
    assert uploaded["name"] == message["files"][0]["name"] == "log.txt"
    assert broken["error"] == "invalid_content"
    same_origin = {"Sec-Fetch-Site": "same-origin"}
    assert page.get(uploaded["url_private"], headers=same_origin).content == b"42"


def test_a_message_is_edited_and_deleted(page: httpx.Client) -> None:
    ts = told(page, "message", by="U0ANA", channel="C0OPS", text="old")["ts"]

    told(page, "edit", by="U0ANA", channel="C0OPS", ts=ts, text="new")
    (edited,) = state(page, "U0ANA")["messages"]["C0OPS"]
    told(page, "delete", by="U0ANA", channel="C0OPS", ts=ts)

    assert (edited["text"], edited["edited"]["user"]) == ("new", "U0ANA")
    assert state(page, "U0ANA")["messages"]["C0OPS"] == []


def test_joining_stopping_and_opening_the_home_are_told_to_the_app(
    slack: LocalSlack, page: httpx.Client, app: Any
) -> None:
    told(page, "join", by="U0OUT", channel="C0GENERAL")
    told(page, "stop", by="U0ANA", channel="C0OPS", thread_ts="1.000001")
    told(page, "home", by="U0ANA")
    slack.settle()

    assert {event["type"] for event in app.events()} == {
        "message",
        "member_joined_channel",
        "agent_session_stopped",
        "app_home_opened",
    }


def test_a_stream_is_shown_in_pieces_and_then_as_blocks(
    client: WebClient, page: httpx.Client
) -> None:
    to: dict[str, Any] = {"recipient_user_id": "U0ANA", "recipient_team_id": "T0LOCAL"}
    ts = str(client.chat_startStream(channel="C0OPS", thread_ts="1.000001", **to)["ts"])
    client.chat_appendStream(channel="C0OPS", ts=ts, markdown_text="Half")
    (growing,) = state(page, "U0ANA")["messages"]["C0OPS"]
    client.chat_stopStream(channel="C0OPS", ts=ts, markdown_text=" done")
    (ended,) = state(page, "U0ANA")["messages"]["C0OPS"]

    assert growing["streaming"]
    assert growing["chunks"] == [{"type": "markdown_text", "text": "Half"}]
    assert "chunks" not in ended
    assert ended["blocks"][0]["text"] == "Half done"


def test_faults_calls_and_deliveries_are_for_tests(
    slack: LocalSlack, client: WebClient, page: httpx.Client
) -> None:
    told(page, "fault", method="chat.postMessage", error="fatal_error", times=1)
    answer = client.api_call("auth.test")
    with pytest.raises(Exception, match="fatal_error"):
        client.chat_postMessage(channel="C0OPS", text="x")
    told(page, "deliver", event={"type": "tokens_revoked"})
    slack.settle()

    calls = page.get("/page/calls", params={"since": 1}).json()["calls"]
    (delivery,) = page.get("/page/deliveries").json()
    assert answer["ok"]
    assert [(call["n"], call["error"]) for call in calls] == [(2, "fatal_error")]
    assert (delivery["kind"], delivery["type"], delivery["status"]) == (
        "event",
        "tokens_revoked",
        200,
    )


def test_a_person_is_changed(page: httpx.Client) -> None:
    told(page, "user", id="U0EVE", deleted=True, nonsense=1)

    (eve,) = [user for user in state(page, "U0ANA")["users"] if user["id"] == "U0EVE"]
    assert eve["deleted"]


def test_the_stream_sends_the_state_at_once_and_after_a_change(page: httpx.Client) -> None:
    with page.stream("GET", "/page/stream", params={"as": "U0ANA"}) as response:
        lines = response.iter_lines()
        first = json.loads(next(lines).removeprefix("data: "))
        next(lines)
        told(page, "message", by="U0BOB", channel="C0OPS", text="new")
        second = json.loads(next(lines).removeprefix("data: "))

    assert response.headers["content-type"].startswith("text/event-stream")
    assert first["messages"]["C0OPS"] == []
    assert second["messages"]["C0OPS"][0]["text"] == "new"
    assert second["version"] > first["version"]


@pytest.mark.parametrize(
    ("request_body", "error"),
    [(b"{", "invalid_json"), (b"{}", "missing as"), (b'{"as": "U0NONE"}', "missing channel")],
)
def test_a_request_that_is_none_is_refused(
    page: httpx.Client, request_body: bytes, error: str
) -> None:
    answer = page.post("/page/join", content=request_body).json()

    assert answer == {"ok": False, "error": error}


def test_a_person_that_is_none_sees_nothing(page: httpx.Client) -> None:
    answer = page.get("/page/state", params={"as": "U0NONE"})

    assert (answer.status_code, answer.json()["error"]) == (400, "user_not_found")


def test_only_the_pages_own_files_are_served(page: httpx.Client) -> None:
    shown = page.get("/page/static/../app.py")
    around = page.get("/page/static/%2e%2e/app.py")
    missing = page.get("/page/static/none.js")

    assert {shown.status_code, around.status_code, missing.status_code} == {404}


def test_the_page_is_never_cached(page: httpx.Client) -> None:
    assert page.get("/").headers["cache-control"] == "no-cache"


def test_another_site_gets_nowhere(page: httpx.Client) -> None:
    cross_site = page.post("/page/join", json={}, headers={"Sec-Fetch-Site": "cross-site"})
    rebound = page.get("/page/state", headers={"Host": "evil.example"})

    assert (cross_site.status_code, rebound.status_code) == (403, 400)


def test_a_permalink_leads_to_the_page(page: httpx.Client) -> None:
    answer = page.get("/archives/C0OPS/p1795096801000200", params={"thread_ts": "1.000001"})

    assert answer.headers["location"] == "/?channel=C0OPS&thread=1.000001"
