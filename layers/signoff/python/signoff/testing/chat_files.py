"""The files of a Slack without Slack: those that people have there, and those that went out."""

from itertools import count
from mimetypes import guess_type
from threading import RLock

from signoff.agent.files import File
from signoff.core.attachments import Attached
from signoff.core.files_out import OutFile
from signoff.core.keys import ThreadKey
from signoff.ports import UnfetchableError
from signoff.testing.chat_records import SentFile
from signoff.testing.faults import Faults


class RecordingFiles:
    """The part of the `Chat` port that is about files.

    Attributes:
        files: Every file that was put into a thread, in order.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self.files: list[SentFile] = []
        self._there: dict[str, tuple[Attached, bytes]] = {}
        self._brought: dict[str, tuple[str, bytes]] = {}
        self._stamps = count(1)
        self._lock = RLock()
        self._faults = Faults()

    def give(self, file: Attached, content: bytes) -> None:
        """Have a file in the workspace."""
        with self._lock:
            self._there[file.id] = (file, content)

    def attach_file(self, file: File) -> Attached:
        """Have a file in the workspace, as somebody attaches it to a message."""
        content = file.content.encode() if isinstance(file.content, str) else file.content
        attached = Attached(
            id=f"F{next(self._stamps)}",
            name=file.name,
            mimetype=guess_type(file.name)[0] or "application/octet-stream",
            size=len(content),
            url=f"https://files.example/{file.name}",
        )
        self.give(attached, content)
        return attached

    def look_up(self, file: Attached) -> Attached:
        """Give a file that a test has put there, by its id."""
        with self._faults.around("look_up"), self._lock:
            if file.id not in self._there:
                raise UnfetchableError("it was deleted")
            return self._there[file.id][0]

    def fetch(self, file: Attached) -> bytes:
        """Give the bytes of a file that a test has put there."""
        with self._faults.around("fetch"), self._lock:
            if file.id not in self._there:
                raise UnfetchableError("it was deleted")
            return self._there[file.id][1]

    def upload(self, file: OutFile, content: bytes) -> str:
        """Keep a file that nobody sees yet."""
        with self._faults.around("upload"), self._lock:
            identity = f"FOUT{next(self._stamps)}"
            self._brought[identity] = (file.name, content)
            return identity

    def share(self, thread: ThreadKey, file: str, *, title: str) -> None:
        """Keep that a file was put into a thread."""
        with self._faults.around("share"), self._lock:
            name, content = self._brought[file]
            self.files.append(
                SentFile(thread=thread, id=file, name=name, title=title, content=content)
            )

    def has_file(self, thread: ThreadKey, file: str) -> bool:
        """Tell whether a file was put into a thread."""
        with self._faults.around("has_file"), self._lock:
            return any((each.thread, each.id) == (thread, file) for each in self.files)
