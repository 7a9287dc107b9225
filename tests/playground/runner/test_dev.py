"""`python -m playground dev` as a person starts it: what it prints, and how it ends."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from playground.__main__ import main
from playground.slack.local_slack import LocalSlack
from playground.slack.records import Message

ROOT = Path(__file__).parents[3]
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TOKENS = ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN")
READY = re.compile(
    r"ready page=(\S+) events=(\S+) interactions=(\S+) slack=(\S+) model=(\S+)", re.MULTILINE
)


@pytest.fixture(autouse=True)
def in_a_terminal() -> Iterator[None]:
    """Hear a hang-up as in a terminal: what runs under nohup ignores it, and hands that on."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what a person edits, with the real layers."""
    shutil.copy(ROOT / "template.yaml", tmp_path)
    shutil.copytree(
        ROOT / "functions", tmp_path / "functions", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "layers").symlink_to(ROOT / "layers")
    return tmp_path


def change(project: Path, old: str, new: str, file: str = "template.yaml") -> None:
    path = project / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@contextmanager
def started(project: Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Start it on free ports, and give it with the addresses that it prints."""
    template = str(project / "template.yaml")
    process = subprocess.Popen(
        [sys.executable, "-m", "playground", "dev", "--port", "0", "--template", template],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        ready = next(found for found in map(READY.match, lines) if found)
        yield process, list(ready.groups())
    finally:
        process.kill()
        process.communicate()


def complaint(project: Path, *options: str, without: tuple[str, ...] = ()) -> str:
    """Start it where it cannot run, and give the one line that it says."""
    template = str(project / "template.yaml")
    runner = CliRunner(env=dict.fromkeys(without))
    before = [(sent, signal.getsignal(sent)) for sent in ENDING]
    ended = runner.invoke(main, ["dev", "--template", template, *options])
    for sent, handler in before:
        signal.signal(sent, handler)
    assert isinstance(ended.exception, SystemExit), ended.exception
    assert ended.exit_code == 1
    assert "Traceback" not in ended.output
    (line,) = ended.stderr.splitlines()
    return line


def children(process: subprocess.Popen[str]) -> list[int]:
    listed = subprocess.run(
        ["pgrep", "-P", str(process.pid)],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(pid) for pid in listed.stdout.split()]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def is_open(address: str) -> bool:
    url = httpx.URL(address)
    with socket.socket() as probe:
        return probe.connect_ex((url.host, url.port or 0)) == 0


@pytest.mark.parametrize("sent", ENDING)
def test_it_ends_with_all_that_it_started(project: Path, sent: signal.Signals) -> None:
    with started(project) as (process, addresses):
        pids = children(process)
        with httpx.stream("GET", f"{addresses[0]}page/stream?as=U0ANA", timeout=10) as page:
            began = time.monotonic()

            process.send_signal(sent)
            status = process.wait(timeout=10)

        assert page.status_code == 200
        assert time.monotonic() - began < 5
        assert status == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
        assert len(pids) >= 5
        assert not [pid for pid in pids if is_running(pid)]
        assert not [address for address in addresses if is_open(address)]


def test_nothing_is_left_when_it_is_killed(project: Path) -> None:
    with started(project) as (process, _):
        pids = children(process)

        process.kill()
        process.wait()

        deadline = time.monotonic() + 5
        while any(map(is_running, pids)) and time.monotonic() < deadline:
            os.sched_yield()
        assert not [pid for pid in pids if is_running(pid)]


def test_a_taken_port_is_named(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        names = ("--port", "--events-port", "--model-port", "--aws-port")
        for taken_one in names:
            options = [
                word for name in names for word in (name, port if name == taken_one else "0")
            ]
            told = complaint(project, *options)

            assert told.startswith(f"Port {port} is taken: end what listens there")


def test_a_parameter_without_a_value_is_named(project: Path) -> None:
    change(project, "\nConditions:", "  Mascot:\n    Type: String\n\nConditions:")

    told = complaint(project, "--port", "0")

    assert "the parameter Mascot has no value" in told
    assert "--parameter Mascot=" in told


def test_a_parameter_can_be_given(project: Path) -> None:
    told = complaint(project, "--port", "0", "--parameter", "LogLevel=LOUD")

    assert told == (
        "template.yaml does not take 'LOUD' as LogLevel: it must be one of DEBUG, INFO, WARNING, "
        "ERROR."
    )


def test_a_missing_table_is_named(project: Path) -> None:
    change(project, "\n  Table:\n", "\n  Tisch:\n")

    told = complaint(project, "--port", "0")

    assert told.startswith("template.yaml refers to Table, which is neither a resource nor")


def test_a_missing_index_is_named(project: Path) -> None:
    change(project, "IndexName: pending", "IndexName: waiting")

    told = complaint(project, "--port", "0")

    assert told.startswith("template.yaml: the table Table has no index pending")


def test_an_agent_of_another_name_is_missed(project: Path) -> None:
    change(project, "\nagent = Agent(", "\nassistant = Agent(", "functions/turn_worker/agent.py")

    told = complaint(project, "--port", "0")

    assert told.startswith(
        "functions/turn_worker/agent.py: it has no `agent`, which functions/turn_worker/turn_worker"
    )


def test_a_name_that_a_library_lacks_is_the_importing_file_s_mistake(project: Path) -> None:
    change(project, "import Literal", "import Litteral", "functions/turn_worker/agent.py")

    told = complaint(project, "--port", "0")

    assert told.startswith("functions/turn_worker/agent.py:4: ImportError: cannot import name")


def test_a_broken_agent_is_named_with_its_line(project: Path) -> None:
    change(project, "\nagent = Agent(", "\nagent = Agnet(", "functions/turn_worker/agent.py")

    told = complaint(project, "--port", "0")

    assert re.match(r"functions/turn_worker/agent\.py:\d+: NameError: name 'Agnet' is not", told)


def test_a_port_that_is_none_is_refused(project: Path) -> None:
    template = str(project / "template.yaml")

    ended = CliRunner().invoke(main, ["dev", "--template", template, "--port", "65533"])

    assert ended.exit_code == 2
    assert "65533 is not in the range" in ended.stderr


# A real workspace, which is a local one that is connected to in Socket Mode.


def test_a_workspace_in_socket_mode_is_served_until_ctrl_c(project: Path) -> None:
    with LocalSlack(socket_mode=True) as slack:
        app = slack.workspace.installation
        tokens = {"SLACK_APP_TOKEN": app.app_token, "SLACK_BOT_TOKEN": app.bot_token}
        with connected(project, {**tokens, "SLACK_API_URL": slack.api_url}) as (process, told):
            thread = slack.mention("U0ANA", "C0OPS", "Help me choose what to offer")
            card = answered(slack, thread)

            process.send_signal(signal.SIGINT)
            status = process.wait(timeout=20)

            assert status == 0
            assert process.stderr is not None
            assert process.stderr.read() == ""
            assert card.bot_id
            assert slack.connections == 0
    assert "the scripted model answers" in told
    assert f"ready workspace=Local bot=signoff slack={slack.api_url}" in told
    assert not [token for token in tokens.values() if token in told]


def test_without_tokens_it_says_which_and_where_to_get_them(project: Path) -> None:
    told = complaint(project, "--port", "0", "--slack", "socket", without=TOKENS)

    assert told.startswith("SLACK_APP_TOKEN is not set. At api.slack.com/apps")
    assert "SLACK_BOT_TOKEN is not set" in told


@contextmanager
def connected(
    project: Path, environment: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start it in Socket Mode, and give it with all that it says until it is ready."""
    template = str(project / "template.yaml")
    options = ["--slack", "socket", "--port", "0", "--template", template]
    given = [f"{name}={value}" for name, value in environment.items()]
    process = subprocess.Popen(
        [  # noqa: S607 - env stands where the machine keeps it
            "env",
            "-u",
            "OPENAI_API_KEY",
            *given,
            sys.executable,
            "-m",
            "playground",
            "dev",
            *options,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        told = ""
        while "\nready" not in told or "connected in Socket Mode" not in told:
            line = process.stdout.readline()
            assert line, process.communicate()[1]
            told += line
        yield process, told
    finally:
        process.kill()
        process.communicate()


def answered(slack: LocalSlack, thread: str) -> Message:
    """Wait until the agent has said something in a thread."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        said = [message for message in slack.messages("C0OPS", thread) if message.bot_id]
        if said:
            return said[0]
    raise AssertionError("nobody answered")
