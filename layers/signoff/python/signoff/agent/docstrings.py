"""What a Google-style docstring says of a function and of each of its parameters."""

import inspect
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_SECTION = re.compile(
    r"(Args|Arguments|Parameters|Params|Attributes|Returns?|Raises|Yields?|Examples?|Notes?):\s*"
)
_OF_PARAMETERS = frozenset({"Args", "Arguments", "Parameters", "Params", "Attributes"})
_PARAMETER = re.compile(r"\*{0,2}(\w+)\s*(?:\([^)]*\))?\s*:\s*(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Docstring:
    """A docstring, taken apart."""

    description: str
    parameters: Mapping[str, str]


def read_docstring(text: str | None) -> Docstring:
    """Take a docstring apart: what stands before its first section, and each parameter's line."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in inspect.cleandoc(text or "").splitlines():
        header = _SECTION.fullmatch(line)
        if header:
            sections.append((header[1], []))
        else:
            sections[-1][1].append(line)
    parameters = {
        name: words
        for header, lines in sections
        if header in _OF_PARAMETERS
        for name, words in _read_parameters(lines).items()
    }
    return Docstring(
        description="\n".join(sections[0][1]).strip(), parameters=MappingProxyType(parameters)
    )


def _read_parameters(lines: list[str]) -> Mapping[str, str]:
    described: dict[str, list[str]] = {}
    words: list[str] = []
    for line in textwrap.dedent("\n".join(lines)).splitlines():
        opening = _PARAMETER.fullmatch(line)
        if opening:
            words = described[opening[1]] = [opening[2]]
        else:
            words.append(line.strip())
    return {name: " ".join(filter(None, words)) for name, words in described.items()}
