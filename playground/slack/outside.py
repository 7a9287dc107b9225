"""The addresses beside the Web API: uploads, downloads, response URLs, permalinks."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from playground.slack.acts.responding import respond
from playground.slack.errors import SlackError
from playground.slack.payload import payload_of
from playground.slack.records import File
from playground.slack.site import Site, caller
from playground.slack.web.files import take_bytes

SIGN_IN = "<!doctype html><title>Sign in to the workspace</title>"


async def upload(site: Site, request: Request) -> Response:
    """Take the bytes of an announced file."""
    content = await request.body()
    try:
        take_bytes(site, request.path_params["file"], content)
    except SlackError as error:
        return PlainTextResponse(error.code, status_code=404)
    return PlainTextResponse(f"OK - {len(content)}")


async def download(site: Site, request: Request) -> Response:
    """Hand out a file to the app with its token, or to a person on the page."""
    is_app = _is_app(site, request.headers.get("authorization", ""))
    is_page = request.headers.get("sec-fetch-site") == "same-origin"
    if not is_app and not is_page:
        # Slack sends whoever it does not know to a page that answers 200.
        return Response(SIGN_IN, media_type="text/html")
    if is_app and "files:read" not in site.app.scopes:
        return Response(SIGN_IN, media_type="text/html")
    file = site.workspace.files.get(request.path_params["file"])
    if file is None or file.content is None:
        return PlainTextResponse("file_not_found", status_code=404)
    if file.leads_to:
        return RedirectResponse(file.leads_to)
    return _content(file, as_attachment="/download/" in request.url.path)


def _is_app(site: Site, authorization: str) -> bool:
    scheme, _, token = authorization.partition(" ")
    try:
        caller(site, token, {})
    except SlackError:
        return False
    return scheme == "Bearer"


def _content(file: File, *, as_attachment: bool) -> Response:
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    if as_attachment:
        headers["Content-Disposition"] = "attachment"
    return Response(file.content, media_type=file.mimetype, headers=headers)


async def answer_click(site: Site, request: Request) -> Response:
    """Take what the app sends to a response_url."""
    try:
        body = payload_of(json.loads(await request.body()))
        respond(site, request.path_params["url"], body)
    except ValueError:
        return PlainTextResponse("invalid_payload", status_code=400)
    except SlackError as error:
        status = 404 if error.code in {"expired_url", "used_url"} else 400
        return JSONResponse(error.as_payload(), status_code=status)
    return PlainTextResponse("ok")


async def follow_permalink(_site: Site, request: Request) -> Response:
    """Lead from a permalink to the page."""
    digits = str(request.path_params["ts"]).removeprefix("p")
    ts = f"{digits[:-6]}.{digits[-6:]}"
    thread = request.query_params.get("thread_ts", ts)
    return RedirectResponse(f"/?channel={request.path_params['channel']}&thread={thread}")
