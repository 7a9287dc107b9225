"""The little HTTP server that everything here stands on."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from playground.loopback import (
    CutConnectionError,
    LoopbackServer,
    PortTakenError,
    Request,
    Response,
)


def echo(request: Request) -> Response:
    match request.path:
        case "/stream":
            return Response(status=200, body=iter([b"one ", b"two"]))
        case "/cut":
            return Response(status=200, body=cut())
        case "/drop":
            raise CutConnectionError
        case _:
            told = f"{request.method} {request.path}?{request.query} {request.body.decode()}"
            return Response(status=201, body=told.encode(), headers=(("x-one", "1"),))


def cut() -> Iterator[bytes]:
    yield b"begun"
    raise CutConnectionError


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer(echo, max_body=100) as server:
        yield server


def test_a_request_is_answered(server: LoopbackServer) -> None:
    answer = httpx.post(f"{server.url}/a?b=c", content="hello")

    assert (answer.status_code, answer.text) == (201, "POST /a?b=c hello")
    assert answer.headers["x-one"] == "1"


def test_a_connection_is_kept(server: LoopbackServer) -> None:
    with httpx.Client() as client:
        answers = [client.get(f"{server.url}/{number}").text for number in range(3)]

    assert answers == ["GET /0? ", "GET /1? ", "GET /2? "]


def test_a_body_in_pieces_is_streamed(server: LoopbackServer) -> None:
    assert httpx.get(f"{server.url}/stream").text == "one two"


@pytest.mark.parametrize("path", ["/cut", "/drop"])
def test_a_connection_can_be_dropped(server: LoopbackServer, path: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{server.url}{path}")


def test_a_body_that_is_too_large_is_refused(server: LoopbackServer) -> None:
    assert httpx.post(server.url, content="x" * 101).status_code == 413


def test_a_taken_port_is_named(server: LoopbackServer) -> None:
    with pytest.raises(PortTakenError, match=f"Port {server.port} is taken"):
        LoopbackServer(echo, port=server.port)


def test_nothing_listens_once_it_is_stopped() -> None:
    server = LoopbackServer(echo).start()
    server.stop()

    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", server.port)) != 0


def test_several_may_stop_it_at_once() -> None:
    servers = [LoopbackServer(echo).start() for _ in range(200)]

    with ThreadPoolExecutor(max_workers=8) as pool:
        stops = [pool.submit(server.stop) for server in servers for _ in range(4)]

    assert [stop.exception() for stop in stops] == [None] * 800
