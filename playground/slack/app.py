"""The local Slack as one ASGI application."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from playground.slack import consent, outside
from playground.slack.acts.refusals import Refused
from playground.slack.clock import Clock
from playground.slack.deliveries.deliveries import Deliveries
from playground.slack.deliveries.transport import Transport
from playground.slack.errors import SlackError
from playground.slack.page_api.routes import ACTS, Act, read_body
from playground.slack.page_api.state import state_for
from playground.slack.page_api.stream import stream_state
from playground.slack.site import Site
from playground.slack.sockets.socket_mode import SocketMode, SocketTransport
from playground.slack.web.api import answer_call
from playground.slack.workspace import Workspace

PAGE = Path(__file__).parent / "page"
# The last is this machine as a function sees it that `sam local invoke` runs in Docker.
_NAMES = ("127.0.0.1", "localhost", "host.docker.internal")
NO_CACHE = {"Cache-Control": "no-cache"}

Answer: TypeAlias = Callable[[Site, Request], Awaitable[Response]]
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def create_site(
    workspace: Workspace, *, transport: Transport | None, clock: Clock, patience: float = 1.0
) -> Site:
    """Put a workspace, a clock and the road to the app together; without one it is Socket Mode."""
    app = workspace.installation
    socket_mode = SocketMode(app_id=app.app_id, clock=clock, is_on=transport is None)
    road = transport or SocketTransport(socket_mode)
    return Site(
        workspace=workspace,
        clock=clock,
        deliveries=Deliveries(installation=app, transport=road, clock=clock),
        socket_mode=socket_mode,
        patience=patience,
    )


def create_app(site: Site) -> Starlette:
    """Build the application: Web API, page, and the addresses beside them."""
    routes = [
        Route("/oauth/v2/authorize", _bound(site, consent.authorize), methods=["GET", "POST"]),
        Route("/installs", _bound(site, consent.installs), methods=["GET", "POST"]),
        Route("/api/{method}", _bound(site, answer_call), methods=["GET", "POST"]),
        Route("/upload/v1/{file}", _bound(site, outside.upload), methods=["POST", "PUT"]),
        Route("/files-pri/{file}/download/{name}", _bound(site, outside.download)),
        Route("/files-pri/{file}/{name}", _bound(site, outside.download)),
        Route("/actions/{team}/{url}", _bound(site, outside.answer_click), methods=["POST"]),
        Route("/archives/{channel}/{ts}", _bound(site, outside.follow_permalink)),
        Route("/page/state", _bound(site, _state)),
        Route("/page/stream", _bound(site, stream_state)),
        Route("/page/calls", _bound(site, _calls)),
        Route("/page/deliveries", _bound(site, _deliveries)),
        *(Route(path, _acted(site, act), methods=["POST"]) for path, act in ACTS.items()),
        Route("/page/static/{path:path}", _static),
        Route("/", _index),
    ]
    # Another site in the same browser must not get in by a name that leads here.
    named = Middleware(TrustedHostMiddleware, allowed_hosts=list(_NAMES))
    app = Starlette(routes=routes, middleware=[named], lifespan=_lifespan(site))
    app.state.socket_mode = site.socket_mode
    return app


def _lifespan(site: Site) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None, None]:
        yield
        await site.deliveries.aclose()

    return lifespan


def _bound(site: Site, answer: Answer) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        try:
            return await answer(site, request)
        except SlackError as error:
            return JSONResponse(error.as_payload(), status_code=400)

    return endpoint


def _acted(site: Site, act: Act) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        if request.headers.get("sec-fetch-site") == "cross-site":
            return JSONResponse({"ok": False, "error": "cross_site"}, status_code=403)
        try:
            return JSONResponse(await act(site, read_body(await request.body())))
        except (Refused, SlackError) as error:
            return JSONResponse({"ok": False, "error": error.code})
        except KeyError as error:
            return JSONResponse({"ok": False, "error": f"missing {error.args[0]}"})

    return endpoint


async def _state(site: Site, request: Request) -> Response:
    me = site.workspace.person(request.query_params.get("as", "U0ANA"))
    return JSONResponse(state_for(site, me.id))


async def _calls(site: Site, request: Request) -> Response:
    since = int(request.query_params.get("since", "0"))
    return JSONResponse({"calls": [call.as_payload() for call in site.calls if call.n > since]})


async def _deliveries(site: Site, _request: Request) -> Response:
    return JSONResponse([delivery.as_payload() for delivery in site.deliveries.made])


async def _index(_request: Request) -> Response:
    return _file("index.html")


async def _static(request: Request) -> Response:
    return _file(request.path_params["path"])


def _file(name: str) -> Response:
    path = (PAGE / name).resolve()
    if not path.is_relative_to(PAGE) or not path.is_file():
        return PlainTextResponse("not found", status_code=404)
    return FileResponse(path, headers=NO_CACHE)
