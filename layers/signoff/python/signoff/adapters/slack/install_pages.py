"""The few pages that whoever installs the app sees: plain words, and nothing from elsewhere."""

import base64
import hashlib
from dataclasses import dataclass
from html import escape

from signoff.adapters.http import Response
from signoff.core.canonical import Json

_STYLE = (
    ":root{color-scheme:light dark}"
    "*{box-sizing:border-box}"
    "body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;"
    "font:1rem/1.6 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;"
    "background:#f6f5f4;color:#1d1c1d}"
    "main{max-width:30rem;padding:2.5rem;border-radius:1rem;background:#fff;"
    "box-shadow:0 1px 2px #0001,0 12px 40px #0000000f}"
    ".mark{display:grid;place-items:center;width:3rem;height:3rem;border-radius:50%;"
    "font-size:1.4rem;line-height:1;background:#e8f5ee;color:#00684a}"
    ".no .mark{background:#fdecea;color:#a4262c}"
    "h1{margin:1.25rem 0 .5rem;font-size:1.5rem;line-height:1.25;letter-spacing:-.01em}"
    "p{margin:0 0 1.5rem;color:#454245}"
    "a{display:inline-block;padding:.65rem 1.2rem;border-radius:.5rem;font-weight:600;"
    "text-decoration:none;background:#1f2937;color:#fff}"
    "a:hover{background:#374151}a:focus-visible{outline:3px solid #1264a3;outline-offset:2px}"
    "@media(prefers-color-scheme:dark){body{background:#1a1d21;color:#f8f8f8}"
    "main{background:#222529;box-shadow:none}p{color:#c9cbcd}"
    ".mark{background:#0f3d2e;color:#7fe0b5}.no .mark{background:#4a1d1f;color:#ffb4ab}"
    "a{background:#f8f8f8;color:#1d1c1d}a:hover{background:#dcdcdc}}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS: dict[str, Json] = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What somebody reads.

    Attributes:
        status: The status of the answer.
        title: What happened.
        said: What it means, and what to do.
        link: Where to go on; empty: nowhere.
        to: What the link says.
    """

    status: int
    title: str
    said: str
    link: str = ""
    to: str = ""


AGAIN = "install"
"""Seen from where Slack sends people back to, whatever a domain puts in front of both."""


def shown(page: Page, *, cookies: tuple[str, ...] = ()) -> Response:
    """Answer with a page."""
    is_well = page.status < 400  # noqa: PLR2004 - HTTP's own border
    link = f'<a href="{escape(page.link)}">{escape(page.to)}</a>' if page.link else ""
    body = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(page.title)}</title><style>{_STYLE}</style></head>"
        f'<body><main class="{"yes" if is_well else "no"}">'
        f'<div class="mark" aria-hidden="true">{"✓" if is_well else "!"}</div>'
        f"<h1>{escape(page.title)}</h1><p>{escape(page.said)}</p>{link}</main></body></html>"
    )
    answer: Response = {"statusCode": page.status, "headers": dict(_HEADERS), "body": body}
    return {**answer, "cookies": list(cookies)} if cookies else answer


def sent_on(url: str, *, cookies: tuple[str, ...]) -> Response:
    """Send somebody to another page."""
    headers = {"location": url, "cache-control": "no-store", "referrer-policy": "no-referrer"}
    return {"statusCode": 302, "headers": headers, "body": "", "cookies": list(cookies)}


def installed(*, name: str, link: str, is_of_organisation: bool) -> Page:
    """Tell that it is installed, and where to go on."""
    where = name or ("your organisation" if is_of_organisation else "your workspace")
    said = (
        "Now choose the workspaces of the organisation in which it may work."
        if is_of_organisation
        else "Invite it to a channel and mention it there, or write to it directly."
    )
    to = "Choose workspaces" if is_of_organisation else "Open Slack"
    return Page(status=200, title=f"Installed in {where}", said=said, link=link, to=to)


DENIED = Page(
    status=403,
    title="Nothing was installed",
    said="You said no on Slack's page, or may not install apps. Nothing was kept.",
    link=AGAIN,
    to="Start again",
)
FORGED = Page(
    status=400,
    title="This link is not yours",
    said=(
        "It was not begun in this browser, or is incomplete. Nothing was installed. "
        "Start again here, and stay in one browser with cookies allowed."
    ),
    link=AGAIN,
    to="Start again",
)
EXPIRED = Page(
    status=400,
    title="That took too long",
    said="A link lasts for ten minutes. Nothing was installed.",
    link=AGAIN,
    to="Start again",
)
USED = Page(
    status=400,
    title="This link was used before",
    said="Each counts once. If the app is not in Slack yet, start again.",
    link=AGAIN,
    to="Start again",
)
NOT_TAKEN = Page(
    status=400,
    title="Slack did not accept that",
    said="Its code was used before, is too old, or is for something else. Nothing was installed.",
    link=AGAIN,
    to="Start again",
)
NOT_HERE = Page(
    status=403,
    title="Not for this workspace",
    said=(
        "Whoever runs this app has not opened it to your workspace. Nothing was kept. "
        "Ask them to add it (SlackInstallTeams)."
    ),
)
UNREACHABLE = Page(
    status=503,
    title="Slack did not answer",
    said="Nothing was installed. Try again in a minute.",
    link=AGAIN,
    to="Start again",
)
NOT_FOUND = Page(status=404, title="There is no such page", said="Check the address.")
