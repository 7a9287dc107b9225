"""What goes to Slack and comes back: proves that this browser began, here, a short while ago."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

LASTS_S = 600
"""How long somebody may take on Slack's page."""

COOKIE = "__Host-signoff-install"
"""The browser's half. By its name a browser takes it over TLS only, and from this host only."""

_STATE = re.compile(r"([A-Za-z0-9_-]{16,64})\.([0-9]{10,12})\.([A-Za-z0-9_-]{43})", re.ASCII)
_BROWSER = re.compile(r"[A-Za-z0-9_-]{32,64}", re.ASCII)
_PURPOSE = b"signoff install state 1"

NewName: TypeAlias = Callable[[], str]
"""Gives a name that nobody can guess."""


class ForgedStateError(Exception):
    """It was not made here, or not for this browser."""


class OldStateError(Exception):
    """It was made here, for this browser, and too long ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """A state that holds.

    Attributes:
        name: What it is used up by.
        until: Until when it would hold, in milliseconds since 1970.
    """

    name: str
    until: int


def made(*, secret: str, browser: str, name: str, now_s: int) -> str:
    """Make a state for one browser."""
    return f"{name}.{now_s}.{_mark(secret, browser, name, str(now_s))}"


def proven(state: str, *, secret: str, browser: str, now_s: int) -> Proven:
    """Tell that a state holds; nothing about it is looked at before its mark.

    Raises:
        ForgedStateError: It was not made here, or not for this browser.
        OldStateError: It is too old.
    """
    found = _STATE.fullmatch(state)
    name, at, mark = found.groups() if found else ("", "0", "")
    # Compared whatever came, so that no answer is quicker than another.
    is_ours = hmac.compare_digest(mark, _mark(secret, browser, name, at))
    if not (found and is_ours and _BROWSER.fullmatch(browser)):
        raise ForgedStateError
    if not 0 <= now_s - int(at) <= LASTS_S:
        raise OldStateError
    return Proven(name=name, until=(int(at) + LASTS_S) * 1000)


def browser_of(cookies: object) -> str:
    """Read the browser's half from the cookies of a request; empty: it has none."""
    given = cast("Sequence[object]", cookies if isinstance(cookies, list) else [])
    for each in given:
        name, _, value = str(each).strip().partition("=")
        if name == COOKIE and _BROWSER.fullmatch(value):
            return value
    return ""


def cookie(browser: str, *, lasts_s: int = LASTS_S) -> str:
    """Write the browser's half as a cookie."""
    return f"{COOKIE}={browser}; Path=/; Max-Age={lasts_s}; Secure; HttpOnly; SameSite=Lax"


def _mark(secret: str, browser: str, name: str, at: str) -> str:
    # The client secret itself signs nothing: what it is asked to sign comes from outside.
    key = hmac.digest(secret.encode(), _PURPOSE, "sha256")
    bound = hashlib.sha256(browser.encode()).hexdigest()
    mark = hmac.digest(key, f"{name}.{at}.{bound}".encode(), "sha256")
    return base64.urlsafe_b64encode(mark).decode().rstrip("=")
