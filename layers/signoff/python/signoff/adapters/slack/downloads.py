"""Files of people's, fetched from Slack: by the token, from Slack's own host, and no further."""

from collections.abc import Callable
from dataclasses import dataclass

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.attachments import (
    DELETED,
    ELSEWHERE,
    NOT_GIVEN,
    at_origin,
    attached,
)
from signoff.adapters.slack.file_host import Fetched
from signoff.adapters.slack.payloads import object_at
from signoff.adapters.slack.web import RefusedBySlackError, Web
from signoff.core.attachments import LARGEST, SIGN_IN, Attached
from signoff.ports import UnfetchableError, UnreachableError

NO_RIGHT = "the app lacks the permission `files:read`"

_GONE = {404, 410}
_OK, _TOO_MANY_REQUESTS, _BROKEN = 200, 429, 500
_ELSEWHERE = range(300, 400)
_NAMED = {
    "file_deleted": DELETED,
    "file_not_found": DELETED,
    "missing_scope": NO_RIGHT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloads:
    """Fetches files.

    Attributes:
        web: Slack's Web API.
        fetch: Fetches an address with the token: at most so many bytes and one more.
        origin: The only origin that is ever asked.
    """

    web: Web
    fetch: Callable[[str, int], Fetched]
    origin: str

    def look_up(self, file: Attached) -> Attached:
        """Ask Slack about a file of which an event said nothing but its id.

        Raises:
            UnfetchableError: Slack does not say.
            UnreachableError: It may say so later.
        """
        if not file.id:
            raise UnfetchableError(NOT_GIVEN)
        try:
            answer = self.web(Method.FILE_INFO, form={"file": file.id})
        except RefusedBySlackError as error:
            raise UnfetchableError(_NAMED.get(error.code, NOT_GIVEN)) from error
        found = attached({**object_at(answer, "file"), "file_access": "visible"})
        if found is None or found.id != file.id:
            raise UnfetchableError(NOT_GIVEN)
        return found

    def content(self, file: Attached) -> bytes:
        """Fetch the bytes of a file; the token is sent to Slack's host of files and no other.

        Raises:
            UnfetchableError: They are not given.
            UnreachableError: They may be given later.
        """
        url = at_origin(file.url, self.origin)
        if not url:
            raise UnfetchableError(ELSEWHERE)
        found = self.fetch(url, LARGEST)
        if found.status == _TOO_MANY_REQUESTS or found.status >= _BROKEN:
            raise UnreachableError("a file was not given", retry_after_s=found.retry_after_s)
        if found.status in _ELSEWHERE:
            # So Slack sends whoever may not read it to where people sign in.
            raise UnfetchableError(SIGN_IN)
        if found.status != _OK:
            raise UnfetchableError(DELETED if found.status in _GONE else NOT_GIVEN)
        return found.content
