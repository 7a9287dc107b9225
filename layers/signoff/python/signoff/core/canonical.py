"""The one spelling of a JSON value, and the digest of those bytes."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
JsonObject: TypeAlias = Mapping[str, Json]

_WRITER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
)


def canonical(value: Json) -> str:
    """Write a JSON value the one way that is stored, shown and digested.

    Keys are sorted and nothing is normalised: two strings that look alike but differ in their
    code points stay different.

    Raises:
        ValueError: The value holds a number that JSON has no spelling for (NaN, infinity).
    """
    return _WRITER.encode(value)


def digest(*parts: str) -> str:
    """Digest some texts, in order, as 64 hexadecimal digits of SHA-256.

    Each part is written with its length, so that moving a character from one part to the next
    gives another digest.
    """
    written = hashlib.sha256()
    for part in parts:
        octets = part.encode("utf-8", "surrogatepass")
        written.update(len(octets).to_bytes(8, "big"))
        written.update(octets)
    return written.hexdigest()
