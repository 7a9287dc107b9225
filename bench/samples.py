"""Figures that were measured several times: kept by name, told by their median."""

import statistics
from collections import defaultdict
from collections.abc import Iterable


class Samples:
    """What was measured so far."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._found: dict[str, list[float]] = defaultdict(list)

    def add(self, name: str, *values: float) -> None:
        """Keep some values of one figure."""
        self._found[name].extend(values)

    def median(self, name: str) -> float | None:
        """Give the middle of a figure's values; None: it was not measured."""
        found = self._found.get(name)
        return statistics.median(found) if found else None

    def ratio(self, name: str, floor: str) -> float | None:
        """Give how many times the floor a figure is."""
        ours, theirs = self.median(name), self.median(floor)
        return ours / theirs if ours is not None and theirs else None

    def names(self) -> Iterable[str]:
        """Give the names, as they came."""
        return tuple(self._found)

    def plain(self) -> dict[str, list[float]]:
        """Give everything, for a file."""
        return {name: [round(each, 3) for each in values] for name, values in self._found.items()}
