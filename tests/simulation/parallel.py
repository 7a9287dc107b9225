"""Many runs at once, on all the cores there are, with a bar for whoever waits."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

T = TypeVar("T")
R = TypeVar("R")

SHOWN = Console(stderr=True)
_AHEAD = 4


def cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(play: Callable[[T], R], pieces: Sequence[T]) -> Iterator[R]:
    """Play all pieces, some at a time, and give what each came to, in whatever order."""
    left = iter(pieces)
    with ProcessPoolExecutor(cores(), initializer=_quiet) as pool:
        running: set[Future[R]] = {
            pool.submit(play, piece) for piece in islice(left, cores() * _AHEAD)
        }
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(play, piece) for piece in islice(left, len(done))}
            yield from (each.result() for each in done)


def bar(what: str, total: int) -> tuple[Progress, Callable[[int], None]]:
    """Make a bar with the time that is left, and the way to move it on."""
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=SHOWN,
    )
    task = progress.add_task(what, total=total)
    return progress, lambda count: progress.advance(task, count)


def _quiet() -> None:
    # The tools that raise are meant to: their tracebacks say nothing here.
    logging.disable(logging.CRITICAL)
