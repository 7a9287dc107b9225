"""Stand-ins for a package's types: in a process of their own, where nothing has loaded it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openai
import pytest

from signoff.adapters import openai_types
from signoff.adapters.openai_types import Home, homes

LAYER = Path(openai_types.__file__).parents[2]
TYPES = Path(openai.__file__).parent / "types"
PACKAGES = ["", *sorted(f".{each.parent.name}" for each in TYPES.glob("*/__init__.py"))]

BEGIN = """
import json, sys
from importlib import import_module
from signoff.adapters import openai_types

def kinds(package):
    names = [n for n in NAMES[package] if not n.startswith("_")]
    found = {n: getattr(import_module("openai.types" + package), n) for n in names}
    return {n: [getattr(v, "__module__", ""), type(v).__name__, str(getattr(v, "__name__", v))]
            for n, v in found.items()}

def loaded():
    return len([name for name in sys.modules if name.startswith("openai.types")])
"""


def _fresh(code: str, *, names: object = None) -> Any:
    ran = subprocess.run(
        [sys.executable, "-c", f"{BEGIN}\nNAMES = json.loads(sys.stdin.readline())\n{code}"],
        input=json.dumps(names) + "\n",
        capture_output=True,
        check=True,
        text=True,
        env={"PYTHONPATH": str(LAYER)},
    )
    return json.loads(ran.stdout)


def test_a_call_by_post_needs_few_types() -> None:
    code = """
from signoff.adapters.openai import OpenAI
client = OpenAI(api_key="k", base_url="http://127.0.0.1:9", max_retries=0)
try:
    client.post("/responses", cast_to=object, body={})
except Exception as error:
    print(json.dumps([type(error).__name__, loaded()]))
"""

    error, count = _fresh(code)

    assert error == "APIConnectionError"
    assert count <= 100


def test_every_name_is_what_it_is_without_them() -> None:
    names = {package: _names_in(package) for package in PACKAGES}
    code = "print(json.dumps({package: kinds(package) for package in NAMES}))"

    theirs = _fresh(f"import openai; {code}", names=names)
    ours = _fresh(f"openai_types.as_needed(); import openai; {code}", names=names)

    assert ours == theirs
    assert sum(map(len, names.values())) > 1_000


def _names_in(package: str) -> list[str]:
    folder = TYPES / package.removeprefix(".")
    return sorted(homes((folder / "__init__.py").read_text()))


def test_a_typed_call_goes_on_as_ever() -> None:
    code = """
openai_types.as_needed()
import httpx2, openai
told = {"id": "resp_1", "object": "response", "output": [], "created_at": 1, "model": "m",
        "parallel_tool_calls": False, "tool_choice": "auto", "tools": []}
answers = httpx2.MockTransport(lambda _: httpx2.Response(200, json=told))
client = openai.OpenAI(api_key="k", http_client=openai.DefaultHttpxClient(transport=answers))
answer = client.responses.create(model="m", input="Hi")
from openai.types.responses import Response
print(json.dumps([isinstance(answer, Response), answer.id]))
"""

    assert _fresh(code) == [True, "resp_1"]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ("import openai.types; openai.types.nothing", "no attribute 'nothing'"),
        ("from openai.types.chat import nothing", "cannot import name 'nothing'"),
    ],
)
def test_what_is_not_there_is_not_there(ask: str, said: str) -> None:
    code = f"""
openai_types.as_needed()
try:
    exec({ask!r})
except (AttributeError, ImportError) as error:
    print(json.dumps(str(error)))
"""

    assert said in str(_fresh(code))


def test_all_names_at_once_are_all_names() -> None:
    code = """
openai_types.as_needed()
from openai.types.shared import *
print(json.dumps("ReasoningEffort" in globals()))
"""

    assert _fresh(code) is True


def test_where_the_package_is_loaded_already_it_stays_as_it_is() -> None:
    code = """
import openai
before = sys.modules["openai.types"]
openai_types.as_needed()
print(json.dumps([sys.modules["openai.types"] is before, loaded() > 400]))
"""

    assert _fresh(code) == [True, True]


def test_where_names_come_from_is_read_in_a_packages_source() -> None:
    source = """
from __future__ import annotations
from . import beta as beta
from .batch import Batch as Batch, Other
from ..shared import (
    Metadata as Metadata,
    Effort,
)
if True:
    from .hidden import Hidden
"""

    assert homes(source) == {
        "beta": Home(".", "beta"),
        "Batch": Home(".batch", "Batch"),
        "Other": Home(".batch", "Other"),
        "Metadata": Home("..shared", "Metadata"),
        "Effort": Home("..shared", "Effort"),
    }
