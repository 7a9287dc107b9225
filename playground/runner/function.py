"""A function as its callers see it: environments are started, reused and replaced behind it."""

import json
import threading
import uuid
from collections.abc import Callable
from typing import Any

from playground.runner.environment import Environment, TellLine
from playground.runner.outcome import Exited, Outcome, Raised, TimedOut, how_it_ended
from playground.runner.stack import FunctionSpec

_USUAL_CONCURRENCY = 4


class Function:
    """Runs invocations of one function, several at once, in environments that are reused."""

    def __init__(
        self, spec: FunctionSpec, *, tell: TellLine, concurrency: int | None = None
    ) -> None:
        self.spec = spec
        self._tell = tell
        self._limit = min(concurrency or _USUAL_CONCURRENCY, _USUAL_CONCURRENCY)
        self._idle: list[Environment] = []
        self._all: list[tuple[Environment, int]] = []
        self._generation = 0
        self._count = 0
        self._stopped = False
        self._free = threading.Condition()
        self.broken: Raised | None = None
        """Why it cannot be imported as it stands; None again once it was renewed."""
        self.before_invocation: Callable[[], object] = lambda: None

    @property
    def invocations(self) -> int:
        """How often it was invoked."""
        return self._count

    def invoke(self, event: Any) -> Outcome:
        """Run it with an event, and wait for what comes of it."""
        return self.invoke_raw(json.dumps(event).encode(), request_id=str(uuid.uuid4()))

    def invoke_raw(self, payload: bytes, *, request_id: str) -> Outcome:
        """Run it with a payload as bytes."""
        self.before_invocation()
        self._count += 1
        environment = self._take()
        if isinstance(environment, Raised):
            return environment
        try:
            outcome = environment.invoke(payload, request_id=request_id)
        finally:
            self._give_back(environment)
        if isinstance(outcome, TimedOut | Exited) and not self._stopped:
            self._tell(self.spec.name, f"ERROR {how_it_ended(outcome)}")
        return outcome

    def warm(self) -> Raised | None:
        """Have one environment ready; give the error if its init fails."""
        environment = self._take()
        if isinstance(environment, Raised):
            return environment
        self._give_back(environment)
        return None

    def renew(self) -> None:
        """Let every later invocation run in an environment started from now on."""
        with self._free:
            self._generation += 1
            self.broken = None
            old, self._idle = self._idle, []
        for environment in old:
            self._drop(environment)

    def stop(self) -> None:
        """Kill every environment."""
        with self._free:
            self._stopped = True
            environments = [environment for environment, _ in self._all]
            self._free.notify_all()
        for environment in environments:
            environment.stop()

    def _take(self) -> Environment | Raised:
        with self._free:
            while not self._stopped:
                if self._idle and (environment := self._idle.pop()).is_alive:
                    return environment
                if len(self._all) < self._limit:
                    environment = Environment(self.spec, tell=self._tell)
                    self._all.append((environment, self._generation))
                    break
                self._free.wait()
            else:
                return Raised(kind="Runtime.Stopped", message="The system is being ended.")
        error = environment.wait_until_ready()
        if error is None:
            return environment
        with self._free:
            is_outdated = (environment, self._generation) not in self._all
            if environment.refused_to_start and not is_outdated:
                self.broken = error
        self._drop(environment)
        # Renewed while it started: what was wrong with the code before matters no more.
        return self._take() if is_outdated and not self._stopped else error

    def _give_back(self, environment: Environment) -> None:
        with self._free:
            is_current = (environment, self._generation) in self._all
            if is_current and environment.is_alive and not self._stopped:
                self._idle.append(environment)
                self._free.notify()
                return
        self._drop(environment)

    def _drop(self, environment: Environment) -> None:
        environment.stop()
        with self._free:
            self._all = [each for each in self._all if each[0] is not environment]
            self._free.notify()
