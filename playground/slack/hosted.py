"""A local Slack that runs for as long as a test needs it, and the way to ask it things."""

import math
from collections.abc import Awaitable, Callable
from copy import copy
from types import TracebackType
from typing import Self, TypeVar

from slack_sdk import WebClient

from playground.slack.app import create_app, create_site
from playground.slack.clock import Clock, ManualClock, SystemClock
from playground.slack.deliveries.transport import (
    ANSWER_WITHIN,
    CallTransport,
    Deliver,
    HttpTransport,
    Kind,
    Transport,
)
from playground.slack.records import Installation
from playground.slack.seed import seeded_workspace
from playground.slack.serving import ServerThread, listening_socket
from playground.slack.site import Site
from playground.slack.workspace import Workspace

T = TypeVar("T")


def deaf(_kind: Kind, _headers: dict[str, str], _body: str) -> tuple[int, str]:
    """Take everything and do nothing: the app of a test that has none."""
    return 200, ""


class Hosted:
    """A whole Slack workspace on a free port, for as long as the `with` lasts.

    The app is a function (`deliver`), or two URLs, or comes by itself (`socket_mode`). What people
    do returns after the app has answered; `settle` waits for all else that is under way.
    """

    def __init__(
        self,
        *,
        deliver: Deliver | None = None,
        events_url: str | None = None,
        interactions_url: str | None = None,
        socket_mode: bool = False,
        clock: Clock | None = None,
        workspace: Workspace | None = None,
        port: int = 0,
        patience: float = 1.0,
    ) -> None:
        """Take a port.

        Args:
            deliver: The app, called; otherwise it is at the two addresses.
            events_url: Where events go.
            interactions_url: Where clicks and forms go.
            socket_mode: Whether the app comes by itself, in Socket Mode.
            clock: The time.
            workspace: What is there already.
            port: Where to listen; 0: anywhere.
            patience: How many times as long as Slack this one waits for an app on a busy machine.
        """
        self._clock = clock or SystemClock()
        self._sock = listening_socket(port)
        self.workspace = workspace or seeded_workspace()
        self.workspace.origin = f"http://127.0.0.1:{self._sock.getsockname()[1]}"
        self._deliver = deliver
        self._patience = patience
        self._urls = (events_url, interactions_url)
        self._is_in_socket_mode = socket_mode
        self._server: ServerThread | None = None
        self._site: Site | None = None

    def __enter__(self) -> Self:
        """Start to serve."""
        site = create_site(
            self.workspace, transport=self._transport(), clock=self._clock, patience=self._patience
        )
        site.socket_mode.within = self._within
        self._site = site
        self._server = ServerThread(create_app(site), self._sock).__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the port back."""
        if self._server is not None:
            self._server.__exit__(kind, error, trace)

    def neighbour(self, installation: Installation) -> Self:
        """Open another workspace at this address, which the app has to be installed in first."""
        other = copy(self)
        other.workspace = seeded_workspace(installation)
        other.workspace.origin = self.origin

        def open_beside(site: Site) -> Site:
            new = create_site(other.workspace, transport=self._transport(), clock=self._clock)
            new.deliveries.is_installed = False
            new.grants, new.neighbours = site.grants, site.neighbours
            site.neighbours.append(new)
            return new

        other._site = self.read(open_beside)  # noqa: SLF001 - it is one of these, too
        return other

    def _transport(self) -> Transport | None:
        if self._is_in_socket_mode:
            return None
        events_url, interactions_url = self._urls
        if events_url is not None and interactions_url is not None:
            within = ANSWER_WITHIN * self._patience
            return HttpTransport(
                events_url=events_url, interactions_url=interactions_url, within=within
            )
        return CallTransport(self._deliver or deaf, clock=self._clock, within=self._within)

    @property
    def _within(self) -> float:
        # Real seconds on a busy machine say nothing about an app; those of a test's clock do.
        return ANSWER_WITHIN if isinstance(self._clock, ManualClock) else math.inf

    @property
    def origin(self) -> str:
        """Where the page is."""
        return self.workspace.origin

    @property
    def api_url(self) -> str:
        """Where the Web API is: what SLACK_API_URL has to be."""
        return f"{self.origin}/api/"

    def client(self, token: str | None = None) -> WebClient:
        """Make a Web API client, with the app's own token unless told otherwise."""
        token = self.workspace.installation.bot_token if token is None else token
        return WebClient(token=token, base_url=self.api_url, retry_handlers=[])

    def advance(self, seconds: float) -> None:
        """Move the clock, and wait for the retries that become due.

        Raises:
            TypeError: If the clock is the real one.
        """
        if not isinstance(self._clock, ManualClock):
            raise TypeError("only a ManualClock can be moved")
        self._clock.advance(seconds)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way to the app."""
        self.wait_for(lambda site: site.deliveries.settled())

    def do(self, act: Callable[[Site], T]) -> T:
        """Change something on the server, and wait until the app has heard of it."""

        def run(site: Site) -> T:
            result = act(site)
            site.workspace.touch()
            return result

        result = self.read(run)
        self.settle()
        return result

    def read(self, act: Callable[[Site], T]) -> T:
        """Look something up on the server."""

        async def run(site: Site) -> T:
            return act(site)

        return self.wait_for(run)

    def wait_for(self, act: Callable[[Site], Awaitable[T]]) -> T:
        """Run something that takes its time on the server.

        Raises:
            RuntimeError: Outside of the `with`.
        """
        if self._site is None or self._server is None:
            raise RuntimeError("use it as a context manager: with LocalSlack() as slack")
        site = self._site

        async def run() -> T:
            return await act(site)

        return self._server.ask(run())
