"""One process with one mistake in it: python -m tests.simulation.mutant bug NAME | clause NUMBER.

It prints what caught the mistake, as JSON, and ends with 0 if something did.
"""

import json
import logging
import sys
from collections import defaultdict
from collections.abc import Sequence
from time import monotonic

from tests.simulation.bugs import BUGS
from tests.simulation.mutation import Change, clauses, install


def main(kind: str, which: str) -> int:
    """Make the mistake, and hunt for it."""
    logging.disable(logging.CRITICAL)
    names: Sequence[str] = ()
    first = "stories"
    changes: dict[str, list[Change]] = defaultdict(list)
    if kind == "bug":
        bug = next(bug for bug in BUGS if bug.name == which)
        names, first = bug.caught_by, bug.first
        for edit in bug.edits:
            changes[edit.module].append(edit)
    elif kind == "clause":
        clause = clauses()[int(which)]
        changes[clause.module].append(clause)
    install(changes)
    if kind == "clause":
        return _unrefused()
    # Only now: what is imported here must read as it was changed.
    from tests.simulation.hunt import caught  # noqa: PLC0415

    found, runs, seconds = caught(*names, first=first)
    return _tell(found.name if found else "", found.what if found else "", runs, seconds)


def _unrefused() -> int:
    """Look which write goes through that its clause was to refuse."""
    from tests.core.transitions.clauses import cases  # noqa: PLC0415 - likewise

    started = monotonic()
    every = list(cases())
    wrong = [case.wrong() for case in every]
    what = next((each for each in wrong if each), "")
    return _tell("it goes through" if what else "", what, len(every), monotonic() - started)


def _tell(name: str, what: str, runs: int, seconds: float) -> int:
    told = {"name": name, "what": what} if name else None
    print(json.dumps({"caught_by": told, "runs": runs, "seconds": round(seconds, 2)}))  # noqa: T201
    return not name


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
