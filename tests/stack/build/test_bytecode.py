"""A cold start compiles nothing: every built module has bytecode that asks for no date."""

import os
from pathlib import Path

import pytest

from tests.stack.builds import HOST, RUNTIME, built_for, interpreter, run

# Runs under the runtime's own interpreter, which alone knows its magic number and its hash.
FIND_STALE = """
import importlib.util, pathlib, sys
for source in map(pathlib.Path, sys.stdin.read().splitlines()):
    cached = pathlib.Path(importlib.util.cache_from_source(source))
    head = cached.read_bytes()[:16] if cached.exists() else b""
    fresh = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")
    if head != fresh + importlib.util.source_hash(source.read_bytes()):
        print(source)
"""
COUNT_COMPILED = """
import builtins, sys
sys.path[:0] = sys.argv[1:]
compiled, as_ever = [], builtins.exec
def counted(code, *names):
    if isinstance(code, str):
        compiled.append(code)
    as_ever(code, *names)
builtins.exec = counted
import signoff.adapters.slack.interactions, signoff.adapters.wiring
print(len(compiled))
"""
ARCHITECTURES = pytest.mark.parametrize("architecture", ["arm64", "x86_64"])


@ARCHITECTURES
def test_every_module_has_the_bytecode_of_its_source(architecture: str, tmp_path: Path) -> None:
    sources = built_for(architecture).files(".py")
    listing = tmp_path / "listing"
    listing.write_text("\n".join(map(str, sources)), encoding="utf-8")

    stale = run(
        ["sh", "-c", f'"$0" -I -c "$1" < {listing}', interpreter(), FIND_STALE],
        environment=os.environ,
    )

    assert sources
    assert stale == ""


@ARCHITECTURES
def test_no_other_python_left_bytecode_behind(architecture: str) -> None:
    tag = RUNTIME.replace("python", "cpython-").replace(".", "")

    assert not [
        each
        for each in built_for(architecture).files(".pyc")
        if not each.name.endswith(f".{tag}.pyc")
    ]


@ARCHITECTURES
def test_tracebacks_name_the_files_as_lambda_sees_them(architecture: str) -> None:
    output = built_for(architecture)

    for folder, seen_as in (("SignoffLayer", b"/opt/python/"), ("Clock", b"/var/task/")):
        for each in (output.folder / folder).rglob("*.pyc"):
            assert seen_as in each.read_bytes()
            assert str(output.folder).encode() not in each.read_bytes()


def test_what_a_click_needs_was_compiled_with_the_methods_of_its_dataclasses() -> None:
    paths = built_for(HOST).paths_of("SlackInteractions")

    compiled = run(
        [interpreter(), "-I", "-S", "-B", "-c", COUNT_COMPILED, *paths], environment=os.environ
    )

    assert compiled.strip() == "0"
