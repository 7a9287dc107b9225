"""`python -m playground`: the commands that a person gives here."""

import click

from playground.events.commands import events, invoke
from playground.runner.dev import dev


@click.group()
def main() -> None:
    """Run Signoff on this machine."""


for command in (dev, events, invoke):
    main.add_command(command)

if __name__ == "__main__":
    main()
