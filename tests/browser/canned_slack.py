"""A local Slack without an app behind it: it serves the page, a State, and hears what is said."""

import json
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self, TypeAlias
from urllib.parse import urlsplit

Json: TypeAlias = dict[str, Any]
Answer: TypeAlias = Callable[[Json], Json]

PAGE = Path(__file__).resolve().parents[2] / "playground" / "slack" / "page"
DATA = Path(__file__).resolve().parents[1] / "data"
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
KINDS |= {".svg": "image/svg+xml", ".json": "application/json"}


def _agree(_: Json) -> Json:
    return {"ok": True, "ts": "1"}


@dataclass(slots=True, kw_only=True)
class CannedSlack:
    """What the page is told and what it said."""

    state: Json
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])
    said: list[tuple[str, Json]] = field(default_factory=list[tuple[str, Json]])
    listeners: list["queue.Queue[bool]"] = field(default_factory=list["queue.Queue[bool]"])

    def change(self, **parts: Any) -> None:
        """Replace parts of the State and tell every open page."""
        self.state |= parts | {"version": self.state["version"] + 1}
        for listener in list(self.listeners):
            listener.put(True)

    def seen_by(self, me: str) -> Json:
        """Draw the State for one person."""
        channels = [c for c in self.state["channels"] if c.get("user", me) == me]
        return self.state | {"me": me, "channels": channels}

    def hear(self, path: str, body: Json) -> Json:
        """Note what the page said, and answer."""
        self.said.append((path, body))
        answer = self.answers.get(path, _agree)
        return answer(body)

    def heard(self, path: str) -> list[Json]:
        """List what the page said at a path."""
        return [body for said_at, body in self.said if said_at == path]


class _Visit(BaseHTTPRequestHandler):
    slack: CannedSlack
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        me = url.query.partition("as=")[2].partition("&")[0]
        if url.path == "/":
            self._send(PAGE / "index.html")
        elif url.path.startswith("/page/static/"):
            self._send(PAGE / url.path.removeprefix("/page/static/"))
        elif url.path.startswith("/data/"):
            self._send(DATA / url.path.removeprefix("/data/"))
        elif url.path == "/page/state":
            self._say(self.slack.seen_by(me))
        elif url.path == "/page/stream":
            self._stream(me)
        else:
            self._say({"ok": False, "error": "not_found"}, HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._say(self.slack.hear(self.path.removeprefix("/page/"), body))

    def _send(self, file: Path) -> None:
        if not file.is_file():
            self._say({"ok": False, "error": "not_found"}, HTTPStatus.NOT_FOUND)
            return
        self._write(file.read_bytes(), KINDS[file.suffix], HTTPStatus.OK)

    def _say(self, body: Json, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._write(json.dumps(body).encode(), "application/json", status)

    def _write(self, body: bytes, kind: str, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, me: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        changes: queue.Queue[bool] = queue.Queue()
        self.slack.listeners.append(changes)
        try:
            self._follow(me, changes)
        except OSError:  # the page went away
            self.slack.listeners.remove(changes)

    def _follow(self, me: str, changes: "queue.Queue[bool]") -> None:
        goes_on = True
        while goes_on:
            self.wfile.write(f"data: {json.dumps(self.slack.seen_by(me))}\n\n".encode())
            self.wfile.flush()
            goes_on = changes.get()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Keep quiet."""


class CannedServer:
    """Serves one canned Slack on a free loopback port while it is open."""

    def __init__(self, slack: CannedSlack) -> None:
        self.slack = slack
        visit = type("Visit", (_Visit,), {"slack": slack})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), visit)
        self._server.daemon_threads = True
        serve = partial(self._server.serve_forever, poll_interval=0.02)
        self._thread = threading.Thread(target=serve, daemon=True)

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for listener in list(self.slack.listeners):
            listener.put(False)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
