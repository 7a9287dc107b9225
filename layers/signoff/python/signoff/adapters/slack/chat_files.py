"""Files to and from Slack, as a run needs them."""

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.attachments import file_origin
from signoff.adapters.slack.downloads import Downloads
from signoff.adapters.slack.file_host import FileHost
from signoff.adapters.slack.papers import Papers
from signoff.adapters.slack.payloads import id_at
from signoff.adapters.slack.posts import Posts
from signoff.adapters.slack.web import SlackWeb, Web
from signoff.core.attachments import Attached
from signoff.core.canonical import JsonObject
from signoff.core.files_out import OutFile
from signoff.core.keys import ThreadKey


class SlackFiles:
    """The part of the `Chat` port that is about files."""

    def __init__(self, web: SlackWeb, *, api_url: str, timeout_s: float) -> None:
        """Get ready; nothing is sent yet.

        Args:
            web: Slack's Web API.
            api_url: Where it is; ends in `/api/`.
            timeout_s: How long one file may take.
        """
        self._web: Web = web
        self._upload = web.upload
        host = FileHost(token=lambda: web.token, timeout_s=timeout_s)
        self._us: JsonObject | None = None
        self._downloads = Downloads(web=web, fetch=host, origin=file_origin(api_url))

    def look_up(self, file: Attached) -> Attached:
        return self._downloads.look_up(file)

    def fetch(self, file: Attached) -> bytes:
        return self._downloads.content(file)

    def upload(self, file: OutFile, content: bytes) -> str:
        return self._papers.bring(file.name, content)

    def share(self, thread: ThreadKey, file: str, *, title: str) -> None:
        self._papers.share(thread, file, title=title)

    def has_file(self, thread: ThreadKey, file: str) -> bool:
        return self._posts.holds_file(thread, file)

    @property
    def _papers(self) -> Papers:
        return Papers(web=self._web, posts=self._posts, send=self._upload)

    @property
    def _posts(self) -> Posts:
        return Posts(web=self._web, us=self._bot)

    def _bot(self) -> str:
        return id_at(self._who_we_are(), "user_id")

    def _who_we_are(self) -> JsonObject:
        if self._us is None:
            self._us = self._web(Method.AUTH_TEST)
        return self._us
