"""A small threaded HTTP server that listens on this machine only."""

import contextlib
import errno
import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, Self, TypeAlias
from urllib.parse import urlsplit

HOST = "127.0.0.1"


class PortTakenError(Exception):
    """Another program already listens on this port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken: end what listens there, or choose another port.")
        self.port = port


class CutConnectionError(Exception):
    """Raised while a body is written: drop the connection in the middle of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client sent; header names are in lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    client: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What to send back; a body in pieces is streamed."""

    status: int
    body: bytes | Iterator[bytes] = b""
    headers: tuple[tuple[str, str], ...] = field(default=())


Answer: TypeAlias = Callable[[Request], Response]
_Accepted: TypeAlias = socket.socket | tuple[bytes, socket.socket]


def listening_socket(port: int) -> socket.socket:
    """Take a port of this machine (0 = any free one).

    Raises:
        PortTakenError: Another program listens there.
    """
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((HOST, port))
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(port) from error
        raise
    taken.listen(128)
    return taken


class LoopbackServer:
    """Answers each request on a thread of its own, from `start` (or `with`) until `stop`."""

    def __init__(self, answer: Answer, *, port: int = 0, max_body: int | None = None) -> None:
        """Take the port at once (0 = any free one).

        Raises:
            PortTakenError: Another program listens there.
        """
        exchange = type(
            "Exchange", (_Exchange,), {"answer": staticmethod(answer), "max_body": max_body}
        )
        self._server = _Server(listening_socket(port), exchange)
        self.port: int = self._server.server_address[1]
        self._ended = threading.Event()
        self._stopping = threading.Lock()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> Self:
        """Answer from now on."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Give the port back and drop every connection; several may ask for it at once."""
        with self._stopping:
            self._ended.set()
            if self._thread.is_alive():
                # It sleeps until somebody knocks.
                socket.create_connection((HOST, self.port)).close()
                self._thread.join()
            self._server.server_close()
        self._server.drop_connections()

    def _serve(self) -> None:
        while not self._ended.is_set():
            self._server.handle_request()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, taken: socket.socket, exchange: type[BaseHTTPRequestHandler]) -> None:
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(taken.getsockname(), exchange, bind_and_activate=False)
        self.socket.close()
        self.socket = taken

    def process_request(self, request: _Accepted, client_address: Any) -> None:
        if isinstance(request, socket.socket):
            with self._guard:
                self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: _Accepted) -> None:
        if isinstance(request, socket.socket):
            with self._guard:
                self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: _Accepted, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handle_error(request, client_address)

    def drop_connections(self) -> None:
        with self._guard:
            left = tuple(self._open)
        for each in left:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class _Exchange(BaseHTTPRequestHandler):
    """One connection: reads requests and writes responses until either side has enough."""

    protocol_version = "HTTP/1.1"
    # One segment for headers and body, sent at once: otherwise each answer waits 40 ms.
    wbufsize = -1
    disable_nagle_algorithm = True
    answer: Answer
    max_body: int | None

    def do_GET(self) -> None:
        self._exchange()

    def do_POST(self) -> None:
        self._exchange()

    def do_PUT(self) -> None:
        self._exchange()

    def do_DELETE(self) -> None:
        self._exchange()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: what happens is told by whoever answers."""

    def _exchange(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        if self.max_body is not None and length > self.max_body:
            self._skip(length)
            self._send(Response(status=413, body=b'{"message":"Request Entity Too Large"}'))
            return
        try:
            self._send(self.answer(self._request(length)))
        except CutConnectionError:
            self.close_connection = True

    def _skip(self, length: int) -> None:
        while length > 0 and (piece := self.rfile.read(min(length, 65_536))):
            length -= len(piece)

    def _request(self, length: int) -> Request:
        url = urlsplit(self.path)
        return Request(
            method=self.command,
            path=url.path,
            query=url.query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
            client=str(self.client_address[0]),
        )

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        if isinstance(response.body, bytes):
            self.send_header("content-length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)
        else:
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            self._stream(response.body)
        self.wfile.flush()

    def _stream(self, pieces: Iterator[bytes]) -> None:
        for piece in pieces:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")
