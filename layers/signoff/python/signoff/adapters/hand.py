"""A hand for what is done beside the work."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_HAND = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hand")


def begin(work: Callable[[], T], /) -> Callable[[], T]:
    """Begin something beside the work; whoever begins it waits for its end before they end."""
    return _HAND.submit(work).result
