"""The counts that do not jitter, held against what was agreed: one more than that fails."""

import json
from collections.abc import Mapping

from bench.outside import ROOT

FILE = ROOT / "bench" / "limits.json"
AT_LEAST = frozenset({"bytecode_share"})
"""Counts of which more is better; of all others less is."""


def limits() -> dict[str, float]:
    """Read what was agreed."""
    found: dict[str, float] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def broken(counts: Mapping[str, float], agreed: Mapping[str, float]) -> list[str]:
    """Say which counts are not as agreed, each in a line."""
    return [
        _line(name, counts.get(name), limit)
        for name, limit in agreed.items()
        if not _is_kept(name, counts.get(name), limit)
    ]


def _is_kept(name: str, count: float | None, limit: float) -> bool:
    if count is None:
        return False
    return count >= limit if name in AT_LEAST else count <= limit


def _line(name: str, count: float | None, limit: float) -> str:
    if count is None:
        return f"{name} was not counted; bench/limits.json names it"
    side = "at least" if name in AT_LEAST else "at most"
    return f"{name} is {count:g}: {side} {limit:g} is allowed (bench/limits.json)"
