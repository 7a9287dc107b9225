"""The app's connections, the envelopes that go out over them, and the acks that come back."""

import asyncio
import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol
from urllib.parse import parse_qs, quote

from playground.slack.clock import Clock
from playground.slack.deliveries.transport import (
    ANSWER_WITHIN,
    Answered,
    Kind,
    NotAnswered,
    Outcome,
)
from playground.slack.payload import Payload, payload_of

PATH: Final = "/link/"
MOST_CONNECTIONS: Final = 10
"""So many connections one app may have at a time."""

Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]


class Link(Protocol):
    """One connection of the app."""

    def send(self, text: str) -> None:
        """Send a message."""
        ...

    def close(self) -> None:
        """Say goodbye."""
        ...

    def abort(self) -> None:
        """Be gone without a word."""
        ...


@dataclass(slots=True, kw_only=True)
class Open:
    """A connection, and whether Slack still sends envelopes over it."""

    link: Link
    is_retiring: bool = False


@dataclass(slots=True, kw_only=True)
class Waiting:
    """An envelope that is not acked yet."""

    link: Link
    answered: asyncio.Future[Outcome]


@dataclass(slots=True, kw_only=True)
class SocketMode:
    """Slack's end of Socket Mode; touched on the server's event loop only.

    Attributes:
        app_id: Whose connections these are.
        clock: The time.
        within: How many seconds the app has for an ack.
        is_on: Whether the app may connect at all.
        tickets: What was given out by apps.connections.open, and not used yet.
        connections: Who is connected.
        acks: The envelopes that were acked, as they were.
        opened: How many connections there were in all.
    """

    app_id: str
    clock: Clock
    within: float = ANSWER_WITHIN
    is_on: bool = True
    tickets: set[str] = field(default_factory=set[str])
    connections: list[Open] = field(default_factory=list[Open])
    acks: list[Payload] = field(default_factory=list[Payload])
    opened: int = 0
    _waiting: dict[str, Waiting] = field(default_factory=dict[str, Waiting])

    def address(self, origin: str) -> str:
        """Give an address to connect to, once."""
        ticket = secrets.token_urlsafe(16)
        self.tickets.add(ticket)
        socket = origin.replace("http", "ws", 1)
        return f"{socket}{PATH}?ticket={quote(ticket)}&app_id={self.app_id}"

    def welcome(self, link: Link, ticket: str) -> bool:
        """Let in whoever has a ticket, and greet them."""
        if not self.is_on or ticket not in self.tickets:
            return False
        self.tickets.remove(ticket)
        if len(self.connections) >= MOST_CONNECTIONS:
            return False
        self.connections.append(Open(link=link))
        self.opened += 1
        link.send(json.dumps(self._hello()))
        return True

    def _hello(self) -> Payload:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "applink-local",
                "build_number": 1,
                "approximate_connection_time": 18_060,
            },
            "connection_info": {"app_id": self.app_id},
        }

    def heard(self, text: str) -> None:
        """Take an ack; what is none is not understood, and has no effect."""
        try:
            ack = payload_of(json.loads(text))
        except ValueError:
            return
        waiting = self._waiting.get(str(ack.get("envelope_id")))
        self.acks.append(ack)
        if waiting is not None and not waiting.answered.done():
            said = ack.get("payload")
            body = "" if said is None else json.dumps(said, ensure_ascii=False)
            waiting.answered.set_result(Answered(status=200, body=body))

    def gone(self, link: Link) -> None:
        """Take note that a connection is lost, with all that was not acked over it."""
        self.connections = [each for each in self.connections if each.link is not link]
        for waiting in self._waiting.values():
            if waiting.link is link and not waiting.answered.done():
                waiting.answered.set_result(NotAnswered(reason="connection_failed"))

    def disconnect(self, reason: Reason) -> None:
        """Tell every connection that its time is over; whoever has a new one is sent to that."""
        for each in self.connections:
            each.is_retiring = True
            each.link.send(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {}}))
        if reason == "link_disabled":
            self.is_on = False

    def drop(self) -> None:
        """Lose every connection without a word."""
        for each in list(self.connections):
            each.link.abort()

    async def send(self, envelope: Payload) -> Outcome:
        """Send an envelope over one of the connections, and wait for its ack, not for ever."""
        fresh = [each for each in self.connections if not each.is_retiring]
        if not fresh:
            return NotAnswered(reason="connection_failed")
        # The next one takes its turn, so that an app with several hears over all of them.
        chosen = fresh[0]
        self.connections.remove(chosen)
        self.connections.append(chosen)
        answered: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = Waiting(link=chosen.link, answered=answered)
        until = self.clock.now() + self.within
        chosen.link.send(json.dumps(envelope, ensure_ascii=False))
        try:
            return await self._in_time(answered, until)
        finally:
            del self._waiting[envelope["envelope_id"]]

    async def _in_time(self, answered: asyncio.Future[Outcome], until: float) -> Outcome:
        late = asyncio.ensure_future(self._late(answered, until))
        try:
            return await answered
        finally:
            late.cancel()

    async def _late(self, answered: asyncio.Future[Outcome], until: float) -> None:
        await self.clock.sleep(until - self.clock.now())
        if not answered.done():
            answered.set_result(NotAnswered(reason="http_timeout"))


class SocketTransport:
    """The way to the app in Socket Mode: what would be a request is an envelope."""

    def __init__(self, socket_mode: SocketMode) -> None:
        self._socket_mode = socket_mode

    async def post(self, kind: Kind, headers: dict[str, str], body: str) -> Outcome:
        """Send it, and wait for the ack."""
        return await self._socket_mode.send(_envelope(kind, headers, body))

    async def aclose(self) -> None:
        """Close what is open."""
        for each in list(self._socket_mode.connections):
            each.link.close()


def _envelope(kind: Kind, headers: Mapping[str, str], body: str) -> Payload:
    plain: Payload = {"envelope_id": str(uuid.uuid4())}
    if kind == "interaction":
        payload = json.loads(parse_qs(body, keep_blank_values=True)["payload"][0])
        return plain | {
            "type": "interactive",
            "payload": payload,
            "accepts_response_payload": True,
        }
    attempt = int(headers.get("X-Slack-Retry-Num", "0"))
    return plain | {
        "type": "events_api",
        "payload": json.loads(body),
        "accepts_response_payload": False,
        "retry_attempt": attempt,
        "retry_reason": "timeout" if attempt else "",
    }
