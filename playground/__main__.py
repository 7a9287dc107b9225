"""`python -m playground`: the commands that a person gives here."""

import click

from playground.runner.dev import dev


@click.group()
def main() -> None:
    """Run Signoff on this machine."""


main.add_command(dev)

if __name__ == "__main__":
    main()
