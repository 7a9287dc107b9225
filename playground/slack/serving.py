"""Running the local Slack on a port of this machine, in a thread."""

import asyncio
import socket
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

T = TypeVar("T")
PATIENCE = 60.0


class DroppableProtocol(H11Protocol):
    """HTTP whose connections the application may cut, to lose a reply on purpose."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Offer the cut to the application."""
        super().connection_made(transport)
        inner: Any = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            extensions = {**scope.get("extensions", {}), "playground.drop": transport.abort}
            await inner({**scope, "extensions": extensions}, receive, send)

        self.app = app


def listening_socket(port: int) -> socket.socket:
    """Take a port of this machine and of nobody else.

    Raises:
        OSError: If it is taken.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", port))
    sock.listen(128)
    return sock


def server_for(app: ASGIApp) -> uvicorn.Server:
    """Configure the server: quiet, and quick to end."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=DroppableProtocol,
            log_level="warning",
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=1,
            timeout_keep_alive=60,
        )
    )


class ServerThread:
    """A server that runs beside the test, and the way to ask things on its loop."""

    def __init__(self, app: ASGIApp, sock: socket.socket) -> None:
        self._server = server_for(app)
        self._sock = sock
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="local-slack", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=PATIENCE)
        self._sock.close()

    def ask(self, question: Coroutine[Any, Any, T]) -> T:
        """Run something where the server's state lives, and wait for it."""
        return asyncio.run_coroutine_threadsafe(question, self._loop).result(timeout=PATIENCE)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._server.serve(sockets=[self._sock]))
        finally:
            self._loop.close()
