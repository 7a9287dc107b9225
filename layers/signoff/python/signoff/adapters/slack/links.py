"""The addresses of messages, as Slack's own are made."""

import re

from signoff.core.keys import ThreadKey

_HOME = re.compile(r"https?://[A-Za-z0-9.:-]+/", re.ASCII)


def message_link(home: str, thread: ThreadKey, ts: str = "") -> str:
    """Give the address of a message.

    Args:
        home: The workspace's own address, as Slack says it.
        thread: Where the message stands.
        ts: The message; empty: the thread's first.

    Returns:
        Empty where Slack's address is none.
    """
    if not _HOME.fullmatch(home):
        return ""
    shown = (ts or thread.thread_ts).replace(".", "")
    address = f"{home}archives/{thread.channel}/p{shown}"
    is_reply = bool(ts and thread.thread_ts) and ts != thread.thread_ts
    return f"{address}?thread_ts={thread.thread_ts}&cid={thread.channel}" if is_reply else address


def linked(link: str, words: str) -> str:
    """Write words that lead somewhere, or that stand alone when nobody knows where."""
    return f"<{link}|{words}>" if link else words
