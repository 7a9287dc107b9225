"""HTTP/1.1 with kept connections, as little of it as the clients here speak."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

HOST = "127.0.0.1"
_END = b"\r\n\r\n"
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client sent; names of headers are in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What is sent back, after a while.

    Attributes:
        body: All of it.
        status: The status.
        kind: The content's type.
        delay_s: How long the client waits for it.
        sent: Called once it is on its way.
    """

    body: bytes
    status: int = 200
    kind: str = "application/json"
    delay_s: float = 0.0
    sent: Callable[[], None] = lambda: None


Answer: TypeAlias = Callable[[Request], Response]


class Connection(asyncio.Protocol):
    """One client: a request at a time."""

    def __init__(self, answer: Answer, number: int) -> None:
        """Take what answers, and the number of this connection."""
        self._answer = answer
        self._number = number
        self._got = b""
        self._is_told_to_go_on = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer once a request is whole."""
        self._got += data
        head, end, rest = self._got.partition(_END)
        if not end:
            return
        lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:])
        }
        if len(rest) < int(headers.get("content-length", 0)):
            self._go_on(headers)
            return
        self._got, self._is_told_to_go_on = b"", False
        method, path, _ = lines[0].split(" ", 2)
        self._send(
            self._answer(
                Request(
                    method=method, path=path, headers=headers, body=rest, connection=self._number
                )
            )
        )

    def _go_on(self, headers: dict[str, str]) -> None:
        if headers.get("expect") == "100-continue" and not self._is_told_to_go_on:
            self._is_told_to_go_on = True
            self._write(_CONTINUE)

    def _send(self, response: Response) -> None:
        if response.delay_s:
            loop = asyncio.get_running_loop()
            loop.call_later(response.delay_s, self._deliver, response)
        else:
            self._deliver(response)

    def _deliver(self, response: Response) -> None:
        head = (
            f"HTTP/1.1 {response.status} -\r\ncontent-type: {response.kind}\r\n"
            f"content-length: {len(response.body)}\r\n\r\n"
        )
        self._write(head.encode() + response.body)
        response.sent()

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)


async def serve(answer: Answer, *, port: int = 0) -> asyncio.Server:
    """Listen on this machine (0 = any free port), numbering the connections."""
    count = iter(range(1, 1_000_000_000))
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: Connection(answer, next(count)), HOST, port)
