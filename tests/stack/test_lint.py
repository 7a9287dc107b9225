"""The template is linted after its transform: before it, what a reference hides goes unseen."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.stack.templates import transformed


def findings(template: dict[str, Any], at: Path) -> str:
    at.write_text(json.dumps(template), encoding="utf-8")
    lint = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run(
        [lint, "--regions", "us-east-1", "--template", at],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_the_transformed_template_is_clean(tmp_path: Path) -> None:
    assert findings(transformed(), tmp_path / "template.json") == ""


def test_the_lint_sees_a_batch_that_is_too_large(tmp_path: Path) -> None:
    template = json.loads(json.dumps(transformed()))
    template["Resources"]["TurnWorkerTurns"]["Properties"]["BatchSize"] = 99999

    assert "99999" in findings(template, tmp_path / "template.json")
