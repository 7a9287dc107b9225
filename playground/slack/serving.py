"""Running the local Slack on a port of this machine, in a thread."""

import asyncio
import socket
import threading
from collections.abc import Coroutine
from types import FrameType, TracebackType
from typing import Any, Self, TypeVar

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from playground.slack.sockets.protocol import SocketProtocol

T = TypeVar("T")
PATIENCE = 60.0
GRACE = 0.2


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
    # Named TCP, so that asyncio sends each answer at once instead of waiting for more.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", port))
    sock.listen(128)
    return sock


class PromptServer(uvicorn.Server):
    """A server that ends as soon as it is told to; its parent looks up ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()
        self._ended = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def main_loop(self) -> None:
        """Serve until the end."""
        self._loop = asyncio.get_running_loop()
        await self.on_tick(0)
        self.up.set()
        await self._ended.wait()

    def end(self) -> None:
        """End, told from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._ended.set)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End, told by a signal."""
        super().handle_exit(sig, frame)
        self.end()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more, let what is under way end, cut the rest."""
        for server in self.servers:
            server.close()
        for sock in sockets or []:
            sock.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        open_requests = set(self.server_state.tasks)
        if open_requests:
            _done, open_requests = await asyncio.wait(open_requests, timeout=GRACE)
        for request in open_requests:
            request.cancel()
        await asyncio.gather(*open_requests, return_exceptions=True)
        await self.lifespan.shutdown()


def server_for(app: ASGIApp) -> PromptServer:
    """Configure the server."""
    return PromptServer(
        uvicorn.Config(
            app,
            http=DroppableProtocol,
            ws=SocketProtocol,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            lifespan="on",
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
        if not self._server.up.wait(PATIENCE):
            raise RuntimeError("the local Slack did not start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.end()
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
