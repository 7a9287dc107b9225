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
    "SIGNOFF_TABLE": "table",
    "SIGNOFF_BUCKET": "bucket",
    "SIGNOFF_QUEUE_URL": "http://127.0.0.1:9/queue",
    "SIGNOFF_DEAD_LETTERS_URL": "http://127.0.0.1:9/dead",
    "SIGNING_SECRET_ARN": "signing",
    "BOT_TOKEN_ARN": "token",
    "MODEL_KEY_ARN": "key",
}
# The handler is not run to its end: nobody answers for the secrets that it reads at its start.
LOAD = """
import importlib, json, sys
from signoff.adapters.secrets import Secret
Secret.accepted = lambda self: ("secret",)
Secret.__call__ = lambda self: "secret"
importlib.import_module(sys.argv[1])
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""
FORBIDDEN = {
    "slack_events": {"aws_lambda_powertools", "boto3", "openai", "pydantic", "slack_sdk"},
    "slack_interactions": {"agent", "boto3", "openai", "pydantic"},
    "clock": {"agent", "openai", "pydantic"},
}


def _loaded(function: str) -> set[str]:
    paths = [ROOT / "functions" / function, ROOT / "layers/signoff/python"]
    done = subprocess.run(
        [sys.executable, "-c", LOAD, function],
        env={**ENVIRONMENT, "PYTHONPATH": ":".join(map(str, paths))},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("function", FORBIDDEN)
def test_a_function_loads_nothing_that_it_has_no_use_for(function: str) -> None:
    assert _loaded(function) & FORBIDDEN[function] == set()


def test_only_the_worker_knows_the_agent_and_the_model() -> None:
    assert {"agent", "openai", "pydantic"} <= _loaded("turn_worker")
