"""Every handler starts from what was built, with its own layers and the runtime's boto3 alone."""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.stack.builds import HOST, built_for, interpreter, run, runtime_packages
from tests.stack.templates import functions

LONG_AGO = 315532800  # 1980-01-01, the date that SAM gives every file
IMPORT = """
import importlib, json, sys, traceback
sys.excepthook = lambda *error: traceback.print_exception(*error, file=sys.stdout)
paths, module = json.loads(sys.argv[1])
sys.path[:0] = paths
imported = importlib.import_module(module)
assert callable(imported.lambda_handler)
print(json.dumps(sorted(sys.modules)))
"""
INSTALLS = {
    "SIGNOFF_INSTALLATIONS": "installations",
    "SIGNOFF_INSTALLATIONS_KEY": "key",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET_ARN": "client",
    "SLACK_REDIRECT_URL": "https://api.example.com/slack/oauth_redirect",
}
"""What only a stack has that workspaces install themselves."""

EVERY_FUNCTION = pytest.mark.parametrize("function", sorted(functions()))


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build for this machine's processor, dated as a deployment dates it."""
    copy = tmp_path_factory.mktemp("deployed") / "build"
    shutil.copytree(built_for(HOST).folder, copy)
    for each in copy.rglob("*"):
        os.utime(each, (LONG_AGO, LONG_AGO))
    return copy


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return runtime_packages(tmp_path_factory.mktemp("runtime"))


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """What a function finds around it: a queue and secrets that can be read."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    access = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    secrets = boto3.client(
        "secretsmanager",
        endpoint_url=access["AWS_ENDPOINT_URL"],
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - moto takes any
    )
    for name in ("SIGNING_SECRET_ARN", "BOT_TOKEN_ARN", "MODEL_KEY_ARN"):
        access[name] = secrets.create_secret(Name=name, SecretString="local")["ARN"]
    yield access | {
        "SIGNOFF_STACK": "signoff",
        "SIGNOFF_TABLE": "table",
        "SIGNOFF_QUEUE_URL": f"{access['AWS_ENDPOINT_URL']}/123456789012/turns",
        "SIGNOFF_DEAD_LETTERS_URL": f"{access['AWS_ENDPOINT_URL']}/123456789012/dead",
        "SIGNOFF_BUCKET": "bucket",
        "LOG_LEVEL": "INFO",
        "HOME": "/nonexistent",
    }
    server.stop()


def imported(
    function: str, deployed: Path, packages: Path, environment: dict[str, str]
) -> tuple[set[str], str]:
    """Import a handler; return the modules that came in, and where their code came from."""
    output = built_for(HOST)
    paths = [str(deployed / each.relative_to(output.folder)) for each in output.paths_of(function)]
    module = functions()[function]["Handler"].partition(".")[0]
    log = deployed / f"{function}.log"
    printed = run(
        [
            "sh",
            "-c",
            f'exec "$0" -I -S -B -v -c "$1" "$2" 2> {log}',
            interpreter(),
            IMPORT,
            json.dumps([[*paths, str(packages)], module]),
        ],
        environment=environment | (INSTALLS if function == "SlackOAuth" else {}),
    )
    return set(json.loads(printed.splitlines()[-1])), log.read_text(encoding="utf-8")


@EVERY_FUNCTION
def test_a_handler_starts_and_compiles_nothing_we_ship(
    function: str, deployed: Path, packages: Path, environment: dict[str, str]
) -> None:
    modules, log = imported(function, deployed, packages, environment)

    # Python quotes the name of bytecode that it read, and not that of a source that it compiled.
    ours = re.escape(str(deployed))
    origins = re.findall(rf"^# code object from '?({ours}[^']*)", log, re.MULTILINE)
    assert functions()[function]["Handler"].partition(".")[0] in modules
    assert origins
    assert not [each for each in origins if not each.endswith(".pyc")]


def test_the_door_for_events_loads_itself_the_package_and_python(
    deployed: Path, packages: Path, environment: dict[str, str]
) -> None:
    modules, _ = imported("SlackEvents", deployed, packages, environment)

    assert foreign(modules) == {"signoff", "slack_events"}
    assert not modules & {"asyncio", "concurrent", "logging", "xml"}


def test_the_door_for_clicks_loads_itself_the_package_and_python(
    deployed: Path, packages: Path, environment: dict[str, str]
) -> None:
    modules, _ = imported("SlackInteractions", deployed, packages, environment)

    assert foreign(modules) == {"signoff", "slack_interactions"}
    assert not modules & {"asyncio", "concurrent", "logging", "xml"}


def foreign(modules: set[str]) -> set[str]:
    """Name what is no part of Python; what begins with a line is Python's own, for this machine."""
    tops = {each.partition(".")[0] for each in modules} - sys.stdlib_module_names
    return {each for each in tops if not each.startswith("_")}
