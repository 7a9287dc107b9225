"""The one public door."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import signoff

STUB = Path(signoff.__file__).with_suffix(".pyi")


def test_every_public_name_is_there() -> None:
    assert sorted(signoff.__all__) == sorted(
        ["Agent", "CallContext", "Email", "File", "Format", "Length", "OpenAIResponses", "Range",
         "Rule", "SlackChannel", "SlackUser", "Tool", "ToolDefinitionError", "ToolResult",
         "Toolkit", "Url", "UserFeedbackTools", "tool"]
    )  # fmt: skip
    assert all(getattr(signoff, name) is not None for name in signoff.__all__)


def test_the_stub_names_the_same_from_the_same_places() -> None:
    imports = [
        each for each in ast.parse(STUB.read_text()).body if isinstance(each, ast.ImportFrom)
    ]

    homes = {name.name: each.module for each in imports for name in each.names}

    assert homes == signoff._HOMES  # type: ignore[attr-defined] # noqa: SLF001


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'AgentOS'"):
        signoff.AgentOS  # type: ignore[attr-defined] # noqa: B018


def test_the_package_alone_costs_nothing() -> None:
    """A function that only queues an event imports it too: it makes classes sooner, no more."""
    code = "import sys, signoff; print([m for m in sys.modules if m.startswith('signoff.')])"

    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
        env={"PYTHONPATH": str(STUB.parent.parent)},
    )

    assert ran.stdout.strip() == "['signoff.baked']"
