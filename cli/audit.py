"""`signoff audit`: whether what was written down still stands, and all of it for elsewhere."""

import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from cli import answers, threads
from cli.desk import Desk
from cli.errors import FOUND_WRONG, out_of_reach
from cli.facts import Form, head_of, line_of
from cli.moments import Moment
from cli.options import StackCommand, stack_options
from signoff.core.keys import ThreadKey
from signoff.usecases.export_audit import (
    ExportedFact,
    UnreadableEntry,
    Wanted,
    export_audit,
)
from signoff.usecases.verify_audit import VerifiedAudit, every_audit, verify_audit

_TEAM = click.option(
    "--team", metavar="T…", help="The workspace of a thread, or whose audits are meant."
)


@click.group()
def audit() -> None:
    """Who did what: is it still as it was written, and give it to me."""


@audit.command(cls=StackCommand)
@click.argument("thread", required=False)
@click.option("--all", "is_all", is_flag=True, help="Every audit, which is also meant without it.")
@_TEAM
@stack_options
def verify(
    *,
    thread: str | None,
    is_all: bool,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """Hold audits against themselves, and against the rows that they tell of.

    THREAD is CHANNEL/TS or a message's permalink; without it, every audit is read: of all
    threads, and of workspaces.
    """
    if thread and is_all:
        raise click.UsageError("THREAD and --all are two answers: say one.")
    with out_of_reach():
        verified = list(_verified(desk, _meant(desk, thread, team)))
    if thread and not verified[0].entries and not verified[0].findings:
        raise click.ClickException(f"There is no audit in {threads.named(verified[0].thread)}.")
    if as_json:
        answers.as_json(_as_json(verified))
    else:
        _as_table(verified)
    if any(each.findings for each in verified):
        raise SystemExit(FOUND_WRONG)


def _meant(desk: Desk, thread: str | None, team: str | None) -> Iterable[ThreadKey]:
    """Give the one audit that was named, or all: of one workspace, if that was named."""
    if thread:
        return (desk.thread(thread, team),)
    return (each for each in every_audit(desk.store) if team in {None, each.team})


def _verified(desk: Desk, meant: Iterable[ThreadKey]) -> Iterator[VerifiedAudit]:
    with answers.aside().status("Reading") as status:
        for number, each in enumerate(meant, 1):
            status.update(f"Verifying audit {number}")
            yield verify_audit(each, store=desk.store, now=desk.clock())


def _as_json(verified: list[VerifiedAudit]) -> dict[str, object]:
    return {
        "audits": [
            {
                "thread": threads.named(each.thread),
                "entries": each.entries,
                "head": {"number": each.head.number, "hash": each.head.hash} if each.head else None,
                "findings": [{"row": one.row, "what": one.what} for one in each.findings],
            }
            for each in verified
        ],
        "entries": sum(each.entries for each in verified),
        "findings": sum(len(each.findings) for each in verified),
    }


def _as_table(verified: list[VerifiedAudit]) -> None:
    rows = [
        (threads.named(each.thread), one.row, one.what)
        for each in verified
        for one in each.findings
    ]
    if rows:
        answers.table(("thread", "row", "what is wrong"), rows)
    entries = sum(each.entries for each in verified)
    answers.line(f"audits={len(verified)} entries={entries} findings={len(rows)}")


@audit.command(cls=StackCommand)
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in Form]),
    default=Form.JSONL.value,
    show_default=True,
    help="A JSON object for each line, or CSV.",
)
@click.option("--since", type=Moment(), metavar="DATE", help="From this on, this included.")
@click.option("--until", type=Moment(), metavar="DATE", help="Up to this, this not included.")
@click.option("--tool", metavar="NAME", help="Only what is about calls of this tool.")
@click.option("--person", metavar="U…", help="Only what this person did.")
@click.option("--thread", metavar="THREAD", help="Only this thread; otherwise every audit.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Into this file, in place of the terminal.",
)
@_TEAM
@stack_options
def export(
    *,
    form: str,
    since: int | None,
    until: int | None,
    tool: str | None,
    person: str | None,
    thread: str | None,
    output: Path | None,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """Write the audit out, a line for each fact; never an argument.

    A DATE is 2026-11-20 or 2026-11-20T14:00, in UTC unless it names a zone; a day begins at 00:00.
    """
    if as_json and form != Form.JSONL:
        raise click.UsageError("--json and --format csv are two forms: say one.")
    if since is not None and until is not None and since >= until:
        raise click.UsageError("Nothing is from --since on and before --until: turn them round.")
    wanted = Wanted(since=since, until=until, tool=tool, person=person)
    with out_of_reach(), _opened(output) as file:
        told = export_audit(_meant(desk, thread, team), wanted, store=desk.store)
        unreadable = _write(file, Form(form), told)
    for each in unreadable:
        answers.aside().print(
            f"{each.row} of {threads.named(each.thread)} can't be read: signoff audit verify",
            markup=False,
        )
    if unreadable:
        raise SystemExit(FOUND_WRONG)


def _write(
    file: TextIO, form: Form, told: Iterable[ExportedFact | UnreadableEntry]
) -> list[UnreadableEntry]:
    """Write fact by fact, as they are read, and give what could not be read."""
    unreadable: list[UnreadableEntry] = []
    file.write(head_of(form))
    facts = 0
    with answers.aside().status("Reading") as status:
        for each in told:
            if isinstance(each, UnreadableEntry):
                unreadable.append(each)
                continue
            file.write(line_of(form, each))
            facts += 1
            status.update(f"Written: {facts}")
    answers.aside().print(f"facts={facts} unreadable={len(unreadable)}")
    return unreadable


@contextmanager
def _opened(output: Path | None) -> Generator[TextIO, None, None]:
    if output is None:
        yield sys.stdout
        return
    try:
        file = output.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise click.ClickException(f"{output} can't be written: {error.strerror}.") from error
    with file:
        yield file
