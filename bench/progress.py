"""A bar on standard error while it goes."""

from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


class Bar:
    """How far it is."""

    def __init__(self, progress: Progress, steps: int) -> None:
        """Begin at nothing."""
        self._progress = progress
        self._task = progress.add_task("", total=steps)

    def step(self, what: str) -> None:
        """Say what comes next."""
        self._progress.update(self._task, description=what, advance=1)


@contextmanager
def bar(steps: int) -> Generator[Bar, None, None]:
    """Show a bar until the end."""
    columns = (
        TextColumn("{task.description:30}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield Bar(progress, steps)
