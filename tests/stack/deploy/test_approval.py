"""One approval, from the mention to the reply, through the stack that SAM deployed."""

from playground.model import LocalModel
from playground.slack.local_slack import LocalSlack
from tests.stack.deploy.cloud import Cloud
from tests.stack.deploy.gate import Gate
from tests.stack.deploy.people import ANA, BOB, OPS, SENTENCE, approve, ask, card, has_button, reply


def test_a_request_that_slack_did_not_sign_is_turned_away(cloud: Cloud) -> None:
    headers = {"content-type": "application/json", "x-slack-signature": "v0=0"}

    for kind in ("event", "interaction"):
        status, _ = cloud.deliver(kind, headers, "{}")

        assert status in {400, 401, 403}


def test_an_approval_goes_all_the_way(
    cloud: Cloud, slack: LocalSlack, model: LocalModel, gate: Gate
) -> None:
    thread = ask(slack, SENTENCE)
    asked = card(slack, thread)
    calls_before = len(model.requests)

    approve(slack, BOB, asked)
    answer = reply(slack, thread, "Done.")

    assert answer.thread_ts == thread
    assert len(model.requests) == calls_before + 1
    assert not [m for m in slack.messages(OPS, thread) if has_button(m, "approve")]
    assert gate.refusals == []
    assert cloud.outputs["TableName"]
    assert slack.warnings(ANA) == []
