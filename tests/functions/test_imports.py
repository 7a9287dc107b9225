"""What each function loads at its start: every module more is a slower answer to a person."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "x",
    "AWS_SECRET_ACCESS_KEY": "x",
    "AWS_DEFAULT_REGION": "us-east-1",
    "SIGNOFF_STACK": "signoff",
    "SIGNOFF_TABLE": "table",
    "SIGNOFF_BUCKET": "bucket",
    "SIGNOFF_QUEUE_URL": "http://127.0.0.1:9/queue",
    "SIGNOFF_DEAD_LETTERS_URL": "http://127.0.0.1:9/dead",
    "SIGNING_SECRET_ARN": "signing",
    "BOT_TOKEN_ARN": "token",
    "MODEL_KEY_ARN": "key",
}
INSTALLS = {
    "SIGNOFF_INSTALLATIONS": "installations",
    "SIGNOFF_INSTALLATIONS_KEY": "key",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET_ARN": "client",
    "SLACK_REDIRECT_URL": "https://api.example.com/slack/oauth_redirect",
}
"""What only a stack has that workspaces install themselves."""
# The handler is not run to its end: nobody answers for the secrets that it reads at its start.
LOAD = """
import importlib, json, sys
at_first = set(sys.modules)
from signoff.adapters.secrets import Secret
Secret.accepted = lambda self: ("secret",)
Secret.__call__ = lambda self: "secret"
importlib.import_module(sys.argv[1])
print(json.dumps(sorted(set(sys.modules) - at_first)))
"""
OF_AWS = {"boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3"}
OF_THE_MODEL = {
    *("annotated_types", "anyio", "certifi", "distro", "h11", "idna", "jiter", "openai"),
    *("pydantic", "pydantic_core", "sniffio", "truststore", "typing_extensions"),
    *("typing_inspection", "httpcore2", "httpx2"),
}
ALLOWED = {
    "slack_events": set[str](),
    "slack_interactions": set[str](),
    "slack_oauth": {"certifi", *OF_AWS},
    "clock": {"aws_lambda_powertools", "certifi", "typing_extensions", *OF_AWS},
    "turn_worker": {"agent", "aws_lambda_powertools", "botocore", "jmespath", *OF_THE_MODEL},
}
"""What each function may load beside Python's own modules, the package and itself."""

SLOW = {"aws_lambda_powertools.event_handler", "slack_sdk"}
"""What no function loads."""

NOT_AT_A_DOOR = {"asyncio", "concurrent", "logging", "xml"}
"""Python's own modules that no function loads which Slack waits for."""


def _loaded(function: str, **given: str) -> set[str]:
    paths = [ROOT / "functions" / function, ROOT / "layers/signoff/python"]
    done = subprocess.run(
        [sys.executable, "-c", LOAD, function],
        env={**ENVIRONMENT, "PYTHONPATH": ":".join(map(str, paths)), **given},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(json.loads(done.stdout))


def _tops(modules: set[str]) -> set[str]:
    return {each.partition(".")[0] for each in modules}


@pytest.mark.parametrize("function", ALLOWED)
def test_a_function_loads_nothing_that_it_has_no_use_for(function: str) -> None:
    loaded = _loaded(function, **(INSTALLS if function == "slack_oauth" else {}))

    foreign = {
        each
        for each in _tops(loaded) - sys.stdlib_module_names - {"signoff", function}
        if not each.startswith("_")
    }
    assert foreign <= ALLOWED[function]
    assert not SLOW & loaded


@pytest.mark.parametrize("function", ["slack_events", "slack_interactions"])
def test_a_function_that_slack_waits_for_loads_little_of_python_itself(function: str) -> None:
    assert not NOT_AT_A_DOOR & _loaded(function)


def test_what_only_queues_knows_neither_runs_nor_the_table() -> None:
    loaded = {each for each in _loaded("slack_events") if each.startswith("signoff.")}

    assert not {each for each in loaded if each.startswith(("signoff.agent", "signoff.usecases"))}
    assert "signoff.ports" not in loaded
    assert len(loaded) <= 44


@pytest.mark.parametrize("function", ["slack_events", "slack_interactions", "turn_worker"])
def test_where_aws_is_reached_in_an_unusual_way_the_sdk_is_loaded_and_knows_it(
    function: str,
) -> None:
    assert "botocore.session" in _loaded(function, AWS_USE_DUALSTACK_ENDPOINT="true")


def test_the_worker_signs_for_itself_and_loads_nothing_of_the_sdk() -> None:
    loaded = _loaded("turn_worker")

    # Powertools looks whether the SDK is there, for a header of its own.
    assert {each for each in loaded if each.startswith("botocore")} <= {"botocore"}


def test_who_takes_a_click_knows_nothing_of_what_an_agent_is_made_of() -> None:
    loaded = {each for each in _loaded("slack_interactions") if each.startswith("signoff.")}

    agents = {each for each in loaded if each.startswith("signoff.agent.")}
    assert agents <= {"signoff.agent.streaming"}
    assert not {"signoff.ports.model", "signoff.usecases.live", "signoff.usecases.turn"} & loaded
    assert "signoff.core.observation" not in loaded


def test_only_the_worker_knows_the_agent_and_the_model() -> None:
    assert {"agent", "openai", "pydantic"} <= _tops(_loaded("turn_worker"))
