"""Reasoning as the API hands it out: sealed, and checked when it comes back."""

import base64
import hashlib
import hmac

_KEY = b"no secret: it only shows that an item came back as it was sent"
_PREFIX = "gAAAAAB"


def seal(*, item_id: str) -> str:
    """Give the encrypted content of a reasoning item."""
    return _PREFIX + base64.urlsafe_b64encode(_mark(item_id)).decode()


def is_genuine(sealed: str, *, item_id: str) -> bool:
    """Say whether this content was handed out for this item."""
    return hmac.compare_digest(sealed.encode(), seal(item_id=item_id).encode())


def _mark(item_id: str) -> bytes:
    return hmac.new(_KEY, item_id.encode(), hashlib.sha512).digest() * 4
