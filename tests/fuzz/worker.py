"""One process of the fuzzing: takes its share of the numbers, and tells how it went in lines."""

import argparse
import json
import logging
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import asdict, is_dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from tests.fuzz.at_events import Events
from tests.fuzz.at_interactions import Interactions
from tests.fuzz.at_store import Stored
from tests.fuzz.cloud import Cloud
from tests.fuzz.dice import Dice
from tests.fuzz.tried import Tried, ViolationError

_EVERY_S = 0.25
_SHOWN = 6_000


class Target(Protocol):
    """Something to try cases on."""

    def try_one(self, dice: Dice) -> Tried:
        """Try one case.

        Raises:
            ViolationError: A promise was broken.
        """
        ...


def run(target: Target, name: str, seed: int, numbers: range) -> Iterator[dict[str, Any]]:
    """Try cases by number, and tell of it now and then, and of each that fails."""
    done: Counter[str] = Counter()
    told = monotonic()
    for number in numbers:
        done["cases"] += 1
        try:
            tried = target.try_one(Dice(seed, name, number))
        except ViolationError as violation:
            done[violation.figure] += 1
            yield {"failed": f"{name}:{number}", "why": str(violation), **_shown(violation)}
        else:
            done.update({f"{tried.shape} -> {tried.became}": 1, **tried.counts})
        if monotonic() - told > _EVERY_S:
            yield {"target": name, "done": done}
            done, told = Counter(), monotonic()
    yield {"target": name, "done": done}


def _shown(violation: ViolationError) -> dict[str, str]:
    shown = violation.shown
    plain: Any = asdict(shown) if is_dataclass(shown) and not isinstance(shown, type) else shown
    cause = violation.__cause__
    while cause is not None and cause.__cause__ is not None:
        cause = cause.__cause__
    return {"input": f"{plain!r:.{_SHOWN}}", "cause": repr(cause) if cause else ""}


TARGETS: Mapping[str, Callable[[], Target]] = {
    "events": lambda: Events(Cloud()),
    "interactions": lambda: Interactions(Cloud()),
    "stored": Stored,
}


def main() -> None:
    """Try a share of all numbers on each target."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--share", action="append", default=[], help="TARGET:FIRST:END:STEP")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    lines = sys.stdout
    # What the functions write to their logs is theirs, and not what is told here.
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        for share in given.share:
            name, *numbers = share.split(":")
            for told in run(TARGETS[name](), name, given.seed, range(*map(int, numbers))):
                lines.write(json.dumps(told) + "\n")
                lines.flush()


if __name__ == "__main__":
    main()
