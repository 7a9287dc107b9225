"""Slack's host of files: asked by the token, for one file at a time, never led elsewhere."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from signoff.adapters.connection import Connection, path_of
from signoff.ports import UnreachableError

_SECONDS = re.compile(r"[0-9]{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of asking for a file.

    Attributes:
        status: The status.
        content: The bytes, at most one more than were asked for.
        retry_after_s: How long Slack asks to be left alone.
    """

    status: int
    content: bytes
    retry_after_s: int = 0


class FileHost:
    """Fetches files over connections of its own: what is left unread of one spoils no call."""

    def __init__(self, *, token: Callable[[], str], timeout_s: float) -> None:
        """Get ready; nothing is sent yet.

        Args:
            token: Gives the bot's token.
            timeout_s: How long one file may take.
        """
        self._token = token
        self._timeout_s = timeout_s

    def __call__(self, url: str, most: int) -> Fetched:
        """Fetch at most so many bytes and one more; whoever calls made sure that Slack is asked.

        No redirect is followed: it would take the token along.

        Raises:
            UnreachableError: No answer came.
        """
        headers = {"Authorization": f"Bearer {self._token()}"}
        try:
            answer = Connection(url).get(
                path_of(url), headers, timeout_s=self._timeout_s, most=most + 1
            )
        except ConnectionError as error:
            raise UnreachableError("a file did not come through") from error
        wait = answer.headers.get("retry-after", "")
        seconds = int(wait) if _SECONDS.fullmatch(wait) else 0
        return Fetched(status=answer.status, content=answer.body, retry_after_s=seconds)
