"""`signoff grants`: decisions that stand for later calls, and an end to them."""

import click

from cli import answers, threads
from cli.desk import Desk
from cli.errors import FOUND_WRONG, out_of_reach
from cli.options import StackCommand, stack_options
from signoff.core.grants import Grant, GrantKind
from signoff.usecases.grants import list_grants, revoke_as_operator


@click.group()
def grants() -> None:
    """Approvals and refusals that stand for later calls."""


@grants.command("list", cls=StackCommand)
@click.option("--team", metavar="T…", help="The workspace; otherwise as the stack or Slack says.")
@stack_options
def list_(
    *,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """List what stands: by whom, for what, where and until when."""
    ours = desk.team(team)
    with answers.aside().status("Reading"), out_of_reach():
        found = list_grants(ours, store=desk.store, now=desk.clock())
    if as_json:
        answers.as_json({"grants": [_as_json(each) for each in found]})
    elif found:
        rows = [
            (
                each.id,
                each.kind.value,
                each.tool,
                each.covers,
                threads.named(each.came_from) if each.in_thread else "every thread",
                each.by.name,
                _until(each),
            )
            for each in found
        ]
        answers.table(("id", "what", "tool", "covers", "where", "by", "until"), rows)
    else:
        answers.line("Nothing stands.")


@grants.command(cls=StackCommand)
@click.argument("name", metavar="ID")
@click.option("--team", metavar="T…", help="The workspace; otherwise as the stack or Slack says.")
@stack_options
def revoke(
    *,
    name: str,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """Take back what stands under ID: once this returns, no call runs by it."""
    ours, by = desk.team(team), desk.operator()
    with out_of_reach():
        done = revoke_as_operator(ours, name, by=by, store=desk.store, clock=desk.clock)
    if as_json:
        answers.as_json({"id": name, "result": "revoked" if done else "nothing"})
    elif done is None:
        answers.line(f"Nothing stands under {name}.")
    else:
        grant = done.grant
        answers.line(f"Revoked: the {grant.kind.value} of {grant.tool} by {grant.by.name}.")
    if done is None:
        raise SystemExit(FOUND_WRONG)


def _until(grant: Grant) -> str:
    is_endless = grant.kind is GrantKind.REFUSAL
    return "revoked" if is_endless else answers.clock_time(grant.until)


def _as_json(grant: Grant) -> dict[str, object]:
    return {
        "id": grant.id,
        "kind": grant.kind.value,
        "tool": grant.tool,
        "agent": grant.agent,
        "covers": grant.covers,
        "thread": threads.named(grant.came_from) if grant.in_thread else None,
        "by": {"id": grant.by.id, "name": grant.by.name},
        "given_at": answers.iso(grant.given_at),
        "until": None if grant.kind is GrantKind.REFUSAL else answers.iso(grant.until),
    }
