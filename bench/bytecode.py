"""Runs under the runtime's own Python, which alone knows its magic number and its hash.

It is given folders, and says how many sources they have, and how many with bytecode that asks for
no date and is of that very source.
"""

import importlib.util
import json
import sys
from pathlib import Path


def is_fresh(source: Path) -> bool:
    """Say whether a source has bytecode that will be used, whatever its date."""
    cached = Path(importlib.util.cache_from_source(str(source)))
    if not cached.exists():
        return False
    fresh = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")
    return cached.read_bytes()[:16] == fresh + importlib.util.source_hash(source.read_bytes())


if __name__ == "__main__":
    sources = [each for folder in sys.argv[1:] for each in Path(folder).rglob("*.py")]
    told = json.dumps({"sources": len(sources), "fresh": len(list(filter(is_fresh, sources)))})
    sys.stdout.write(told)
