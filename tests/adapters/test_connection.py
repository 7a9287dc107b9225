"""A connection is kept, and says whether a request may have arrived."""

import socket
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from playground.loopback import CutConnectionError, LoopbackServer, Request, Response
from signoff.adapters.connection import Connection, NoAnswerError, NotReachedError

Callers = list[Request]


@pytest.fixture
def calls() -> Callers:
    return []


@pytest.fixture
def server(calls: Callers) -> Iterator[LoopbackServer]:
    def answer(request: Request) -> Response:
        calls.append(request)
        match request.path:
            case "/cut":
                raise CutConnectionError
            case "/pieces":
                return Response(status=200, body=iter((b"one ", b"two")))
            case _:
                return Response(status=418, body=request.body, headers=(("X-Told", "Yes"),))

    with LoopbackServer(answer) as server:
        yield server


def test_what_comes_back_is_given_whole(server: LoopbackServer) -> None:
    connection = Connection(server.url)

    status, headers, body = connection.post("/", b"hello", {"a": "b"}, timeout_s=5)

    assert (status, headers["x-told"], body) == (418, "Yes", b"hello")


def test_the_connection_is_kept_and_its_loss_is_noticed_before_the_next_request(
    server: LoopbackServer,
) -> None:
    connection = Connection(server.url)
    connection.post("/pieces", b"", {}, timeout_s=5)
    server.stop()

    with pytest.raises(NotReachedError):
        connection.post("/pieces", b"", {}, timeout_s=5)


def test_a_connection_that_was_hung_up_in_a_pause_is_opened_anew_before_anything_is_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        hung_up = Event()
        answering = Thread(target=_answer_once_each, args=(listening, 2, hung_up))
        answering.start()
        connection = Connection(f"http://127.0.0.1:{listening.getsockname()[1]}")

        first = connection.post("/", b"x", {}, timeout_s=5)
        assert hung_up.wait(5)
        second = connection.post("/", b"x", {}, timeout_s=5)
        answering.join()

    assert (first.body, second.body) == (b"ok", b"ok")


def _answer_once_each(listening: socket.socket, times: int, hung_up: Event) -> None:
    """Take a connection, answer one request as if more were welcome, and hang up."""
    for _ in range(times):
        line, _ = listening.accept()
        with line:
            line.recv(65_536)
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        hung_up.set()


def test_several_threads_take_turns_and_each_has_its_own_answer(server: LoopbackServer) -> None:
    connection = Connection(server.url)
    found: dict[int, set[bytes]] = {number: set() for number in range(4)}

    def ask(number: int) -> None:
        for _ in range(20):
            found[number].add(connection.post("/", b"%d" % number, {}, timeout_s=5).body)

    asking = [Thread(target=ask, args=(number,)) for number in range(4)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()

    assert found == {number: {b"%d" % number} for number in range(4)}


def test_head_and_body_arrive_as_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        taken: list[bytes] = []
        answering = Thread(target=_answer_what_came_at_once, args=(listening, taken))
        answering.start()
        connection = Connection(f"http://127.0.0.1:{listening.getsockname()[1]}")

        connection.post("/x", b"body", {"a": "b"}, timeout_s=5)
        answering.join()

    (whole,) = taken
    assert whole.startswith(b"POST /x HTTP/1.1\r\n")
    assert whole.endswith(b"\r\n\r\nbody")


def _answer_what_came_at_once(listening: socket.socket, taken: list[bytes]) -> None:
    line, _ = listening.accept()
    with line:
        taken.append(line.recv(65_536))
        line.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


def test_a_request_that_is_cut_off_may_have_arrived_and_the_next_one_opens_anew(
    server: LoopbackServer,
) -> None:
    connection = Connection(server.url)

    with pytest.raises(NoAnswerError):
        connection.post("/cut", b"", {}, timeout_s=5)

    assert connection.post("/", b"again", {}, timeout_s=5).body == b"again"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9", "https://127.0.0.1:9", "http://nobody.invalid"]
)
def test_where_nobody_listens_nothing_is_sent(url: str) -> None:
    with pytest.raises(NotReachedError):
        Connection(url).post("/", b"", {}, timeout_s=2)


def test_whoever_cannot_show_a_certificate_is_sent_nothing(
    server: LoopbackServer, calls: Callers
) -> None:
    connection = Connection(server.url.replace("http:", "https:"))

    with pytest.raises(NotReachedError):
        connection.post("/", b"secret", {}, timeout_s=0.5)

    assert not calls
