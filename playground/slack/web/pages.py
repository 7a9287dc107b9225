"""Cursors: a long list, a page at a time."""

import base64
import binascii
from typing import TypeVar

from playground.slack.errors import SlackError
from playground.slack.payload import Payload
from playground.slack.web.args import Args

T = TypeVar("T")


def paged(items: list[T], args: Args, *, limit: int) -> tuple[list[T], Payload]:
    """Cut the page that the cursor names, and write what leads to the next.

    Raises:
        SlackError: invalid_cursor or invalid_limit.
    """
    start = _offset(args.text("cursor"))
    size = args.number("limit", limit) or limit
    if size < 0:
        raise SlackError("invalid_limit")
    end = start + size
    more = end < len(items)
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if more else ""
    return items[start:end], {"response_metadata": {"next_cursor": cursor}}


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError) as error:
        raise SlackError("invalid_cursor") from error
