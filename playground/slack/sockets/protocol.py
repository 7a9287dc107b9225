"""One WebSocket connection of the app, from its handshake to its end."""

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playground.slack.sockets import frames
from playground.slack.sockets.frames import Frame, Reader, accepted, written
from playground.slack.sockets.socket_mode import PATH, SocketMode

_END_OF_HEAD = b"\r\n\r\n"
_NORMAL = (1000).to_bytes(2)


class SocketProtocol(asyncio.Protocol):
    """What uvicorn hands a connection over to that wants to be a WebSocket."""

    def __init__(self, config: Any, server_state: Any, app_state: Any) -> None:  # noqa: ARG002
        self._socket_mode: SocketMode = config.loaded_app.state.socket_mode
        self._connections: set[Any] = server_state.connections
        self._transport: Any = None
        self._reader = Reader()
        self._head = b""
        self._parts: list[bytes] = []
        self._is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Be one of those that are closed when the server ends."""
        self._transport = transport
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Be gone."""
        self._connections.discard(self)
        self._socket_mode.gone(self)

    def data_received(self, data: bytes) -> None:
        """Take the request first, and then frames."""
        if self._is_open:
            self._take(data)
            return
        self._head += data
        head, end, rest = self._head.partition(_END_OF_HEAD)
        if end:
            self._open(head.decode("latin-1"))
            self._take(rest)

    def send(self, text: str) -> None:
        """Send a message."""
        self._write(frames.TEXT, text.encode())

    def close(self) -> None:
        """Say goodbye."""
        self._write(frames.CLOSE, _NORMAL)
        self._transport.close()

    def abort(self) -> None:
        """Be gone without a word."""
        self._transport.abort()

    def shutdown(self) -> None:
        """End with the server."""
        self.close()

    def _open(self, head: str) -> None:
        first, *lines = head.split("\r\n")
        url = urlsplit(first.split(" ")[1])
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        ticket = parse_qs(url.query).get("ticket", [""])[0]
        self._transport.write(_switched(headers.get("sec-websocket-key", "")))
        self._is_open = True
        if url.path != PATH or not self._socket_mode.welcome(self, ticket):
            self.close()

    def _take(self, data: bytes) -> None:
        for frame in self._reader.feed(data):
            self._react(frame)

    def _react(self, frame: Frame) -> None:
        match frame.opcode:
            case frames.PING:
                self._write(frames.PONG, frame.payload)
            case frames.CLOSE:
                self.close()
            case frames.MORE | frames.TEXT:
                self._parts.append(frame.payload)
                if frame.is_final:
                    whole, self._parts = b"".join(self._parts), []
                    self._socket_mode.heard(whole.decode("utf-8", "replace"))
            case _:
                # A pong, or something that no client of Slack's sends.
                return

    def _write(self, opcode: int, payload: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(written(opcode, payload))


def _switched(key: str) -> bytes:
    return (
        "HTTP/1.1 101 Switching Protocols\r\n"
        "Upgrade: websocket\r\n"
        "Connection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {accepted(key)}\r\n\r\n"
    ).encode()
