"""`python -m playground.slack`: the local Slack by itself."""

import asyncio
import contextlib
import socket
import sys

import click

from playground.slack.app import create_app, create_site
from playground.slack.clock import SystemClock
from playground.slack.deliveries.transport import HttpTransport
from playground.slack.records import Installation
from playground.slack.seed import seeded_workspace
from playground.slack.serving import listening_socket, server_for
from playground.slack.workspace import Workspace


@click.command()
@click.option("--port", default=0, show_default="any free one", help="Port on this machine.")
@click.option("--events-url", required=True, help="Where the app takes events.")
@click.option("--interactions-url", required=True, help="Where the app takes clicks.")
@click.option("--signing-secret", default="local-signing-secret", help="What to sign with.")
@click.option("--bot-token", default="xoxb-local", help="What the app must show.")
def main(
    port: int, events_url: str, interactions_url: str, signing_secret: str, bot_token: str
) -> None:
    """Serve a Slack workspace on this machine."""
    installation = Installation(signing_secret=signing_secret, bot_token=bot_token)
    try:
        sock = listening_socket(port)
    except OSError:
        click.echo(f"Port {port} is taken: stop what uses it, or pass another --port.", err=True)
        sys.exit(1)
    workspace = seeded_workspace(installation)
    workspace.origin = f"http://127.0.0.1:{sock.getsockname()[1]}"
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(workspace, events_url, interactions_url, sock))


async def _serve(
    workspace: Workspace, events_url: str, interactions_url: str, sock: socket.socket
) -> None:
    transport = HttpTransport(events_url=events_url, interactions_url=interactions_url)
    site = create_site(workspace, transport=transport, clock=SystemClock())
    click.echo(f"ready page={workspace.origin}/ slack={workspace.origin}/api/")
    await server_for(create_app(site)).serve(sockets=[sock])


if __name__ == "__main__":
    main()
