"""`signoff installs`: the workspaces in which the app is installed."""

from dataclasses import dataclass
from typing import Any

import click

from cli import answers
from cli.desk import Desk
from cli.errors import FOUND_WRONG, OutOfReachError, out_of_reach
from cli.options import StackCommand, stack_options

_ONE = "This stack is for one workspace, by its own bot token: nothing is installed in it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An installation, without its tokens.

    Attributes:
        key: The workspace or the organisation.
        name: What people call it.
        by: Who installed it.
        installed_at: When.
        renew_at: When its token is to be renewed; None: never.
    """

    key: str
    name: str
    by: str
    installed_at: int
    renew_at: int | None


@click.group()
def installs() -> None:
    """The workspaces in which the app is installed."""


@installs.command("list", cls=StackCommand)
@stack_options
def list_(*, desk: Desk, as_json: bool) -> None:
    """List them; no token is opened."""
    with out_of_reach():
        there = listed(desk)
    if as_json:
        answers.as_json({"installs": [_written(each) for each in there]})
        return
    rows = [(each.key, each.name, each.by, answers.clock_time(each.installed_at)) for each in there]
    answers.table(("where", "name", "by", "since"), rows)


@installs.command("remove", cls=StackCommand)
@click.argument("where", metavar="T…|E…")
@stack_options
def remove(*, where: str, desk: Desk, as_json: bool) -> None:
    """Forget one, tokens and all. In Slack the app stays until somebody removes it there."""
    kept = desk.installations
    if kept is None:
        raise OutOfReachError(_ONE)
    with out_of_reach():
        was_known = kept.erase(where, until=desk.clock())
    if as_json:
        answers.as_json({"where": where, "removed": was_known})
    elif was_known:
        answers.line(f"{where} is forgotten. Its threads stay; nobody is answered there any more.")
    else:
        answers.line(f"The app is not installed in {where}.")
    if not was_known:
        raise SystemExit(FOUND_WRONG)


def listed(desk: Desk) -> tuple[Listed, ...]:
    """Read all installations, without their tokens.

    Raises:
        OutOfReachError: The stack is for one workspace.
    """
    if desk.settings.installs is None:
        raise OutOfReachError(_ONE)
    pages = desk.account.client("dynamodb").get_paginator("scan")
    found: list[Any] = [
        row
        for page in pages.paginate(TableName=desk.settings.installs.table)
        for row in page["Items"]
        if "sealed" in row
    ]
    return tuple(sorted(map(_listed, found), key=lambda each: each.key))


def _listed(row: Any) -> Listed:
    return Listed(
        key=row["pk"]["S"],
        name=row["name"]["S"],
        by=row["installed_by"]["S"],
        installed_at=int(row["installed_at"]["N"]),
        renew_at=int(row["due"]["N"]) if "due" in row else None,
    )


def _written(each: Listed) -> dict[str, object]:
    return {
        "where": each.key,
        "name": each.name,
        "by": each.by,
        "installed_at": each.installed_at,
        "renew_at": each.renew_at,
    }
