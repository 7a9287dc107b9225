"""How large something is, in words for people and models."""

_KB, _MB = 1_000, 1_000_000
_FEW = 10


def in_words(size: int) -> str:
    """Write a number of bytes, with one digit more where there are few."""
    for unit, name in ((_MB, "MB"), (_KB, "KB")):
        if size >= unit:
            count = size / unit
            return f"{count:.1f} {name}" if count < _FEW else f"{count:.0f} {name}"
    return "1 byte" if size == 1 else f"{size} bytes"
