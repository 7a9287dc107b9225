"""The options that every command has: which stack, and in which form to answer."""

from collections.abc import Callable, Sequence
from functools import wraps
from itertools import zip_longest
from typing import Any, TypeAlias

import click

from cli import place
from cli.account import Account
from cli.desk import Desk

PORT = 3000
"""The page of `make dev`, unless it was told another."""

Command: TypeAlias = Callable[..., Any]


class StackCommand(click.Command):
    """A command whose `--local` may stand without a port, wherever it stands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        return super().parse_args(ctx, _with_port(args))


def stack_options(function: Command) -> Command:
    """Let a command be told which stack it is about, and whether to answer in JSON.

    The function gets the stack as `desk`, and `as_json`.
    """

    @wraps(function)
    def at_desk(
        *,
        stack: str | None,
        local_port: int | None,
        region: str | None,
        profile: str | None,
        **others: Any,
    ) -> Any:
        return function(
            desk=_desk(stack, local_port, Account(region=region, profile=profile)), **others
        )

    decorated: Command = at_desk
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


_OPTIONS: Sequence[Callable[[Command], Command]] = (
    click.option("--stack", metavar="NAME", help="A deployed stack, by its name."),
    click.option(
        "--local",
        "local_port",
        type=click.IntRange(1, 65532),
        metavar="[PORT]",
        help=f"What make dev runs here, by the port of its page.  [default: {PORT}]",
    ),
    click.option("--region", help="The AWS region; otherwise as your AWS settings say."),
    click.option("--profile", help="The profile of your AWS settings."),
    click.option("--json", "as_json", is_flag=True, help="Answer in JSON."),
)


def _desk(stack: str | None, local_port: int | None, account: Account) -> Desk:
    if stack and local_port:
        raise click.UsageError("--stack and --local are two stacks: say one.")
    if local_port:
        return Desk(place.local(local_port))
    return Desk(place.deployed(stack, account) if stack else place.told(account))


def _with_port(args: Sequence[str]) -> list[str]:
    ports: list[str] = []
    for here, after in zip_longest(args, args[1:], fillvalue=""):
        is_bare = here == "--local" and not after.isdigit()
        ports.append(f"--local={PORT}" if is_bare else here)
    return ports
