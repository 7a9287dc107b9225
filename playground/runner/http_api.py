"""An HTTP request as API Gateway's HTTP API shows it to a function, and the answer back."""

import base64
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from playground.loopback import Request, Response
from playground.plain import Json, is_array, is_object
from playground.runner.cloudformation import ACCOUNT

API_ID = "local"
_TEXT = ("text/", "application/json", "application/javascript", "application/xml")
_FAILED = Response(
    status=500,
    body=b'{"message":"Internal Server Error"}',
    headers=(("content-type", "application/json"),),
)


def event_of(request: Request, *, route: str, now: float, request_id: str) -> Json:
    """Write a request as an event of payload format 2.0."""
    headers = {name: value for name, value in request.headers.items() if name != "cookie"}
    cookies = request.headers.get("cookie")
    event: Json = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": _context(request, route=route, now=now, request_id=request_id),
        **_body(request.body, headers.get("content-type", "")),
    }
    return event if cookies is None else {**event, "cookies": cookies.split("; ")}


def _context(request: Request, *, route: str, now: float, request_id: str) -> Json:
    moment = dt.datetime.fromtimestamp(now, tz=dt.UTC)
    host = request.headers.get("host", "")
    return {
        "accountId": ACCOUNT,
        "apiId": API_ID,
        "domainName": host,
        "domainPrefix": host.partition(".")[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": "HTTP/1.1",
            "sourceIp": request.client,
            "userAgent": request.headers.get("user-agent", ""),
        },
        "requestId": request_id,
        "routeKey": route,
        "stage": "$default",
        "time": moment.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(now * 1000),
    }


def _body(body: bytes, content_type: str) -> Json:
    if not body:
        return {"isBase64Encoded": False}
    if content_type.startswith(_TEXT):
        try:
            return {"body": body.decode(), "isBase64Encoded": False}
        except UnicodeDecodeError:
            pass
    return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}


def response_of(payload: bytes) -> Response:
    """Turn what a function returned into the HTTP response that a client gets."""
    try:
        returned: Any = json.loads(payload)
    except ValueError:
        return _FAILED
    if not is_object(returned) or "statusCode" not in returned:
        # Without a status code the whole value is the body.
        body = returned.encode() if isinstance(returned, str) else payload
        return Response(status=200, body=body, headers=(("content-type", "application/json"),))
    return _response(returned)


def _response(returned: Json) -> Response:
    status, body = returned["statusCode"], returned.get("body") or ""
    if not str(status).isdigit() or not isinstance(body, str):
        return _FAILED
    try:
        content = base64.b64decode(body) if returned.get("isBase64Encoded") else body.encode()
    except ValueError:
        return _FAILED
    return Response(status=int(status), body=content, headers=tuple(_headers(returned)))


def _headers(returned: Json) -> Iterator[tuple[str, str]]:
    given: Any = returned.get("headers")
    headers = given if is_object(given) else {}
    names = {name.lower() for name in headers}
    if "content-type" not in names:
        yield "content-type", "text/plain; charset=utf-8"
    for name, value in headers.items():
        if name.lower() != "content-length":
            yield name, str(value)
    cookies: Any = returned.get("cookies")
    if is_array(cookies):
        for cookie in cookies:
            yield "set-cookie", str(cookie)
