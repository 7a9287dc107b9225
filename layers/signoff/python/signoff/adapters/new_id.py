"""Names that nothing else has."""

from secrets import token_hex


def new_id() -> str:
    """Give 32 hexadecimal digits that were never given before."""
    return token_hex(16)
