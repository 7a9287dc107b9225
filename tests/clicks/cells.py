"""The click table: each deed in each state, played, and held against what it must come to."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.clicks.deeds import DEEDS, Deed
from tests.clicks.stage import Seen, Stage
from tests.clicks.states import STANDING, STATES, State
from tests.usecases.tools import DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A deed in a state."""

    deed: Deed
    state: State

    def __str__(self) -> str:
        return f"{self.deed} / {self.state.name}"

    @property
    def must(self) -> str:
        """What it must come to, in words: what is said, or what it does."""
        if not self.is_refused:
            return self.deed.effect
        is_cancel = self.deed.effect == "cancels"
        return (is_cancel and self.state.to_cancel) or self.state.says

    @property
    def is_refused(self) -> bool:
        """Whether its person is told why it does nothing."""
        return bool(self.state.says) and self.state.holds(self.deed)


def cells() -> Iterator[Cell]:
    """List every deed in every state that it can find."""
    for deed in DEEDS:
        for state in STANDING if deed.effect == "takes back" else STATES:
            if state.where(deed):
                yield Cell(deed=deed, state=state)


def played(cell: Cell) -> Seen:
    """Bring the state about, do the deed, and look."""
    DONE.clear()
    stage = Stage(cell.deed.on)
    shown = stage.asked
    cell.state.arrange(stage, cell.deed)
    return stage.do(cell.deed, cell.state.how, shown)


def is_answered(seen: Seen) -> bool:
    """Tell whether a click came to anything that its person can see."""
    return seen.status == 200 and bool(seen.words or seen.effect)


def is_right(cell: Cell, seen: Seen) -> bool:
    """Tell whether a click came to exactly what it must, in one answer."""
    if seen.status != 200:
        return False
    if not cell.is_refused:
        return seen.effect == cell.deed.effect and not seen.words
    return not seen.effect and len(seen.words) == 1 and bool(re.fullmatch(cell.must, seen.words[0]))


@dataclass(slots=True)
class Report:
    """What was looked at, an example of what is said in each state, and what did not hold."""

    cells: Counter[str] = field(default_factory=Counter[str])
    said: dict[str, str] = field(default_factory=dict[str, str])
    unanswered: list[tuple[Cell, Seen]] = field(default_factory=list[tuple[Cell, Seen]])
    wrong: list[tuple[Cell, Seen]] = field(default_factory=list[tuple[Cell, Seen]])


def looked_at(table: Iterable[Cell]) -> Report:
    """Play every cell."""
    report = Report()
    for cell in table:
        seen = played(cell)
        report.cells[cell.state.name] += 1
        if cell.is_refused and seen.words:
            report.said.setdefault(cell.state.name, seen.words[0])
        if not is_answered(seen):
            report.unanswered.append((cell, seen))
        elif not is_right(cell, seen):
            report.wrong.append((cell, seen))
    return report
