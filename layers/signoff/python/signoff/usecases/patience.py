"""How long Slack is left alone: as long as it asks, otherwise a little longer each time."""

import hashlib

from signoff.ports import UnreachableError

_UNREACHABLE_MS, _LONGEST_UNREACHABLE_MS = 30_000, 300_000
_REFUSED_MS, _LONGEST_REFUSED_MS = 60_000, 3_600_000
_MOST_DOUBLINGS = 10
_SPREAD_MS = 30_000


def after_no_answer(error: UnreachableError, *, tries: int, mark: str) -> int:
    """Give the milliseconds until one row is tried again that was put off so often before.

    Slack comes back by itself: a few minutes after it does, everything has arrived. Where it says
    when to come again that counts, and not how often it was tried. What it limits comes back over
    half a minute, each row at a time that follows from its name: what was too much in one second
    would be so again in another.
    """
    if not error.retry_after_s:
        return _doubled(_UNREACHABLE_MS, tries, most=_LONGEST_UNREACHABLE_MS)
    return max(error.retry_after_s * 1000, _UNREACHABLE_MS) + _share(f"{mark}.{tries}")


def after_refusal(*, tries: int) -> int:
    """Give the milliseconds until a row is tried again that Slack would not take.

    It takes a person to change that: a channel is unarchived, a token renewed, a bug mended.
    """
    return _doubled(_REFUSED_MS, tries, most=_LONGEST_REFUSED_MS)


def is_spent(*, tries: int) -> bool:
    """Tell whether what was put off so often is as rarely tried as anything: after an hour."""
    return after_refusal(tries=tries) == _LONGEST_REFUSED_MS


def for_all(error: UnreachableError) -> int:
    """Give the milliseconds for which nothing else is tried in the same workspace.

    Where Slack asks for nothing this is the shortest wait: the rows that had no part in it come
    first next time, so that one which is always cut off keeps none of them waiting.
    """
    return error.retry_after_s * 1000 or _UNREACHABLE_MS


def _share(mark: str) -> int:
    """Give a name its part of the spread, always the same, and another for each name."""
    digest = hashlib.sha256(mark.encode()).digest()
    return int.from_bytes(digest[:8], "big") % _SPREAD_MS


def _doubled(first: int, times: int, *, most: int) -> int:
    return min(first << min(times, _MOST_DOUBLINGS), most)
