"""Files are fetched with the token from Slack's host alone, and no answer leads it elsewhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from playground.loopback import LoopbackServer, Request, Response
from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.attachments import DELETED, ELSEWHERE, NOT_GIVEN
from signoff.adapters.slack.downloads import NO_RIGHT, Downloads
from signoff.adapters.slack.file_host import FileHost
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.core.attachments import SIGN_IN, Attached
from signoff.core.canonical import JsonObject
from signoff.ports import UnfetchableError, UnreachableError

TOKEN = "xoxb-secret"  # noqa: S105 - a token of this test


@dataclass
class Host:
    """A host that answers what a test says, and remembers what it was asked."""

    answer: Response = field(default_factory=lambda: Response(status=200, body=b"bytes"))
    asked: list[Request] = field(default_factory=list[Request])

    def __call__(self, request: Request) -> Response:
        self.asked.append(request)
        return self.answer


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def url(host: Host) -> Iterator[str]:
    with LoopbackServer(host) as server:
        yield server.url


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, Host]]:
    other = Host()
    with LoopbackServer(other) as server:
        yield server.url, other


def _no_web(method: Method, *, json: Any = None, form: Any = None) -> JsonObject:
    raise AssertionError((method, json, form))


def _downloads(origin: str, *, web: Any = _no_web) -> Downloads:
    host = FileHost(token=lambda: TOKEN, timeout_s=5)
    return Downloads(web=web, fetch=host, origin=origin)


def _file(url: str) -> Attached:
    return Attached(id="F1", name="a.png", mimetype="image/png", url=url)


def test_a_file_is_fetched_with_the_token(host: Host, url: str) -> None:
    content = _downloads(url).content(_file(f"{url}/files-pri/T1-F1/download/ab%20ü.png?t=1"))

    (asked,) = host.asked
    assert content == b"bytes"
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert (asked.method, asked.query) == ("GET", "t=1")


def test_no_other_host_is_asked_at_all(url: str, elsewhere: tuple[str, Host]) -> None:
    other, hostile = elsewhere

    with pytest.raises(UnfetchableError, match=ELSEWHERE):
        _downloads(url).content(_file(f"{other}/files-pri/T1-F1/a.png"))

    assert hostile.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_answer_leads_elsewhere(
    host: Host, url: str, elsewhere: tuple[str, Host], status: int
) -> None:
    other, hostile = elsewhere
    host.answer = Response(status=status, headers=(("Location", f"{other}/a.png"),))

    with pytest.raises(UnfetchableError, match="sign-in"):
        _downloads(url).content(_file(f"{url}/a.png"))

    assert hostile.asked == []
    assert len(host.asked) == 1


@pytest.mark.parametrize(
    ("status", "why"), [(401, NOT_GIVEN), (403, NOT_GIVEN), (404, DELETED), (410, DELETED)]
)
def test_what_is_not_given_is_said_as_such(host: Host, url: str, status: int, why: str) -> None:
    host.answer = Response(status=status)

    with pytest.raises(UnfetchableError, match=why):
        _downloads(url).content(_file(f"{url}/a.png"))


@pytest.mark.parametrize(
    ("status", "wait", "after_s"), [(429, "7", 7), (500, "x", 0), (503, "", 0)]
)
def test_a_host_that_is_limited_or_down_is_asked_later(
    host: Host, url: str, status: int, wait: str, after_s: int
) -> None:
    host.answer = Response(status=status, headers=(("Retry-After", wait),))

    with pytest.raises(UnreachableError) as raised:
        _downloads(url).content(_file(f"{url}/a.png"))

    assert raised.value.retry_after_s == after_s


def test_a_host_that_does_not_answer_is_asked_later() -> None:
    with LoopbackServer(Host()) as gone:
        closed = gone.url

    with pytest.raises(UnreachableError):
        _downloads(closed).content(_file(f"{closed}/a.png"))


def test_no_more_is_read_than_is_needed_to_see_that_it_is_too_much(host: Host, url: str) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(10_000):
            sent += 1
            yield b"x" * 10_000

    host.answer = Response(status=200, body=endless())

    found = FileHost(token=lambda: TOKEN, timeout_s=5)(f"{url}/a", 100_000)

    assert len(found.content) == 100_001
    assert sent < 10_000


def _says(answer: JsonObject | str) -> Callable[..., JsonObject]:
    def web(method: Method, *, json: Any = None, form: Any = None) -> JsonObject:
        assert (method, json, form) == (Method.FILE_INFO, None, {"file": "F1"})
        if isinstance(answer, str):
            raise RefusedBySlackError(method, answer)
        return answer

    return web


def test_slack_is_asked_about_a_file_of_which_only_the_id_is_known() -> None:
    said = {"id": "F1", "name": "a.png", "mimetype": "image/png", "url_private": "https://x/a"}
    web = _says({"file": {**said, "file_access": "check_file_info"}})

    found = _downloads("https://x", web=web).look_up(Attached(id="F1", name="a file", mimetype=""))

    assert found == Attached(id="F1", name="a.png", mimetype="image/png", url="https://x/a")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("file_not_found", DELETED),
        ("missing_scope", NO_RIGHT),
        ("access_denied", NOT_GIVEN),
        ({}, NOT_GIVEN),
        ({"file": {"id": "F2"}}, NOT_GIVEN),
    ],
)
def test_what_slack_does_not_say_is_not_fetched(answer: JsonObject | str, why: str) -> None:
    with pytest.raises(UnfetchableError, match=why):
        _downloads("https://x", web=_says(answer)).look_up(_file(""))


def test_a_file_without_an_id_is_not_asked_about() -> None:
    with pytest.raises(UnfetchableError, match=NOT_GIVEN):
        _downloads("https://x").look_up(Attached(id="", name="a.png", mimetype=""))


def test_a_sign_in_page_names_the_permission() -> None:
    assert "`files:read`" in SIGN_IN
    assert "`files:read`" in NO_RIGHT
