"""`./signoff` as a person starts it."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main

ROOT = Path(__file__).parents[2]


def test_the_command_in_the_root_says_what_there_is(tmp_path: Path) -> None:
    done = subprocess.run(
        [ROOT / "signoff", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert "Usage: signoff" in done.stdout
    assert all(name in done.stdout for name in ("runs", "dlq", "doctor"))


@pytest.mark.parametrize(
    "words",
    [
        ("runs", "list"),
        ("runs", "show"),
        ("runs", "cancel"),
        ("pending", "list"),
        ("pending", "show"),
        ("pending", "decide"),
        ("dlq", "list"),
        ("dlq", "redrive"),
        ("doctor",),
    ],
)
def test_every_command_knows_the_stack_and_answers_machines(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*words, "--help"])

    assert result.exit_code == 0
    for option in ("--stack", "--local", "--region", "--profile", "--json"):
        assert option in result.stdout
