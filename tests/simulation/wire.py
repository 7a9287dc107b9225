"""The calls to AWS: real clients on moto, where the one call of a case goes wrong.

What is before, between and after the sendings of a call is botocore's own: its events say when.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from http import HTTPStatus
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.session import Session

from tests.simulation.faults import CrashError, Fault, Kind
from tests.simulation.scheduler import Scheduler

READS = {"BatchGetItem", "Query", "Scan", "GetObject"}
TRANSACTION = "TransactWriteItems"
_KINDS = {"SendMessage": Kind.QUEUE}
_BUSY = {"SendMessage": "RequestThrottled", "PutObject": "SlowDown", "GetObject": "SlowDown"}
_OURS = "signoff"


class AwsFault(StrEnum):
    """How one call to AWS goes wrong."""

    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    LOST_REPLY = "lost reply"
    SENT_AGAIN = "sent again"
    BROKEN = "broken"
    THROTTLED = "throttled"
    CONFLICT = "conflict"


_SHOWS_AS = {
    AwsFault.CRASH_BEFORE: Fault.CRASH_BEFORE,
    AwsFault.CRASH_AFTER: Fault.CRASH_AFTER,
    AwsFault.LOST_REPLY: Fault.LOST_REPLY,
    AwsFault.SENT_AGAIN: Fault.LOST_REPLY,
    AwsFault.BROKEN: Fault.ERROR,
    AwsFault.THROTTLED: Fault.ERROR,
    AwsFault.CONFLICT: Fault.ERROR,
}


SENDINGS = {AwsFault.CRASH_AFTER: 1, AwsFault.LOST_REPLY: 1, AwsFault.SENT_AGAIN: 2}
"""How often the call is sent that goes wrong; any other goes wrong before it is."""


def faults_of(operation: str) -> tuple[AwsFault, ...]:
    """Give the ways in which a call can go wrong, each of which ends in another way.

    A read changes nothing: to die after it is to die before it, to lose its reply is to get none,
    and to send it again is to send it.
    """
    if operation in READS:
        return AwsFault.CRASH_BEFORE, AwsFault.BROKEN, AwsFault.THROTTLED
    if operation == TRANSACTION:
        return tuple(AwsFault)
    return tuple(fault for fault in AwsFault if fault is not AwsFault.CONFLICT)


@dataclass(slots=True, kw_only=True, eq=False)
class Wire:
    """What goes between the clients and AWS.

    Attributes:
        scheduler: Who is next; None: nothing is played, and nothing goes wrong.
        operations: What was called so far.
        sendings: How often AWS was sent the call that goes wrong.
        choose: Says how the call of that number goes wrong, if it does.
        landed: Is told of each sending, once AWS has done what it asks.
    """

    scheduler: Scheduler | None = None
    operations: list[str] = field(default_factory=list[str])
    sendings: int = 0
    choose: Callable[[int, str], AwsFault | None] = lambda _number, _operation: None
    landed: Callable[[str], None] = lambda _operation: None

    def begin(self, scheduler: Scheduler, landed: Callable[[str], None]) -> None:
        """Begin to count anew."""
        self.scheduler, self.landed = scheduler, landed
        self.operations, self.sendings = [], 0

    def listen(self, client: Any) -> Any:
        """Hear of every call of a client."""
        events = client.meta.events
        events.register("before-call", self._before)
        events.register_first("needs-retry", self._sent)
        events.register_last("after-call", self._after)
        return client

    def _before(self, *, model: Any, context: dict[str, Any], **_: Any) -> Any:
        scheduler = self.scheduler
        if scheduler is None:
            return None
        actor = scheduler.take_turn()
        fault = self._strike(model.name) if actor else None
        context[_OURS] = fault
        if actor is None or fault is None:
            return None
        kind = _KINDS.get(model.name, Kind.STORE)
        scheduler.faults.struck.append((kind, model.name, _SHOWS_AS[fault]))
        if fault is AwsFault.CRASH_BEFORE:
            actor.is_dead = True
            raise CrashError
        return _refusals(model.name).get(fault)

    def _strike(self, operation: str) -> AwsFault | None:
        self.operations.append(operation)
        return self.choose(len(self.operations), operation)

    def _sent(self, *, operation: Any, attempts: int, request_dict: Any, **_: Any) -> int | None:
        """See what came of a sending; 0: the SDK is to send it again, at once."""
        self.landed(operation.name)
        fault = request_dict["context"].get(_OURS)
        self.sendings += fault is not None
        is_lost = fault is AwsFault.SENT_AGAIN
        return 0 if is_lost and attempts == 1 else None

    def _after(self, *, context: dict[str, Any], **_: Any) -> None:
        fault, scheduler = context.get(_OURS), self.scheduler
        actor = scheduler.actor if scheduler else None
        if fault is AwsFault.LOST_REPLY:
            raise ConnectionError("the reply was lost")
        if fault is AwsFault.CRASH_AFTER and actor is not None:
            actor.is_dead = True
            raise CrashError


@cache
def _refusals(operation: str) -> dict[AwsFault, Any]:
    """Give what AWS answers when it does not do what it was asked."""
    busy = _BUSY.get(operation, "ThrottlingException")
    reasons = {"CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict"}]}
    return {
        AwsFault.BROKEN: _refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "InternalServerError"),
        AwsFault.THROTTLED: _refusal(HTTPStatus.BAD_REQUEST, busy),
        AwsFault.CONFLICT: _refusal(
            HTTPStatus.BAD_REQUEST, "TransactionCanceledException", reasons
        ),
    }


def _refusal(status: int, code: str, more: Any = None) -> Any:
    parsed: dict[str, Any] = {
        "Error": {"Code": code, "Message": "made up"},
        "ResponseMetadata": {"HTTPStatusCode": status, "RetryAttempts": 0},
        **(more or {}),
    }
    return AWSResponse("https://aws", status, HTTPHeaders(), None), parsed


@cache
def _session() -> Session:
    return Session()


def a_client(service: str) -> Any:
    """Make a client that sends once, unless somebody says that it is to send again."""
    return _session().create_client(
        service,
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",  # noqa: S106 - moto takes any
        config=Config(retries={"mode": "standard", "total_max_attempts": 1}),
    )


def counting(prefix: str) -> Callable[[], str]:
    """Make names, one after the other."""

    def names() -> Iterator[str]:
        number = 0
        while True:
            number += 1
            yield f"{prefix}-{number}"

    return names().__next__
