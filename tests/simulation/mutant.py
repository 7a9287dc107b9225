"""One process with one mistake in it: python -m tests.simulation.mutant bug NAME | clause NUMBER.

It prints what caught the mistake, as JSON, and ends with 0 if something did.
"""

import json
import logging
import sys
from collections import defaultdict
from collections.abc import Sequence

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
    # Only now: what is imported here must read as it was changed.
    from tests.simulation.hunt import caught  # noqa: PLC0415

    found, runs, seconds = caught(*names, first=first)
    told = {"name": found.name, "what": found.what} if found else None
    print(json.dumps({"caught_by": told, "runs": runs, "seconds": round(seconds, 2)}))  # noqa: T201
    return found is None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
