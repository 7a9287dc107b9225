"""Slack's signature over a request body."""

import hashlib
import hmac


def signed_headers(secret: str, body: str, now: float) -> dict[str, str]:
    """Make the two headers that prove a request comes from this Slack."""
    timestamp = str(int(now))
    signed = f"v0:{timestamp}:{body}".encode()
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}
