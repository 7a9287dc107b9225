"""The whole stack of template.yaml at work: functions, gateway, queue and schedule."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from playground.runner.aws import Clients
from playground.runner.cloudformation import load
from playground.runner.environment import TellLine
from playground.runner.function import Function
from playground.runner.gateway import Gateway
from playground.runner.outcome import Outcome, Raised
from playground.runner.poller import Poller
from playground.runner.resources import Resources
from playground.runner.schedule import Ticker
from playground.runner.sources import Stamp, forget_bytecode, stamp
from playground.runner.stack import FunctionSpec, Stack, read_stack

_LOOK_SECONDS = 0.5


class BrokenFunctionError(Exception):
    """A function could not be imported."""

    def __init__(self, spec: FunctionSpec, error: Raised) -> None:
        super().__init__(f"{spec.name}: {error.kind}: {error.message}")
        self.spec = spec
        self.error = error


class _Stoppable(Protocol):
    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How the system keeps time.

    Attributes:
        schedule_seconds: How often the schedule ticks; None as the template says, 0 never.
        poll_seconds: How long one poll of the queue waits.
        watches: Whether changed files are looked for.
    """

    schedule_seconds: float | None = None
    poll_seconds: int = 1
    watches: bool = True


class System:
    """Runs a template, from `start` until `stop`.

    The AWS that it runs on, the local Slack and the model are somebody else's: their addresses
    come as parameters of the template.
    """

    def __init__(
        self,
        template: Path,
        *,
        clients: Clients,
        tell: TellLine,
        root: Path | None = None,
        name: str = "signoff",
        port: int = 0,
        timing: Timing | None = None,
    ) -> None:
        """Take the port of the gateway at once (0 = any free one).

        Args:
            template: The template file.
            clients: The AWS to create the resources in.
            tell: Gets each line that a function prints.
            root: Where the template's paths start; None = its own folder.
            name: The stack's name, so that several can share one AWS.
            port: Where the gateway listens.
            timing: How the system keeps time.

        Raises:
            PortTakenError: Another program listens there.
        """
        self._template = template
        self._root = root or template.parent
        self._tell = tell
        self._clients = clients
        self._timing = timing or Timing()
        self._gateway = Gateway(port=port)
        self._stopped = threading.Event()
        self._stamps: dict[str, Stamp] = {}
        self._looking = threading.Lock()
        self.resources = Resources(clients, name=name)
        self.functions: dict[str, Function] = {}
        self.pollers: tuple[Poller, ...] = ()
        self.tickers: tuple[Ticker, ...] = ()
        self.stack = Stack(functions={}, routes=(), sources=(), schedules=())

    @property
    def url(self) -> str:
        """The HTTP API's address."""
        return self._gateway.url

    def start(self, parameters: Mapping[str, str]) -> Self:
        """Create the resources, start the functions, open the doors.

        Raises:
            TemplateError: The template cannot be run as it stands.
            BrokenFunctionError: A function could not be imported.
        """
        template = load(self._template)
        resolver = self.resources.create(template, dict(parameters))
        self.stack = read_stack(resolver, root=self._root)
        self.functions = {spec.name: self._function(spec) for spec in self.stack.functions.values()}
        self._stamps = {name: stamp(each.spec) for name, each in self.functions.items()}
        self._warm_all()
        self._open()
        return self

    def stop(self) -> None:
        """End everything that was started; `join` waits for what still asks AWS."""
        self._stopped.set()
        parts: tuple[_Stoppable, ...] = (*self.tickers, *self.pollers, self._gateway)
        for part in (*parts, *self.functions.values()):
            part.stop()

    def join(self) -> None:
        """Wait for the last polls to be over."""
        for poller in self.pollers:
            poller.join(self._timing.poll_seconds + 0.5)

    def function(self, name: str) -> Function:
        """Give a function by its short name, such as `turn_worker`."""
        return self.functions[name]

    def hold_queue(self) -> None:
        """Let messages pile up in the queue."""
        for poller in self.pollers:
            poller.hold()

    def release_queue(self) -> None:
        """Take them again."""
        for poller in self.pollers:
            poller.release()

    def tick(self) -> list[Outcome]:
        """Let the schedule tick now."""
        return [ticker.tick() for ticker in self.tickers]

    def settle(self, timeout: float = 20.0) -> None:
        """Wait until every queue is empty and nothing is being worked on.

        Raises:
            TimeoutError: Something still is.
        """
        end = time.monotonic() + timeout
        while any(poller.waiting() for poller in self.pollers):
            if time.monotonic() > end:
                raise TimeoutError(f"The queue is not empty after {timeout:g} s.")
            self._stopped.wait(0.02)

    def _function(self, spec: FunctionSpec) -> Function:
        most = [spec.concurrency, *(source.concurrency for source in self.stack.sources)]
        function = Function(
            spec, tell=self._tell, concurrency=max(filter(None, most), default=None)
        )
        if self._timing.watches:
            function.before_invocation = self.look
        return function

    def _warm_all(self) -> None:
        errors: dict[str, Raised | None] = {}

        def warm(name: str, function: Function) -> None:
            errors[name] = function.warm()

        threads = [
            threading.Thread(target=warm, args=item, daemon=True) for item in self.functions.items()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for name, error in errors.items():
            if error is not None:
                raise BrokenFunctionError(self.functions[name].spec, error)

    def _open(self) -> None:
        by_id = {function.spec.logical_id: function for function in self.functions.values()}
        self._gateway.start(self.stack.routes, by_id)
        self.pollers = tuple(
            Poller(
                source,
                by_id[source.function],
                self._clients.sqs,
                wait_seconds=self._timing.poll_seconds,
            ).start()
            for source in self.stack.sources
        )
        self.tickers = tuple(
            Ticker(schedule, by_id[schedule.function], seconds=self._timing.schedule_seconds)
            for schedule in self.stack.schedules
        )
        if self._timing.schedule_seconds != 0:
            for ticker in self.tickers:
                ticker.start()
        if self._timing.watches:
            threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self._stopped.wait(_LOOK_SECONDS):
            for name in self.look():
                error = self.functions[name].warm()
                if error is not None:
                    self._tell(name, f"ERROR {error.kind}: {error.message}")

    def look(self) -> list[str]:
        """Renew each function whose files changed; give their names."""
        with self._looking:
            return [
                name for name, function in self.functions.items() if self._is_new(name, function)
            ]

    def _is_new(self, name: str, function: Function) -> bool:
        before, now = self._stamps[name], stamp(function.spec)
        if now == before:
            return False
        forget_bytecode(before, now)
        self._stamps[name] = now
        function.renew()
        self._tell(name, "reloaded")
        return True
