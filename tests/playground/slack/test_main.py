"""The local Slack from the command line."""

import signal
import socket
import subprocess
import sys
import urllib.request

COMMAND = [
    sys.executable,
    *("-m", "playground.slack"),
    *("--events-url", "http://127.0.0.1:1/events"),
    *("--interactions-url", "http://127.0.0.1:1/interactions"),
]


def test_it_says_where_it_is_and_ends_quietly_on_ctrl_c() -> None:
    with subprocess.Popen(
        COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        ready = process.stdout.readline()
        address = ready.split("page=")[1].split()[0]
        with urllib.request.urlopen(f"{address}page/state?as=U0ANA") as answer:  # noqa: S310
            status = answer.status
        process.send_signal(signal.SIGINT)
        _out, complaints = process.communicate(timeout=30)

    assert ready.startswith("ready page=http://127.0.0.1:")
    assert status == 200
    assert (process.returncode, complaints) == (0, "")


def test_a_taken_port_is_named_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        ended = subprocess.run(
            [*COMMAND, "--port", str(port)], capture_output=True, text=True, check=False
        )

    assert ended.returncode == 1
    assert ended.stderr == (f"Port {port} is taken: stop what uses it, or pass another --port.\n")
