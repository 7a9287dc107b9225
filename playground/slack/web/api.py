"""The door of the Web API: who calls, which method, what was arranged to go wrong."""

import asyncio
import base64
from collections.abc import Callable, Mapping
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from playground.slack.errors import SlackError
from playground.slack.payload import Payload
from playground.slack.site import ApiCall, Fault, Site, caller
from playground.slack.web import (
    apps,
    blocks,
    chat,
    conversations,
    files,
    oauth,
    people,
    reactions,
    sessions,
    streaming,
    views,
)
from playground.slack.web.args import Args, read_args
from playground.slack.web.scopes import NEEDED, require

OK, TOO_MANY_REQUESTS = 200, 429
_GIVEN = {"access_token", "refresh_token"}
_SECRET = {"client_secret", "code", "refresh_token", "token"}

Method: TypeAlias = Callable[[Site, Args], Payload]

WITHOUT_TOKEN: Mapping[str, Method] = {
    **blocks.METHODS,
    **oauth.WITHOUT_TOKEN,
    "api.test": lambda _site, _args: {},
}
METHODS: Mapping[str, Method] = {
    **chat.METHODS,
    **streaming.METHODS,
    **views.METHODS,
    **people.METHODS,
    **conversations.METHODS,
    **reactions.METHODS,
    **sessions.METHODS,
    **files.METHODS,
    **apps.METHODS,
    **oauth.METHODS,
    **WITHOUT_TOKEN,
}


async def answer_call(site: Site, request: Request) -> Response:
    """Answer one call as Slack does: 200 with ok or an error name, or 429."""
    method = str(request.path_params["method"])
    try:
        raw = read_args(
            request.headers.get("content-type", ""), request.query_params, await request.body()
        ) | _client(request)
    except SlackError as error:
        return JSONResponse(error.as_payload())
    wait = site.tiers.admit(method, raw, by=_caller(request), now=site.clock.now())
    fault = Fault(retry_after=wait) if wait else _next_fault(site, method)
    if fault is not None and not fault.lose_reply:
        return _failed(site, method, raw, fault, by=_caller(request))
    site, body = _called(site, method, _token(request, raw), raw)
    _record(site, method, raw, body)
    if fault is not None:
        await _drop_connection(request)
    return JSONResponse(body, headers=_headers(site, method))


def _headers(site: Site, method: str) -> dict[str, str]:
    """Say what the token may do, as Slack does with every answer to one."""
    return {} if method in WITHOUT_TOKEN else {"x-oauth-scopes": ",".join(site.app.scopes)}


def _called(site: Site, method: str, token: str | None, raw: Payload) -> tuple[Site, Payload]:
    """Call a method in the workspace that the token is good for; give that, and the answer."""
    try:
        site = _whose(site, method, token, raw)
        return site, {"ok": True, **METHODS[method](site, Args(raw))}
    except SlackError as error:
        return site, error.as_payload()


def _whose(site: Site, method: str, token: str | None, raw: Payload) -> Site:
    if method not in METHODS:
        raise SlackError("unknown_method", extra={"req_method": method})
    if method in WITHOUT_TOKEN:
        return site
    if not token:
        raise SlackError("not_authed")
    ours, other = site.app.bot_token, site.app.app_token
    if method in apps.METHODS:
        if token != other:
            raise SlackError("not_allowed_token_type" if token == ours else "invalid_auth")
        return site
    if token == other:
        raise SlackError("not_allowed_token_type")
    found = caller(site, token, raw)
    require(found, NEEDED.get(method))
    return found


def _token(request: Request, raw: Payload) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token
    return str(raw["token"]) if raw.get("token") else None


def _client(request: Request) -> Payload:
    """Read as whom the app itself calls, if it says so in the header."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        client, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": client, "client_secret": secret}


def _next_fault(site: Site, method: str) -> Fault | None:
    arranged = site.faults.get(method)
    return arranged.pop(0) if arranged else None


def _caller(request: Request) -> str:
    """Tell callers apart: a process keeps its connection."""
    return ":".join(map(str, request.client or ()))


def _failed(site: Site, method: str, raw: Payload, fault: Fault, *, by: str) -> Response:
    is_limit = fault.retry_after is not None or fault.error == "ratelimited"
    status = TOO_MANY_REQUESTS if is_limit and fault.status == OK else fault.status
    is_limit = status == TOO_MANY_REQUESTS
    body = {"ok": False, "error": fault.error or ("ratelimited" if is_limit else "internal_error")}
    seconds = (fault.retry_after or 1) if is_limit else None
    if seconds is not None:
        site.tiers.refuse(method, raw, seconds=seconds, by=by, now=site.clock.now())
        site.workspace.touch()
    _record(site, method, raw, body, retry_after=seconds)
    headers = {"Retry-After": str(seconds)} if seconds is not None else {}
    return JSONResponse(body, status_code=status, headers=headers)


def _record(
    site: Site, method: str, raw: Payload, body: Payload, *, retry_after: int | None = None
) -> None:
    call = ApiCall(
        n=len(site.calls) + 1,
        method=method,
        args={key: value for key, value in raw.items() if key not in _SECRET},
        ok=bool(body["ok"]),
        error=body.get("error"),
        at=site.clock.now(),
        response={key: value for key, value in body.items() if key not in _GIVEN},
        retry_after=retry_after,
    )
    site.calls.append(call)


async def _drop_connection(request: Request) -> None:
    drop = request.scope.get("extensions", {}).get("playground.drop")
    if drop is not None:
        drop()
        # The server has to see the loss before it would answer by itself.
        await asyncio.sleep(0.01)
