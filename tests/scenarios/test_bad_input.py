"""Whatever comes in from outside: a 4xx or a private sentence, nothing queued, nothing lost."""

import json
from urllib.parse import urlencode

import httpx
import pytest

from signoff.adapters.clock import now
from tests.adapters.slack.signed import envelope, form, signed
from tests.scenarios.stage import BOB, EMAIL, EVE, OPS, Stage

SECRET = "local-signing-secret"  # noqa: S105 - made up
ROUTES = ["events", "interactions"]


def _post(
    stage: Stage, route: str, body: str, *, now_s: int | None = None, secret: str = SECRET
) -> httpx.Response:
    clock = now() // 1000 if now_s is None else now_s
    headers: dict[str, str] = dict(signed(body, secret=secret, at_s=clock)["headers"])  # type: ignore[call-overload]
    kind = "application/json" if route == "events" else "application/x-www-form-urlencoded"
    return httpx.post(
        f"{stage.url}/slack/{route}",
        content=body.encode(),
        headers={**headers, "content-type": kind},
        timeout=10,
    )


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-slack-signature": "v0=0"},
        {"x-slack-request-timestamp": "0", "x-slack-signature": "v0=0"},
        {"x-slack-request-timestamp": "soon", "x-slack-signature": "v0=0"},
        {"x-slack-request-timestamp": "1" * 500, "x-slack-signature": "v0=" + "0" * 64},
    ],
)
def test_a_request_that_slack_did_not_sign_is_a_401(
    stage: Stage, route: str, headers: dict[str, str]
) -> None:
    response = httpx.post(f"{stage.url}/slack/{route}", content=b"{}", headers=headers)

    assert response.status_code == 401


@pytest.mark.parametrize("route", ROUTES)
def test_another_secret_and_an_old_signature_are_a_401(stage: Stage, route: str) -> None:
    old = now() // 1000 - 301

    assert _post(stage, route, "{}", secret="another").status_code == 401  # noqa: S106
    assert _post(stage, route, "{}", now_s=old).status_code == 401


@pytest.mark.parametrize("route", ROUTES)
def test_a_signature_outside_ascii_is_a_401(stage: Stage, route: str) -> None:
    stamp = str(now() // 1000)
    headers = [(b"x-slack-request-timestamp", stamp.encode()), (b"x-slack-signature", b"v0=\xe4")]

    response = httpx.post(f"{stage.url}/slack/{route}", content=b"{}", headers=headers)

    assert response.status_code == 401


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "[" * 5000])
def test_an_event_that_is_no_json_object_is_a_400(stage: Stage, body: str) -> None:
    assert _post(stage, "events", body).status_code == 400


@pytest.mark.parametrize(
    "body", ["", "x=1", "payload=", "payload=%7B", "payload=%5B%5D", "payload=%FF", "payload=null"]
)
def test_a_form_without_a_payload_is_a_400(stage: Stage, body: str) -> None:
    assert _post(stage, "interactions", body).status_code == 400


def test_another_app_or_workspace_is_a_403(stage: Stage) -> None:
    other_app = envelope(api_app_id="A0OTHER")
    other_team = envelope(team_id="T0OTHER", authorizations=[{"team_id": "T0OTHER"}])
    click = {"type": "block_actions", "api_app_id": "A0OTHER", "team": {"id": "T0LOCAL"}}

    assert _post(stage, "events", other_app).status_code == 403
    assert _post(stage, "events", other_team).status_code == 403
    assert _post(stage, "interactions", form(click)).status_code == 403


def test_an_event_over_the_queues_size_is_a_413(stage: Stage) -> None:
    huge = json.loads(envelope())
    huge["event"]["text"] = "x" * 1_100_000

    assert _post(stage, "events", json.dumps(huge)).status_code == 413


def test_the_url_verification_is_answered(stage: Stage) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a", "token": "t"})

    response = _post(stage, "events", body)

    assert response.status_code == 200
    assert response.json() == {"challenge": "3eZbrw1a"}


def test_an_unknown_action_is_answered_and_changes_nothing(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    held = stage.slack.aim(BOB, stage.card, "approve")

    outcome = stage.slack.press(held, action_id="explode")

    assert getattr(outcome, "status", None) == 200
    assert stage.buttons() == ["approve", "reject", "more"]


def test_every_tampered_byte_of_a_button_is_refused_privately(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    held = stage.slack.aim(BOB, stage.card, "approve")
    value = next(
        str(element["value"])
        for block in stage.card.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == "approve"
    )

    for place in range(len("approve."), len(value), 5):
        changed = value[:place] + ("0" if value[place] != "0" else "1") + value[place + 1 :]
        outcome = stage.slack.press(held, value=changed)
        assert getattr(outcome, "status", None) == 200

    stage.settle()
    assert stage.buttons() == ["approve", "reject", "more"]
    assert stage.requests == 1


def test_a_click_in_the_name_of_another_workspace_finds_nothing(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    value = stage.card.blocks[-1]["elements"][0]["value"]
    click = {
        "type": "block_actions",
        "api_app_id": "A0LOCAL",
        "team": {"id": "T0OTHER"},
        "user": {"id": "U0OUT", "team_id": "T0OTHER"},
        "container": {"type": "message", "channel_id": OPS, "message_ts": stage.card.ts},
        "channel": {"id": OPS},
        "actions": [{"type": "button", "action_id": "approve", "value": value}],
    }

    assert _post(stage, "interactions", form(click)).status_code == 403
    assert stage.buttons() == ["approve", "reject", "more"]


def test_a_body_that_claims_to_be_a_submitted_form_of_ours_is_answered_in_place(
    stage: Stage,
) -> None:
    submit = {
        "type": "view_submission",
        "api_app_id": "A0LOCAL",
        "team": {"id": "T0LOCAL"},
        "user": {"id": EVE, "team_id": "T0LOCAL"},
        "view": {"id": "V1", "private_metadata": "nonsense", "state": {"values": {}}},
    }

    response = _post(stage, "interactions", urlencode({"payload": json.dumps(submit)}))

    assert response.status_code == 200
    assert "no longer exists" in response.text
