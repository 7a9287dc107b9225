"""The way to the app: over HTTP, or straight into a function of a test."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

import httpx

from playground.slack.clock import Clock

ANSWER_WITHIN = 3.0

Kind = Literal["event", "interaction"]
Reason = Literal["http_timeout", "connection_failed", "http_error", "too_many_redirects"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The app said something in time."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def is_accepted(self) -> bool:
        """Tell whether it took the request."""
        return 200 <= self.status < 300  # noqa: PLR2004 - HTTP's own numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAnswered:
    """The app said nothing, or too late."""

    reason: Reason


Outcome: TypeAlias = Answered | NotAnswered


class Transport(Protocol):
    """One request to the app."""

    async def post(self, kind: Kind, headers: dict[str, str], body: str) -> Outcome:
        """Send it and wait for the answer, three seconds at most."""
        ...

    async def aclose(self) -> None:
        """Let go of what is open."""
        ...


class Deliver(Protocol):
    """The app as a function: what a test hands in instead of two URLs."""

    def __call__(self, kind: Kind, headers: dict[str, str], body: str, /) -> tuple[int, str]:
        """Take a request and answer with status and body."""
        ...


class HttpTransport:
    """Requests to the two URLs that a Slack app has."""

    def __init__(
        self, *, events_url: str, interactions_url: str, within: float = ANSWER_WITHIN
    ) -> None:
        self._urls: dict[Kind, str] = {"event": events_url, "interaction": interactions_url}
        # A kept connection may just be closing, and an interaction is not sent twice.
        self._within = within
        fresh = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.AsyncClient(timeout=within, trust_env=False, limits=fresh)

    async def post(self, kind: Kind, headers: dict[str, str], body: str) -> Outcome:
        """Send it and wait for the answer, three seconds at most."""
        try:
            async with asyncio.timeout(self._within):
                response = await self._client.post(
                    self._urls[kind], content=body.encode(), headers=headers
                )
        except (TimeoutError, httpx.TimeoutException):
            return NotAnswered(reason="http_timeout")
        except (httpx.TransportError, httpx.InvalidURL):
            return NotAnswered(reason="connection_failed")
        return Answered(
            status=response.status_code, body=response.text, headers=dict(response.headers)
        )

    async def aclose(self) -> None:
        """Close the kept connections."""
        await self._client.aclose()


class CallTransport:
    """Requests to a function; events one after the other, interactions as they come."""

    def __init__(self, deliver: Deliver, *, clock: Clock, within: float) -> None:
        self._deliver = deliver
        self._clock = clock
        self._within = within
        self._one_event = asyncio.Lock()

    async def post(self, kind: Kind, headers: dict[str, str], body: str) -> Outcome:
        """Call it in a thread of its own, so that it may call the Web API meanwhile."""
        if kind == "event":
            async with self._one_event:
                return await self._call(kind, headers, body)
        return await self._call(kind, headers, body)

    async def _call(self, kind: Kind, headers: dict[str, str], body: str) -> Outcome:
        started = self._clock.now()
        status, answer = await asyncio.to_thread(self._deliver, kind, headers, body)
        if self._clock.now() - started > self._within:
            return NotAnswered(reason="http_timeout")
        return Answered(status=status, body=answer)

    async def aclose(self) -> None:
        """Nothing is open."""
