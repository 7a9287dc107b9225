"""How a person names a thread."""

import re
from urllib.parse import parse_qs, urlsplit

import click

from signoff.core.keys import ThreadKey

_CHANNEL, _TS = r"[A-Z][A-Z0-9]{1,40}", r"[0-9]{1,12}\.[0-9]{1,9}"
_NAMED = re.compile(rf"(?:(?P<team>T[A-Z0-9]{{1,40}})/)?(?P<channel>{_CHANNEL})/(?P<ts>{_TS})")
_PATH = re.compile(rf"/archives/(?P<channel>{_CHANNEL})/p(?P<digits>[0-9]{{7,20}})/?")
_FRACTION = 6

HOW = "write CHANNEL/TS (such as C0123ABCD/1795096800.000100), or a message's permalink"


def named(thread: ThreadKey) -> str:
    """Write a thread as a person can give it back; of a workspace's own there is its id."""
    return (
        thread.team if not thread.channel else f"{thread.team}/{thread.channel}/{thread.thread_ts}"
    )


def read(text: str) -> tuple[str | None, str, str]:
    """Read a thread: its team if it is named, its channel, its `ts`.

    Raises:
        BadParameter: It names no thread.
    """
    found = _NAMED.fullmatch(text)
    if found:
        return found["team"], found["channel"], found["ts"]
    address = urlsplit(text)
    linked = _PATH.fullmatch(address.path)
    if not (address.scheme and linked):
        raise click.BadParameter(f"{text!r} names no thread: {HOW}.", param_hint="THREAD")
    digits = linked["digits"]
    ts = f"{digits[:-_FRACTION]}.{digits[-_FRACTION:]}"
    # The link of a reply names the thread's first message beside its own.
    first = parse_qs(address.query).get("thread_ts", [ts])[0]
    if not re.fullmatch(_TS, first):
        raise click.BadParameter(f"{text!r} names no thread: {HOW}.", param_hint="THREAD")
    return None, linked["channel"], first
