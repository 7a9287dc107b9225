"""What people and models write, and every key: in no log line, wake, button, metadata or audit."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from playground.model import Answer, call, text
from playground.runner.everything import Everything
from tests.scenarios.drawn import objects_in
from tests.scenarios.stage import BOB, EVE, GUEST, Stage

KEYS = ("xoxb-local", "local-model-key", "local-signing-secret")
UNSEEN = ("value", "private_metadata", "block_id", "action_id", "callback_id")
ADDRESS = re.compile(r"[a-z]+\d*\.C0OPS\.\d+\.\d+\.\d+\.\d+\.\d+(r\d+)?\.\d+\.[0-9a-f]{16}")


def _canary(name: str) -> str:
    return f"canary-{name}-7f3a"


def _mail(name: str) -> dict[str, str]:
    return {
        "to": f"{_canary(f'to-{name}')}@example.com",
        "subject": _canary(f"subject-{name}"),
        "body": _canary(f"body-{name}"),
    }


def _with_reason(stage: Stage, name: str, **arguments: Any) -> None:
    items = (text(_canary("reason")), call(name, **arguments))
    stage.model.reply(Answer(items=items))


def _approve_amid_trouble(stage: Stage) -> None:
    _with_reason(stage, "send_email", **_mail("first"))
    stage.say(_canary("message"))
    stage.click("approve", by=GUEST)
    stage.slack.fail("chat.postEphemeral", "invalid_blocks")
    stage.click("reject", by=GUEST)
    stage.slack.fail("chat.update", "invalid_blocks", times=2)
    late = stage.slack.aim(EVE, stage.card, "reject")
    stage.model.fail(500, _canary("model-error")).call("send_email", to=3, cc=_canary("unknown"))
    _with_reason(stage, "send_email", **{**_mail("second"), "body": _canary("long") * 200})
    stage.click("approve")
    stage.slack.press(late)
    stage.settle()


def _reject_with_a_reason(stage: Stage) -> None:
    stage.slack.fail("views.open", "invalid_arguments")
    stage.click("review")
    stage.click("review")
    stage.menu("why")
    stage.model.call("run_in_warehouse", order_id=_canary("order"), command=_canary("command"))
    reason = stage.filled(stage.modal(), Reason=_canary("why"))
    stage.slack.submit_view(BOB, stage.modal().id, reason)
    stage.settle()


def _run_outside(stage: Stage) -> None:
    stage.click("done")
    question = {"question": _canary("question"), "header": None, "multi_select": False}
    options = [{"label": _canary(f"option-{n}"), "description": None} for n in range(2)]
    stage.model.call("ask_user", questions=[{**question, "options": options}])
    printed = stage.filled(stage.modal(), What_it_printed=_canary("printed"))
    stage.slack.submit_view(BOB, stage.modal().id, printed)
    stage.settle()


def _answer_amid_trouble(stage: Stage) -> None:
    stage.slack.fail("chat.postMessage", status=503)
    stage.model.say(_canary("reply"))
    stage.click("pick1")
    stage.settle()
    stage.system.tick()
    stage.settle()


def _said_anywhere(stage: Stage) -> str:
    return json.dumps([each.response for each in stage.slack.calls()]) + json.dumps(
        [delivery.payload for delivery in stage.slack.deliveries()]
    )


def _carried(drawn: Any) -> Iterator[str]:
    """Give all that blocks and views carry along without showing it."""
    for each in objects_in(drawn):
        yield from (str(each[name]) for name in UNSEEN if name in each)


def test_no_words_and_no_keys_leak_into_logs_buttons_metadata_or_the_audit(
    stage: Stage, lines: list[str]
) -> None:
    before, first = len(lines), len(stage.slack.calls())

    _approve_amid_trouble(stage)
    _reject_with_a_reason(stage)
    _run_outside(stage)
    _answer_amid_trouble(stage)

    told = "\n".join(lines[before:])
    assert len(lines) > before + 5
    assert _canary("command") in _said_anywhere(stage)
    assert "canary" not in told
    assert not [key for key in KEYS if key in told]
    sent = [each.args for each in stage.slack.calls()[first:]]
    carried = [json.dumps(args.get("metadata")) for args in sent]
    carried += _carried(sent)
    assert any(ADDRESS.fullmatch(value) for value in carried)
    assert not [value for value in carried if "canary" in value]
    audit = [dict(row) for row in stage.store.query(stage.thread.pk, "AUD#", "AUD~")]
    assert len(audit) > 5
    assert "canary" not in json.dumps(audit, default=str)


def test_every_function_tells_what_it_does_in_lines_that_cloudwatch_counts(
    stage: Stage, lines: list[str]
) -> None:
    before = len(lines)
    stage.model.call("send_email", **_mail("first"))
    stage.say(_canary("message"))
    stage.model.say("Sent.")
    stage.click("approve")
    stage.settle()
    stage.system.tick()
    stage.settle()

    told = [json.loads(line.partition(" ")[2]) for line in lines[before:]]

    assert {(each["service"], each["message"]) for each in told} >= {
        ("slack_events", "event queued"),
        ("turn_worker", "model answered"),
        ("turn_worker", "card drawn"),
        ("turn_worker", "turn ended"),
        ("turn_worker", "message heard"),
        ("slack_interactions", "decision taken"),
        ("turn_worker", "outcome noted"),
        ("turn_worker", "message sent"),
        ("clock", "sweep done"),
    }
    measured = [each for each in told if "_aws" in each]
    assert {each["service"] for each in measured} == {"slack_interactions", "turn_worker", "clock"}
    assert {each["Stack"] for each in measured} == {"signoff"}


def test_a_wake_says_where_to_look_and_nothing_else(stage: Stage, everything: Everything) -> None:
    stage.model.call("send_email", **_mail("first"))
    stage.say(_canary("message"))
    stage.system.hold_queue()
    stage.click("approve")

    sqs = everything.clients.sqs
    name = stage.system.resources.physical_name("TurnQueue").rpartition("/")[2]
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    received = sqs.receive_message(QueueUrl=url, VisibilityTimeout=0, MaxNumberOfMessages=10)
    bodies = [json.loads(str(each.get("Body"))) for each in received.get("Messages", [])]
    stage.model.say("Sent.")
    stage.system.release_queue()
    stage.settle()

    team, _, channel, thread_ts = "T0LOCAL", None, "C0OPS", stage.thread_ts
    assert bodies == [{"kind": "wake", "team": team, "channel": channel, "thread_ts": thread_ts}]


@pytest.mark.parametrize("path", ["/slack/events", "/slack/interactions"])
def test_what_is_refused_at_the_door_leaves_no_words_in_the_log(
    stage: Stage, lines: list[str], path: str
) -> None:
    before = len(lines)

    assert _refused(stage.url + path) == 401

    assert "canary" not in "\n".join(lines[before:])


def _refused(url: str) -> int:
    signature = f"v0={_canary('signature')}"
    headers = {"x-slack-signature": signature, "x-slack-request-timestamp": _canary("stamp")}
    return httpx.post(url, content=_canary("body").encode(), headers=headers).status_code
