"""What people attach in scenarios, and hosts that are not Slack's."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playground.loopback import LoopbackServer, Request, Response
from playground.slack.acts.speaking import Attachment
from tests.core.test_attachments import EXE, PDF, PNG
from tests.scenarios.stage import ANA, BOT, OPS, Stage

PHOTO = Attachment(name="photo.png", mimetype="image/png", content=PNG)
BILL = Attachment(name="bill.pdf", mimetype="application/pdf", content=PDF)
NOTES = Attachment(name="notes.md", mimetype="text/markdown", content="# Größe\n".encode())
SETUP = Attachment(name="setup.exe", mimetype="application/x-msdownload", content=EXE)


@dataclass
class Elsewhere:
    """A host that is not Slack's, and what it was asked.

    Attributes:
        url: Where it is.
        asked: Every request.
    """

    url: str = ""
    asked: list[Request] = field(default_factory=list[Request])

    @property
    def with_token(self) -> int:
        """How many requests had an Authorization header."""
        return sum("authorization" in request.headers for request in self.asked)

    def __call__(self, request: Request) -> Response:
        self.asked.append(request)
        return Response(status=200, body=PNG, headers=(("Content-Type", "image/png"),))


@contextmanager
def elsewhere() -> Generator[Elsewhere, None, None]:
    """Let a host stand that is not Slack's."""
    host = Elsewhere()
    with LoopbackServer(host) as server:
        host.url = server.url
        yield host


def say_with_file(stage: Stage, text: str, **said: Any) -> None:
    """Let a message arrive in the thread with a file of which Slack says what a test says."""
    seconds = int(stage.thread_ts.partition(".")[0])
    ts = f"{seconds + 1 + len(stage.slack.deliveries())}.000001"
    file = {"id": "F0AWAY", "name": "away.png", "mimetype": "image/png", "mode": "hosted", **said}
    stage.slack.deliver_event(
        {
            "type": "message",
            "subtype": "file_share",
            "channel": OPS,
            "channel_type": "channel",
            "user": ANA,
            "ts": ts,
            "event_ts": ts,
            "thread_ts": stage.thread_ts,
            "text": text,
            "files": [file],
        }
    )
    stage.settle()


def files_out(stage: Stage) -> list[tuple[str, bytes]]:
    """Give the files that the app put into the thread, in order."""
    found: list[tuple[str, bytes]] = []
    for message in stage.messages:
        if message.user == BOT:
            files = [stage.slack.workspace.files[each] for each in message.files]
            found += [(file.name, file.content or b"") for file in files]
    return found


def parts(stage: Stage, *, nth: int = -1) -> list[dict[str, Any]]:
    """Give what the last words of a person were made of, when the model was asked."""
    asked = stage.model.requests[nth].input
    mine = [item for item in asked if item["type"] == "message" and item.get("role") == "user"]
    return list(mine[-1]["content"])
