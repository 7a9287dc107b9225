r"""Arguments as a card writes them, read back: what a person saw, as the bytes that will run."""

import json
import re
from dataclasses import dataclass
from typing import Any

_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_IN_JSON = re.compile(r"\\(?:u\{([0-9a-f]+)\}|.)", re.DOTALL)
_NAME = re.compile(r'("(?:[^"\\]|\\.)*"|[A-Za-z_][A-Za-z0-9_.-]*): *', re.DOTALL)
_HIDDEN = re.compile(r"hidden, ([0-9,]+) characters?")
_BLOCK = '"""'


@dataclass(frozen=True)
class Hidden:
    """What stands in place of a value that nobody sees: without quotes, so it is no value."""

    length: int


def read_back(text: str) -> dict[str, Any]:
    """Read shown arguments back."""
    lines = text.split("\n") if text else []
    found: dict[str, Any] = {}
    while lines:
        head = _NAME.match(lines[0])
        assert head, f"no argument begins with {lines[0]!r}"
        name = head[1]
        rest = lines.pop(0)[head.end() :]
        key = json.loads(_json(name)) if name.startswith('"') else name
        assert key not in found
        found[key] = _value(rest, lines)
    return found


def _value(rest: str, lines: list[str]) -> Any:
    hidden = _HIDDEN.fullmatch(rest)
    if hidden:
        return Hidden(int(hidden[1].replace(",", "")))
    if rest == _BLOCK:
        end = lines.index(_BLOCK)
        inside, lines[: end + 1] = lines[:end], []
        assert all(line.startswith("  ") for line in inside)
        return _unescaped("\n".join(line[2:] for line in inside))
    if rest in {"[", "{"}:
        end = lines.index({"[": "]", "{": "}"}[rest])
        inside, lines[: end + 1] = lines[: end + 1], []
        return json.loads(_json("\n".join([rest, *inside])))
    return json.loads(_json(rest))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)


def _json(text: str) -> str:
    """Turn our escapes into those of JSON; everything else JSON has escaped itself."""
    return _IN_JSON.sub(lambda e: _json_escape(int(e[1], 16)) if e[1] else e[0], text)


def _json_escape(point: int) -> str:
    return json.dumps(chr(point))[1:-1]
