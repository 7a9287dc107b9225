"""The stack of template.yaml behind a bridge: Slack comes to it in Socket Mode."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playground.model import LocalModel
from playground.runner.environment import TellLine
from playground.runner.everything import Everything
from playground.runner.given import SIGNING_SECRET
from playground.runner.system import Timing
from playground.slack.local_slack import LocalSlack
from playground.socket_mode.bridge import Bridge
from playground.socket_mode.tokens import Tokens
from tests.scenarios.stacks import ROOT

LOOKED_AT_EVERY_S = 0.5
CONNECTED_WITHIN_S = 60


@dataclass(slots=True, kw_only=True)
class Bridged:
    """The stack, and what connects it."""

    everything: Everything
    bridge: Bridge
    lines: list[str] = field(default_factory=list[str])

    def lose_connections(self) -> None:
        """Have the network fail, and wait until Slack has greeted us again."""
        self.bridge.has_connected.clear()
        self.everything.slack.drop_connections()
        self.wait_for_greeting()

    def renew_connections(self) -> None:
        """Have Slack ask for a new connection, and wait until it stands."""
        self.bridge.has_connected.clear()
        self.everything.slack.disconnect("refresh_requested")
        self.wait_for_greeting()

    def wait_for_greeting(self) -> None:
        """Wait for a connection."""
        assert self.bridge.has_connected.wait(CONNECTED_WITHIN_S)


def tokens_of(slack: LocalSlack) -> Tokens:
    """Give the tokens of the app as it is installed there."""
    app = slack.workspace.installation
    return Tokens(app=app.app_token, bot=app.bot_token)


def bridge_to(slack: LocalSlack, functions_url: str, tell: TellLine) -> Bridge:
    """Give a bridge from a local Slack to functions."""
    return Bridge(
        tokens_of(slack),
        api_url=slack.api_url,
        functions_url=functions_url,
        signing_secret=SIGNING_SECRET,
        tell=tell,
        ping_s=LOOKED_AT_EVERY_S,
    )


@contextmanager
def bridged() -> Iterator[Bridged]:
    """Let the stack stand for a while."""
    lines: list[str] = []

    def tell(name: str, line: str) -> None:
        lines.append(f"{name} {line}")

    with Everything(
        ROOT / "template.yaml",
        model=LocalModel(),
        tell=tell,
        timing=Timing(schedule_seconds=0, watches=False),
        slack=lambda _url, port: LocalSlack(socket_mode=True, port=port),
    ) as everything:
        bridge = bridge_to(everything.slack, everything.system.url, tell)
        bridge.start()
        try:
            stands = Bridged(everything=everything, bridge=bridge, lines=lines)
            stands.wait_for_greeting()
            yield stands
        finally:
            bridge.stop()
