"""Slack's host of files: asked by the token, for one file at a time, never led elsewhere."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import urllib3
from urllib3.exceptions import HTTPError

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
        self._pool = urllib3.PoolManager(
            maxsize=1,
            retries=False,
            timeout=urllib3.Timeout(total=timeout_s),
            cert_reqs="CERT_REQUIRED",
        )

    def __call__(self, url: str, most: int) -> Fetched:
        """Fetch at most so many bytes and one more; whoever calls made sure that Slack is asked.

        No redirect is followed: it would take the token along.

        Raises:
            UnreachableError: No answer came.
        """
        try:
            answer = self._pool.urlopen(
                "GET",
                url,
                headers={"authorization": f"Bearer {self._token()}"},
                redirect=False,
                preload_content=False,
            )
            content = answer.read(most + 1)
            answer.close()
        except HTTPError as error:
            raise UnreachableError("a file did not come through") from error
        wait = answer.headers.get("retry-after", "")
        seconds = int(wait) if _SECONDS.fullmatch(wait) else 0
        return Fetched(status=answer.status, content=content, retry_after_s=seconds)
