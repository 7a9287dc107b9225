"""One execution environment: a process that runs a function under the real Lambda bootstrap."""

import contextlib
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import IO, TypeAlias, assert_never

from playground.runner.aws import CREDENTIALS
from playground.runner.cloudformation import REGION
from playground.runner.libraries import libraries
from playground.runner.outcome import Exited, Outcome, Raised, Returned, TimedOut
from playground.runner.runtime_api import InitFailed, Invocation, Ready, RuntimeApi
from playground.runner.stack import FunctionSpec

TellLine: TypeAlias = Callable[[str, str], None]
"""Takes a function's short name and a line that it printed."""

_INIT_SECONDS = 60.0
# Taken over from whoever runs this: without them Python may not start at all.
_INHERITED = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class Environment:
    """Runs one invocation after another, until it is stopped, dies, or runs out of time."""

    def __init__(self, spec: FunctionSpec, *, tell: TellLine) -> None:
        """Start the process; `wait_until_ready` says how its init went."""
        self._spec = spec
        self._tell = tell
        self._api = RuntimeApi()
        self.refused_to_start = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "awslambdaric", spec.handler],
            cwd=spec.code,
            env=variables(spec, runtime_api=self._api.address),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        for watch in (self._read_lines, self._wait_for_exit):
            threading.Thread(target=watch, daemon=True).start()

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def wait_until_ready(self) -> Raised | None:
        """Wait for the init to be over; give the error if it failed."""
        try:
            report = self._api.reports.get(timeout=_INIT_SECONDS)
        except queue.Empty:
            return Raised(
                kind="Sandbox.Timedout", message=f"init took more than {_INIT_SECONDS:g} s"
            )
        match report:
            case Ready():
                return None
            case InitFailed(error=error):
                self.refused_to_start = True
                return error
            case Exited(status=status):
                return Raised(
                    kind="Runtime.ExitError",
                    message=f"The process ended with status {status} before it was ready.",
                )
            case Returned() | Raised():
                return Raised(kind="Runtime.Unknown", message="It answered before it was asked.")
            case _:
                assert_never(report)

    def invoke(self, payload: bytes, *, request_id: str) -> Outcome:
        """Run one invocation, and wait for what comes of it."""
        deadline = time.monotonic() + self._spec.timeout
        self._api.hand_out(
            Invocation(
                request_id=request_id,
                payload=payload,
                deadline_ms=int((time.time() + self._spec.timeout) * 1000),
                function_arn=self._spec.arn,
                trace_id=f"Root=1-{secrets.token_hex(4)}-{secrets.token_hex(12)};Sampled=0",
            )
        )
        while True:
            try:
                report = self._api.reports.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                self.stop()
                return TimedOut(seconds=self._spec.timeout)
            match report:
                case Ready():
                    continue
                case Returned() | Raised() | Exited():
                    return report
                case InitFailed(error=error):
                    return error
                case _:
                    assert_never(report)

    def stop(self) -> None:
        """Kill the process and what it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._api.stop()

    def _read_lines(self) -> None:
        stream: IO[bytes] | None = self._process.stdout
        if stream is None:
            return
        with stream:
            for line in stream:
                self._tell(self._spec.name, line.decode(errors="replace").rstrip("\n"))

    def _wait_for_exit(self) -> None:
        self._api.reports.put(Exited(status=self._process.wait()))


def variables(spec: FunctionSpec, *, runtime_api: str) -> Mapping[str, str]:
    """Give all the variables that a function's process sees, as on Lambda."""
    search = [spec.code, *libraries(spec)]
    return {
        **{name: os.environ[name] for name in _INHERITED if name in os.environ},
        **CREDENTIALS,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{spec.runtime}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(spec.memory),
        "AWS_LAMBDA_FUNCTION_NAME": spec.logical_id,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{spec.logical_id}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "AWS_REGION": REGION,
        "LAMBDA_TASK_ROOT": str(spec.code),
        "LANG": "en_US.UTF-8",
        "PYTHONPATH": os.pathsep.join(str(each.resolve()) for each in search),
        "PYTHONUNBUFFERED": "1",
        "TZ": ":UTC",
        "_HANDLER": spec.handler,
        **spec.environment,
    }
