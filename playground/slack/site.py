"""What every request of the local Slack has at hand."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from playground.slack.clock import Clock
from playground.slack.deliveries.deliveries import Deliveries
from playground.slack.grants import Grants
from playground.slack.payload import Payload
from playground.slack.records import Installation
from playground.slack.sockets.socket_mode import SocketMode
from playground.slack.tiers import Tiers
from playground.slack.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How the next call of a Web API method goes wrong."""

    error: str | None = None
    status: int = 200
    retry_after: int | None = None
    lose_reply: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """One call of the Web API, as it came and as it ended."""

    n: int
    method: str
    args: Payload
    ok: bool
    error: str | None
    at: float
    response: Payload
    retry_after: int | None = None

    def as_payload(self) -> Payload:
        """Write it for the page."""
        line: Payload = {"n": self.n, "method": self.method, "args": self.args, "ok": self.ok}
        more = {"error": self.error, "retry_after": self.retry_after}
        return line | {key: value for key, value in more.items() if value} | {"at": self.at}


@dataclass(slots=True, kw_only=True)
class Site:
    """The workspace with its clock and its road to the app.

    Attributes:
        workspace: What is in it.
        clock: Its time.
        deliveries: What is sent to the app.
        socket_mode: How the app comes by itself, if it does.
        patience: How many times as long as Slack this one waits.
        neighbours: All workspaces at this address, this one included; each has the same list.
        grants: What the app was granted in them, beside the token it was born with.
    """

    workspace: Workspace
    clock: Clock
    deliveries: Deliveries
    socket_mode: SocketMode
    patience: float = 1.0
    faults: dict[str, list[Fault | None]] = field(default_factory=dict[str, list[Fault | None]])
    calls: list[ApiCall] = field(default_factory=list[ApiCall])
    tiers: Tiers = field(default_factory=Tiers)
    neighbours: "list[Site]" = field(default_factory=list["Site"])
    grants: Grants = field(default_factory=Grants)

    def __post_init__(self) -> None:
        """Stand in the list of all."""
        self.neighbours.append(self)

    @property
    def app(self) -> Installation:
        """The app as it is installed here."""
        return self.workspace.installation


def inside(site: Site, key: str) -> Iterator[Site]:
    """List the workspaces at this address that an id means: one, or those of an organisation."""
    return (each for each in site.neighbours if key in {each.app.team_id, each.app.enterprise_id})


def caller(site: Site, bot: str, args: Payload) -> Site:
    """Give the workspace that a call with this token is about.

    Raises:
        SlackError: The token is none, or is no good any more.
    """
    for each in site.neighbours:
        if bot == each.app.bot_token != "":
            return each
    token = site.grants.use(bot, site.clock.now())
    there = list(inside(site, token.key))
    for each in there:
        is_named = args.get("team_id") == each.app.team_id
        if is_named or args.get("channel") in each.workspace.channels:
            return each
    return there[0]
