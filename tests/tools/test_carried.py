"""A function carries what it imports, and nothing else."""

from pathlib import Path

import pytest

from tools.carried import needed

FILES = {
    "signoff/__init__.py": "",
    "signoff/adapters/__init__.py": "",
    "signoff/adapters/door.py": "from signoff.core import errors\nimport json",
    "signoff/adapters/sdk.py": "import botocore.session\nimport signoff.core.keys",
    "signoff/adapters/table.py": "from signoff.core.keys import Key",
    "signoff/core/__init__.py": "",
    "signoff/core/errors.py": "def late():\n    from signoff.core.names import NAME",
    "signoff/core/keys.py": "",
    "signoff/core/names.py": "NAME = 1",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def _needed(folder: Path, text: str, *others: str) -> set[str]:
    source = folder / "function.py"
    source.write_text(text, encoding="utf-8")
    return {str(path.relative_to(folder)) for path in needed(source, folder, *others)}


def test_it_is_followed_from_module_to_module(folder: Path) -> None:
    assert _needed(folder, "from signoff.adapters.door import admitted") == {
        "signoff/__init__.py",
        "signoff/adapters/__init__.py",
        "signoff/adapters/door.py",
        "signoff/core/__init__.py",
        "signoff/core/errors.py",
        "signoff/core/names.py",
    }


def test_what_is_imported_by_name_is_named(folder: Path) -> None:
    found = _needed(folder, "import signoff", "signoff.adapters.sdk")

    assert {"signoff/adapters/sdk.py", "signoff/core/keys.py"} <= found


def test_what_is_not_of_the_package_is_not_looked_for(folder: Path) -> None:
    assert _needed(folder, "import json\nimport os.path\nfrom . import x") == set()
