"""What stands in blocks and views, however deep."""

from collections.abc import Iterator
from typing import Any


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Give every JSON object inside a value, itself included."""
    inner: list[Any] = []
    if isinstance(value, dict):
        found: dict[str, Any] = value
        yield found
        inner = [*found.values()]
    elif isinstance(value, list | tuple):
        inner = [*value]
    for each in inner:
        yield from objects_in(each)
