"""A file of Slack's, read from an event or from `files.info`; where its bytes may be fetched."""

from typing import Final
from urllib.parse import SplitResult, urlsplit

from signoff.adapters.slack.payloads import id_at, text_at
from signoff.core.attachments import Attached
from signoff.core.canonical import JsonObject

UNNAMED: Final = "a file"
DELETED: Final = "it was deleted"
ELSEWHERE: Final = "it is kept outside of Slack"
HIDDEN: Final = "this workspace's plan hides it"
NOT_GIVEN: Final = "Slack does not give it to me"

MOST_NAMED: Final = 100
"""So many files of one message are named at all."""

_LONGEST_NAME = 200
_LONGEST_TYPE = 100
_LONGEST_URL = 3_000
_MODES = {"external": ELSEWHERE, "hidden_by_limit": HIDDEN, "tombstone": DELETED}
_CLOSED = {"access_denied": NOT_GIVEN, "file_not_found": DELETED}

_SLACKS = {"slack.com", "slack-gov.com"}
_PORTS = {"http": 80, "https": 443}


def attached(file: JsonObject) -> Attached | None:
    """Read a file object; None: it is none."""
    identity = id_at(file, "id")
    if not (identity or _name(file) != UNNAMED):
        return None
    size = file.get("size")
    is_counted = isinstance(size, int) and not isinstance(size, bool) and size > 0
    # Of a file from another workspace an event says nothing but its id.
    is_known = text_at(file, "file_access") != "check_file_info"
    return Attached(
        id=identity,
        name=_name(file),
        mimetype=text_at(file, "mimetype").lower().partition(";")[0].strip()[:_LONGEST_TYPE],
        size=size if is_counted and isinstance(size, int) else 0,
        url=_url(file) if is_known else "",
        skipped=_why_closed(file),
    )


def _name(file: JsonObject) -> str:
    name = " ".join((text_at(file, "name") or text_at(file, "title")).split())
    return name[:_LONGEST_NAME] or UNNAMED


def _url(file: JsonObject) -> str:
    url = text_at(file, "url_private_download") or text_at(file, "url_private")
    return url if len(url) <= _LONGEST_URL else ""


def _why_closed(file: JsonObject) -> str:
    if file.get("is_external") is True:
        return ELSEWHERE
    mode, access = text_at(file, "mode"), text_at(file, "file_access")
    return _MODES.get(mode) or _CLOSED.get(access, "")


def file_origin(api_url: str) -> str:
    """Give the one origin that hands out files to whoever talks to this Web API."""
    api = urlsplit(api_url)
    # Slack itself has a host of its own for files.
    is_slacks = api.hostname in _SLACKS
    return f"https://files.{api.hostname}" if is_slacks else f"{api.scheme}://{api.netloc}"


def at_origin(url: str, origin: str) -> str:
    """Write the address of a file anew, at the origin that it names; empty: it names another.

    The token goes along with it, so nothing of what stood there decides who is asked.
    """
    asked, own = _split(url), _split(origin)
    if asked is None or own is None or _where(asked) != _where(own):
        return ""
    query = f"?{asked.query}" if asked.query else ""
    return f"{origin}{asked.path or '/'}{query}"


def _split(url: str) -> SplitResult | None:
    if any(each <= " " or each in "\\\x7f" for each in url):
        return None
    try:
        found = urlsplit(url)
        is_bare = found.username is None and found.password is None and found.port != 0
    except ValueError:
        return None
    return found if is_bare else None


def _where(url: SplitResult) -> tuple[str, str, int | None]:
    return url.scheme, url.hostname or "", url.port or _PORTS.get(url.scheme)
