"""Sending to the app: events with Slack's retries, interactions once, and a record of each."""

import asyncio
import json
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from urllib.parse import urlencode

from playground.slack.clock import Clock
from playground.slack.deliveries.envelope import enveloped
from playground.slack.deliveries.signature import signed_headers
from playground.slack.deliveries.transport import (
    Answered,
    Kind,
    NotAnswered,
    Outcome,
    Transport,
)
from playground.slack.payload import Payload, payload_of
from playground.slack.records import Installation

RETRY_AFTER = (0.0, 60.0, 300.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One request to the app and what came of it."""

    n: int
    kind: Kind
    type: str
    retry_num: int
    event_id: str | None
    outcome: Outcome
    ms: float
    payload: Payload

    def as_payload(self) -> Payload:
        """Write it for the page."""
        match self.outcome:
            case Answered(status=status, body=body):
                came = {"status": status, "reason": None, "body": body}
            case NotAnswered(reason=reason):
                came = {"status": None, "reason": reason, "body": ""}
        facts = {"n": self.n, "kind": self.kind, "type": self.type, "event_id": self.event_id}
        return {**facts, "retry_num": self.retry_num, "ms": round(self.ms, 1), **came}


class Deliveries:
    """The road from the workspace to the app; used on the server's event loop only."""

    def __init__(self, *, installation: Installation, transport: Transport, clock: Clock) -> None:
        self._app = installation
        self.is_installed = True
        self._transport = transport
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._crashes: list[BaseException] = []
        self.made: list[Delivery] = []

    def announce(self, event: Payload) -> None:
        """Send an event to the app, from now on and without waiting; nothing where it is not."""
        if self.is_installed:
            self.send(enveloped(event, self._app, self._clock.now()))

    def send(self, envelope: Payload) -> None:
        """Send an envelope to the app, from now on and without waiting."""
        self._spawn(self._with_retries(envelope))

    async def interact(self, payload: Payload) -> Outcome:
        """Send an interaction to the app, once, and wait for the answer."""
        body = urlencode({"payload": json.dumps(payload, ensure_ascii=False)})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self._attempt("interaction", payload, body, headers, retry_num=0)

    def interact_later(self, payload: Payload) -> None:
        """Send an interaction whose answer interests nobody."""
        self._spawn(self._without_answer(payload))

    async def settled(self) -> None:
        """Wait until no event is under way; retries that wait for their minute do not count.

        Raises:
            BaseException: What an app that is called in-process raised at an event.
        """
        await self._quiet.wait()
        if self._crashes:
            raise self._crashes.pop(0)

    async def aclose(self) -> None:
        """Stop everything that waits."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._transport.aclose()

    async def _without_answer(self, payload: Payload) -> None:
        await self.interact(payload)

    async def _with_retries(self, envelope: Payload) -> None:
        body = json.dumps(envelope, ensure_ascii=False)
        headers = {"Content-Type": "application/json"}
        outcome = await self._attempt("event", envelope, body, headers, retry_num=0)
        for retry_num, pause in enumerate(RETRY_AFTER, start=1):
            if not _wants_retry(outcome):
                return
            await self._sleep(pause)
            retried = {
                "X-Slack-Retry-Num": str(retry_num),
                "X-Slack-Retry-Reason": _reason(outcome),
            }
            outcome = await self._attempt(
                "event", envelope, body, headers | retried, retry_num=retry_num
            )

    async def _attempt(
        self, kind: Kind, payload: Payload, body: str, headers: dict[str, str], *, retry_num: int
    ) -> Outcome:
        signed = headers | signed_headers(self._app.signing_secret, body, self._clock.now())
        started = time.perf_counter()
        outcome = await self._transport.post(kind, signed, body)
        delivery = Delivery(
            n=len(self.made) + 1,
            kind=kind,
            type=str(payload_of(payload.get("event")).get("type") or payload.get("type", "")),
            retry_num=retry_num,
            event_id=payload.get("event_id"),
            outcome=outcome,
            ms=(time.perf_counter() - started) * 1000,
            payload=payload,
        )
        self.made.append(delivery)
        return outcome

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        self._begin()
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finish)

    def _finish(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._end()
        crash = None if task.cancelled() else task.exception()
        if crash is not None:
            self._crashes.append(crash)

    async def _sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        self._end()
        try:
            await self._clock.sleep(seconds)
        finally:
            self._begin()

    def _begin(self) -> None:
        self._under_way += 1
        self._quiet.clear()

    def _end(self) -> None:
        self._under_way -= 1
        if self._under_way == 0:
            self._quiet.set()


def _wants_retry(outcome: Outcome) -> bool:
    match outcome:
        case Answered(headers=headers):
            refused = {key.lower(): value for key, value in headers.items()}
            return not outcome.is_accepted and refused.get("x-slack-no-retry") != "1"
        case NotAnswered():
            return True


def _reason(outcome: Outcome) -> str:
    match outcome:
        case Answered():
            return "http_error"
        case NotAnswered(reason=reason):
            return reason
