"""How often a message may grow, and where its text may be cut."""

import re
from collections.abc import Sequence

GAP_MS = 1_500
"""The least time between two additions of text: 40 in a minute, of Slack's 100 for a workspace."""

WIDE_GAP_MS = 3_000
"""The same, once a message has grown for a while."""

GROWN = 20
"""After so many additions the gap is wide."""

ENOUGH = 256
"""So many characters are worth an addition."""

FIRST = 64
"""So many are worth the first one."""

LATEST_MS = 4_000
"""After so long, fewer are."""

LIFE_MS = 225_000
"""How old a message may become that grows: Slack ends it after about 300 seconds."""

_BURST, _BURST_MS = 4, 6_000
_OPEN = re.compile(r"(?:<[^<>\n]{0,99}|@[^@\n]{0,99})\Z")
"""What may be the beginning of a mention: a name has spaces in it, and at most 80 characters."""


def is_worth_it(waiting: int, sent_at: Sequence[int], *, since: int, now: int) -> bool:
    """Tell whether text that waits is to be sent now.

    Args:
        waiting: How many characters wait.
        sent_at: When the message grew so far.
        since: When it began.
        now: The time.
    """
    if not waiting:
        return False
    if not sent_at:
        return waiting >= FIRST or now - since >= GAP_MS
    gap = GAP_MS if len(sent_at) < GROWN else WIDE_GAP_MS
    waited = now - sent_at[-1]
    return waited >= LATEST_MS or (waited >= gap and waiting >= ENOUGH)


def may_burst(sent_at: Sequence[int], *, now: int) -> bool:
    """Tell whether what should be seen at once may be: a few times in a row, no oftener."""
    return len(sent_at) < _BURST or now - sent_at[-_BURST] >= _BURST_MS


def cut_safely(text: str) -> str:
    """Give so much of a text that goes on that no word, no name and no `<...>` is torn apart."""
    whole = text[: max(text.rfind(" "), text.rfind("\n")) + 1]
    found = _OPEN.search(whole)
    return whole if found is None else whole[: found.start()]


def cut_at_line(text: str) -> str:
    """Give the whole lines of a text that goes on."""
    return text[: text.rfind("\n") + 1]
