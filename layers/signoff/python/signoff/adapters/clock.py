"""The time."""

from time import time_ns


def now() -> int:
    """Give the time, in milliseconds since 1970."""
    return time_ns() // 1_000_000
