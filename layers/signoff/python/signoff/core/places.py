"""Where a copy of a card stands: in its thread, or in another conversation."""

_BETWEEN = "/"


def place(ts: str, *, channel: str = "") -> str:
    """Name where a message stands: its `ts`, after its channel where that is not the thread's."""
    return f"{channel}{_BETWEEN}{ts}" if channel else ts


def channel_and_ts(name: str) -> tuple[str, str]:
    """Read a place: its channel, empty where it is the thread's own, and its `ts`."""
    channel, _, ts = name.rpartition(_BETWEEN)
    return channel, ts
