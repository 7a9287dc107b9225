"""A minute has passed: every part of its work is done, whatever becomes of the others."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

Part: TypeAlias = Callable[[], Mapping[str, int]]
"""Does its work, and gives how much of each kind there was."""


def each_minute(*parts: Part) -> Mapping[str, int]:
    """Do all parts, and add up what they did.

    Raises:
        ExceptionGroup: What went wrong in some, once all were tried.
    """
    counts: dict[str, int] = {}
    failed: list[Exception] = []
    for part in parts:
        try:
            done = part()
        except Exception as error:  # noqa: BLE001 - raised below, after the other parts
            failed.append(error)
        else:
            counts.update({kind: counts.get(kind, 0) + many for kind, many in done.items()})
    if failed:
        raise ExceptionGroup(f"{len(failed)} parts of the minute failed; {counts}", failed)
    return counts
