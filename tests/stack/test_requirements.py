"""The lock files: everything pinned and hashed, nothing fetched from a place of its own."""

import re
from pathlib import Path

import pytest

from tests.stack.templates import ROOT

LOCKS = [
    ROOT / "layers/dependencies/requirements.txt",
    *sorted((ROOT / "requirements").glob("*.txt")),
]


def pins(lock: Path) -> set[tuple[str, str]]:
    """What is pinned to which version; a package may have one for each kind of machine."""
    text = lock.read_text(encoding="utf-8")
    return set(re.findall(r"^([\w.-]+)(?:\[[^]]*])?==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_a_lock_pins_and_hashes_everything_and_names_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    requirements = [each for each in re.split(r"\n(?=\S)", text) if not each.startswith("#")]

    assert len(requirements) == len(pins(lock))
    assert all("--hash=sha256:" in each for each in requirements)
    assert "://" not in text
    assert "-url" not in text


def test_what_is_deployed_is_what_is_tested() -> None:
    deployed = pins(ROOT / "layers/dependencies/requirements.txt")
    tested = pins(ROOT / "requirements/dev.txt")

    assert deployed <= tested
