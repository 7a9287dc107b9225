"""The doctor at the stack of `make dev`, with the local Slack."""

from playground.runner.everything import Everything
from tests.cli.conftest import Ask, Run
from tests.scenarios.stage import Stage

NOT_HERE = {"functions", "visibility time-out", "request URLs in the Slack app"}


def states(answer: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {each["check"]: each["state"] for each in answer["findings"]}


def test_a_stack_that_was_just_started_is_well(ask: Ask) -> None:
    answer = ask("doctor")

    found = states(answer)
    assert {check for check, state in found.items() if state != "ok"} == NOT_HERE
    assert all(found[check] == "not_checked" for check in NOT_HERE)
    assert answer["counts"] == {"ok": len(found) - 3, "wrong": 0, "not_checked": 3}
    assert {"scopes", "cards", "workspace", "index due", "point-in-time recovery"} <= set(found)


def test_what_people_read_ends_with_the_counts_and_shows_no_secret(signoff: Run) -> None:
    result = signoff("doctor")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("ok=")
    for secret in ("xoxb-local", "local-signing-secret", "local-model-key"):
        assert secret not in result.output


def test_a_dead_letter_is_something_wrong_with_what_to_do(
    ask: Ask, everything: Everything, stage: Stage
) -> None:
    url = everything.system.resources.attribute("TurnDeadLetters", None)
    stage.settle()
    sent = everything.clients.sqs.send_message(QueueUrl=url, MessageBody="{}")

    answer = ask("doctor", status=1)
    received = everything.clients.sqs.receive_message(QueueUrl=url)["Messages"]
    everything.clients.sqs.delete_message(
        QueueUrl=url, ReceiptHandle=received[0].get("ReceiptHandle", "")
    )

    (wrong,) = (each for each in answer["findings"] if each["state"] == "wrong")
    assert sent["MessageId"]
    assert (wrong["check"], wrong["said"]) == ("dead letters", "1 lie there")
    assert "signoff dlq redrive" in wrong["mend"]
