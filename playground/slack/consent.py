"""The page on which a person lets the app into a workspace, or does not; and where it is."""

from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from playground.slack.acts.installing import remove
from playground.slack.grants import CLIENT_ID, Code
from playground.slack.records import Installation, manifest_scopes
from playground.slack.site import Site

_HEAD = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>'
    "body{{font:16px/1.6 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}}"
    "code{{font-size:.85em}}button{{font:inherit;padding:.5rem 1rem;margin:.25rem .5rem .25rem 0}}"
    "li{{margin:.5rem 0}}</style><h1>{title}</h1>"
)
_SEE_OTHER = 303


async def authorize(site: Site, request: Request) -> Response:
    """Show who asks for what; whoever is asked answers by a button."""
    asked = dict(request.query_params)
    objection = _objection(site, asked)
    if objection:
        return _page("Something went wrong", f"<p>{escape(objection)}</p>", status=400)
    if request.method == "POST":
        return await _answered(site, request, asked)
    scopes = "".join(f"<li><code>{escape(each)}</code></li>" for each in _scopes(asked))
    places = "".join(
        f'<option value="{escape(key)}">{escape(name)}</option>' for key, name in _places(site)
    )
    form = (
        f'<form method="post"><p>In <select name="team">{places}</select> '
        'as <select name="as"><option>U0ANA<option>U0BOB<option>U0EVE</select></p>'
        '<button name="answer" value="allow">Allow</button>'
        '<button name="answer" value="deny">Cancel</button></form>'
    )
    name = escape(site.app.app_name)
    return _page(f"{name} asks for permission", f"<p>It may then:</p><ul>{scopes}</ul>{form}")


async def installs(site: Site, request: Request) -> Response:
    """Show where the app is installed, and let a person remove it there."""
    if request.method == "POST":
        given = dict(parse_qsl((await request.body()).decode()))
        remove(site, given.get("team", ""))
        return RedirectResponse("/installs", status_code=_SEE_OTHER)
    rows = "".join(_row(site, key, name) for key, name in _places(site))
    return _page("Where the app is installed", f"<ul>{rows}</ul>")


def _row(site: Site, key: str, name: str) -> str:
    lines = len(site.grants.living(key, site.clock.now()))
    if not lines:
        return f"<li>{escape(name)}: not installed</li>"
    button = f'<button name="team" value="{escape(key)}">Remove</button>'
    return f'<li><form method="post">{escape(name)}: {lines} token(s) {button}</form></li>'


async def _answered(site: Site, request: Request, asked: dict[str, str]) -> Response:
    given = dict(parse_qsl((await request.body()).decode()))
    back = {"state": asked.get("state", "")}
    if given.get("answer") != "allow":
        return _sent_back(asked, {"error": "access_denied", **back})
    code = site.grants.agree(
        Code(
            key=given["team"],
            by=given.get("as", "U0ANA"),
            scopes=tuple(_scopes(asked)),
            redirect_url=asked["redirect_uri"],
            made_at=site.clock.now(),
        )
    )
    return _sent_back(asked, {"code": code, **back})


def _sent_back(asked: dict[str, str], answer: dict[str, str]) -> Response:
    url = f"{asked['redirect_uri']}?{urlencode(answer)}"
    return RedirectResponse(url, status_code=_SEE_OTHER)


def _objection(site: Site, asked: dict[str, str]) -> str:
    if asked.get("client_id") != CLIENT_ID:
        return "invalid_client_id"
    url = asked.get("redirect_uri", "")
    allowed = site.grants.redirect_urls
    if (allowed and url not in allowed) or urlsplit(url).hostname not in {"127.0.0.1", "localhost"}:
        return "bad_redirect_uri"
    if not set(_scopes(asked)) or set(_scopes(asked)) - set(manifest_scopes()):
        return "invalid_scope"
    return ""


def _scopes(asked: dict[str, str]) -> list[str]:
    return sorted(filter(None, asked.get("scope", "").split(",")))


def _places(site: Site) -> list[tuple[str, str]]:
    """List where the app may be installed, by id and name."""
    apps = [each.app for each in site.neighbours]
    return [*((app.team_id, app.team_name) for app in apps), *_organisations(site, apps)]


def _organisations(site: Site, apps: list[Installation]) -> list[tuple[str, str]]:
    if not site.grants.takes_organisations:
        return []
    found = {app.enterprise_id: app.enterprise_name or "" for app in apps if app.enterprise_id}
    return [(key, f"all of {name}") for key, name in found.items()]


def _page(title: str, body: str, *, status: int = 200) -> Response:
    return HTMLResponse(_HEAD.format(title=escape(title)) + body, status_code=status)
