"""The fixture stack, running as template.yaml's functions do on Lambda."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from playground.runner.aws import Clients
from playground.runner.diagnosis import diagnose
from playground.runner.function import Function
from playground.runner.outcome import Exited, Raised, Returned, TimedOut, error_payload
from playground.runner.system import BrokenFunctionError, System
from tests.playground.runner.stage import Lines, Stage


def post(system: System, body: str, **headers: str) -> httpx.Response:
    given = {"content-type": "application/json", **headers}
    return httpx.post(f"{system.url}/door", content=body, headers=given, timeout=10)


def change(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text().replace(old, new))


def ask(function: Function, body: str) -> Any:
    outcome = function.invoke({"body": body})
    assert isinstance(outcome, Returned), outcome
    return json.loads(outcome.payload)


def test_a_request_reaches_the_function_of_its_route(system: System, running: Stage) -> None:
    answer = post(system, "hello")

    assert (answer.status_code, answer.text) == (200, "ok")
    assert answer.headers["content-type"] == "text/plain"
    running.lines.wait_for('"words": "hello"')


def test_a_route_that_the_template_lacks_is_not_found(system: System) -> None:
    answer = httpx.post(f"{system.url}/window", content="hello")

    assert (answer.status_code, answer.json()) == (404, {"message": "Not Found"})


def test_a_body_over_ten_megabytes_is_too_large(system: System) -> None:
    before = system.function("door").invocations

    answer = httpx.post(f"{system.url}/door", content=b"x" * (10 * 1024 * 1024 + 1), timeout=10)

    assert answer.status_code == 413
    assert system.function("door").invocations == before


@pytest.mark.parametrize(
    ("body", "status", "text"),
    [
        ('answer:{"statusCode": 201, "body": "made"}', 201, "made"),
        ('answer:{"statusCode": 200, "body": "aGk=", "isBase64Encoded": true}', 200, "hi"),
        ('answer:{"no": "status"}', 200, '{"no": "status"}'),
        ('answer:{"statusCode": "soon"}', 500, '{"message":"Internal Server Error"}'),
        ('answer:{"statusCode": 200, "body": {"an": "object"}}', 500, None),
        ("raise:oops", 500, '{"message": "Internal Server Error"}'),
        ("exit:3", 500, None),
    ],
)
def test_an_answer_becomes_a_response_as_the_http_api_makes_it(
    system: System, body: str, status: int, text: str | None
) -> None:
    answer = post(system, body)

    assert answer.status_code == status
    assert text in {None, answer.text}


def test_a_process_is_used_again(door: Function) -> None:
    first, second = ask(door, "echo:"), ask(door, "echo:")

    assert first["pid"] == second["pid"]
    assert second["calls"] == first["calls"] + 1


def test_two_invocations_at_once_have_a_process_each(door: Function) -> None:
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(ask, door, "sleep:0.5")
        quick = threads.submit(ask, door, "echo:")

        assert quick.result()["calls"] >= 1
        assert slow.result()["statusCode"] == 200


def test_a_function_sees_its_own_variables_and_lambdas(door: Function) -> None:
    seen = ask(door, "environment:")

    environment = seen["environment"]
    assert seen["shared"] == "shared"
    assert environment["AWS_LAMBDA_FUNCTION_NAME"] == "Door"
    assert environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "256"
    assert environment["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.13"
    assert environment["QUEUE_URL"].endswith("-Queue")
    assert environment["LOG_LEVEL"] == "INFO"
    assert "LOUD" not in environment
    assert "PYTEST_CURRENT_TEST" not in environment


def test_a_function_knows_how_much_time_is_left(door: Function) -> None:
    assert 1000 < ask(door, "deadline:")["left"] <= 2000


def test_what_a_function_raises_is_reported_as_on_lambda(door: Function) -> None:
    outcome = door.invoke({"body": "raise:oops"})

    assert isinstance(outcome, Raised)
    error = json.loads(error_payload(outcome, request_id="r1"))
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "oops")
    assert "door.py" in error["stackTrace"][0]


def test_a_function_is_killed_at_its_deadline_and_started_anew(
    system: System, running: Stage
) -> None:
    door = system.function("door")

    before = ask(door, "echo:")["pid"]
    outcome = door.invoke({"body": "sleep:30"})

    assert outcome == TimedOut(seconds=2.0)
    assert b"timed out after 2.00 seconds" in error_payload(TimedOut(seconds=2.0), request_id="r")
    running.lines.wait_for("ERROR Task timed out after 2.00 seconds")
    assert ask(door, "echo:")["pid"] != before


def test_a_process_that_ends_is_started_anew(system: System, running: Stage) -> None:
    door = system.function("door")

    outcome = door.invoke({"body": "exit:3"})

    assert outcome == Exited(status=3)
    assert b"exit status 3" in error_payload(Exited(status=3), request_id="r")
    running.lines.wait_for("ERROR Runtime exited with error: exit status 3")
    assert ask(door, "echo:")["calls"] >= 1


def test_an_answer_over_six_megabytes_is_an_error(door: Function) -> None:
    outcome = door.invoke({"body": "large:7000000"})

    assert isinstance(outcome, Raised)
    assert outcome.kind == "Function.ResponseSizeTooLarge"
    assert ask(door, "echo:")["calls"] >= 2


def test_a_message_reaches_the_function_behind_the_queue(system: System, running: Stage) -> None:
    post(system, "queue:hello")

    running.lines.wait_for("shared one hello")
    system.settle()


def test_a_held_queue_keeps_its_messages(system: System, running: Stage) -> None:
    system.hold_queue()
    post(system, "queue:later")
    with pytest.raises(TimeoutError):
        system.settle(timeout=0.1)
    assert running.lines.count("one later") == 0

    system.release_queue()

    running.lines.wait_for("shared one later")
    system.settle()


def test_only_the_failed_message_of_a_batch_comes_again(
    stage: Stage, lines: Lines, aws_clients: Clients
) -> None:
    system = stage.start()
    system.hold_queue()
    post(system, "queue:fail")
    post(system, "queue:good")
    system.release_queue()

    lines.wait_for("shared one good")
    stage.wait_until_waiting(1)

    attributes = aws_clients.sqs.get_queue_attributes(
        QueueUrl=stage.queue_url, AttributeNames=["All"]
    )
    assert attributes["Attributes"]["ApproximateNumberOfMessagesNotVisible"] == "1"


def test_a_message_that_fails_too_often_goes_to_the_dead_letters(
    stage: Stage, folder: Path, lines: Lines, aws_clients: Clients
) -> None:
    change(folder / "template.yaml", "VisibilityTimeout: 30", "VisibilityTimeout: 1")
    stage.start()
    aws_clients.sqs.send_message(QueueUrl=stage.queue_url, MessageBody="crash")

    lines.wait_for("shared one crash", count=2)
    dead = stage.receive(stage.dead_url)

    assert dead == "crash"


def test_the_schedule_calls_its_function(system: System, running: Stage) -> None:
    outcomes = system.tick()

    running.lines.wait_for("tick Scheduled Event")
    assert isinstance(outcomes[0], Returned)


def test_the_table_has_its_indexes_and_its_lifetime(running: Stage, aws_clients: Clients) -> None:
    table = aws_clients.dynamodb.describe_table(TableName=running.name("Table"))["Table"]
    lifetime = aws_clients.dynamodb.describe_time_to_live(TableName=running.name("Table"))

    assert {index.get("IndexName") for index in table.get("GlobalSecondaryIndexes", [])} == {
        "due",
        "pending",
        "decided",
    }
    assert lifetime["TimeToLiveDescription"].get("AttributeName") == "ttl"


def test_a_secret_holds_its_parameter(running: Stage, aws_clients: Clients) -> None:
    held = aws_clients.secrets.get_secret_value(SecretId=running.name("Kept"))

    assert held["SecretString"] == "hush"


def test_an_edited_file_runs_at_the_next_invocation(
    stage: Stage, folder: Path, lines: Lines
) -> None:
    system = stage.start()
    post(system, "queue:before")
    lines.wait_for("shared one before")

    (folder / "worker" / "steps.py").write_text('VERSION = "two"\n')
    post(system, "queue:after")

    lines.wait_for("shared two after")
    assert ("worker", "reloaded") in lines.said
    assert ("door", "reloaded") not in lines.said


def test_an_edited_layer_renews_every_function_that_has_it(
    stage: Stage, folder: Path, lines: Lines
) -> None:
    system = stage.start()
    (folder / "layer" / "python" / "shared.py").write_text('NAME = "common"\n')

    assert ask(system.function("door"), "environment:")["shared"] == "common"
    assert {name for name, line in lines.said if line == "reloaded"} == {"door", "worker"}


def test_an_invocation_under_way_is_let_finish_when_its_file_changes(
    stage: Stage, folder: Path, lines: Lines
) -> None:
    door = stage.start().function("door")
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(ask, door, "sleep:0.8")
        lines.wait_for("sleeping")
        (folder / "door" / "more.py").write_text("MORE = 1\n")
        lines.wait_for("reloaded")

        assert slow.result()["statusCode"] == 200


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ('VERSION = "one', "worker/steps.py:1: SyntaxError: unterminated string literal"),
        ("\nVERSION = oen", "worker/steps.py:2: NameError: name 'oen' is not defined"),
        ("import nothing_like_it", "worker/steps.py:1: ModuleNotFoundError: No module named"),
        ("from shared import nam", "worker/steps.py:1: ImportError: cannot import name 'nam'"),
        ("raise SystemExit(4)", "worker/steps.py:1: SystemExit: 4"),
    ],
)
def test_a_function_that_cannot_be_imported_is_named_with_its_line(
    stage: Stage, folder: Path, broken: str, complaint: str
) -> None:
    (folder / "worker" / "steps.py").write_text(broken)

    with pytest.raises(BrokenFunctionError) as caught:
        stage.start()

    told = diagnose(caught.value.spec, caught.value.error, root=folder)
    assert told.startswith(complaint)
    assert told.endswith("Mend it and start again.")
    assert "\n" not in told


def test_a_function_without_its_handler_is_named(stage: Stage, folder: Path) -> None:
    (folder / "ticker" / "ticker.py").write_text("")

    with pytest.raises(BrokenFunctionError) as caught:
        stage.start()

    told = diagnose(caught.value.spec, caught.value.error, root=folder)
    assert told.startswith("ticker: Handler 'lambda_handler' missing on module 'ticker'")


def test_a_message_for_a_broken_function_waits_until_it_is_mended(
    stage: Stage, folder: Path, lines: Lines
) -> None:
    system = stage.start()
    steps = folder / "worker" / "steps.py"

    steps.write_text("import nothing_like_it")
    post(system, "queue:patient")
    lines.wait_for("nothing_like_it")
    steps.write_text('VERSION = "three"')

    lines.wait_for("shared three patient")


def test_a_function_that_was_broken_by_an_edit_works_again_once_it_is_mended(
    stage: Stage, folder: Path
) -> None:
    door = stage.start().function("door")
    good = (folder / "door" / "door.py").read_text()

    (folder / "door" / "door.py").write_text("import nothing_like_it")
    broken = door.invoke({"body": "echo:"})
    (folder / "door" / "door.py").write_text(good)

    assert isinstance(broken, Raised)
    assert ask(door, "echo:")["calls"] == 1


def test_code_that_is_mended_while_it_starts_is_started_anew(
    stage: Stage, folder: Path, lines: Lines
) -> None:
    system, code, gate = stage.start(), folder / "door" / "door.py", folder / "gate"
    good = code.read_text()
    broken = f"while not pathlib.Path({str(gate)!r}).exists(): pass\nimport nothing_like_it"

    code.write_text(f"import pathlib\nprint('starting')\n{broken}")
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(ask, system.function("door"), "echo:")
        lines.wait_for("starting")
        code.write_text(good)
        system.look()
        gate.touch()

    assert asked.result()["calls"] == 1
