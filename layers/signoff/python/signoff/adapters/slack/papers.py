"""Texts that no message or modal holds, as files in the thread."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.payloads import id_at, text_at
from signoff.adapters.slack.posts import Posts
from signoff.adapters.slack.web import Web
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.ports import UnreachableError


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file with a whole text: all arguments of one request, or an answer.

    Attributes:
        name: Its name, by which it is found: no other file in the thread has it.
        text: What stands in it.
    """

    name: str
    text: str

    @classmethod
    def of(cls, requirement: Requirement, text: str) -> "Paper":
        """Make the file of a request, from its arguments as a review would show them."""
        at, digest = requirement.at.place, requirement.digest[:16]
        return cls(name=f"arguments-{at}-{digest}.txt", text=text)

    @property
    def sha256(self) -> str:
        """Give the digest of its bytes, as `sha256sum` prints it."""
        return sha256(self.text.encode()).hexdigest()


def is_filed(requirement: Requirement, text: str) -> bool:
    """Tell whether a file with exactly this text stands beside the card."""
    return requirement.filed == Paper.of(requirement, text).sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Puts files into threads.

    Attributes:
        web: Slack's Web API.
        posts: What stands in Slack.
        send: Sends bytes to where Slack wants them, without a token.
    """

    web: Web
    posts: Posts
    send: Callable[[str, bytes], None]

    def put(self, place: ThreadKey, paper: Paper) -> None:
        """Put a file into a thread, unless it is there."""
        if self.posts.holds_file(place, paper.name):
            return
        file = self.bring(paper.name, paper.text.encode())
        self.share(place, file, title=paper.name)

    def bring(self, name: str, content: bytes) -> str:
        """Bring a file to Slack, where nobody sees it yet; give its id."""
        announced = self.web(Method.UPLOAD_URL, form={"filename": name, "length": len(content)})
        url, file = text_at(announced, "upload_url"), id_at(announced, "file_id")
        if not (url and file):
            raise UnreachableError("Slack did not say where the file goes")
        self.send(url, content)
        return file

    def share(self, place: ThreadKey, file: str, *, title: str) -> None:
        """Put a file that was brought to Slack into a conversation."""
        self.web(
            Method.UPLOAD_DONE,
            json={
                "files": [{"id": file, "title": title}],
                "channel_id": place.channel,
                "thread_ts": place.thread_ts or None,
            },
        )
