"""`signoff dlq`: what was given up on, and one more try for it."""

from collections.abc import Collection

import click
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from cli import answers, threads
from cli.desk import Desk
from cli.errors import FOUND_WRONG, out_of_reach
from cli.options import StackCommand, stack_options
from signoff.core.hearing import Message
from signoff.ports import DeadLetter
from signoff.usecases.redrive import RedrivePorts, every_letter, redrive


@click.group()
def dlq() -> None:
    """What was given up on after five tries."""


@dlq.command("list", cls=StackCommand)
@stack_options
def list_(
    *,
    desk: Desk,
    as_json: bool,
) -> None:
    """List the dead letters; they stay where they are."""
    with answers.aside().status("Looking"), out_of_reach():
        letters = every_letter(desk.dead_letters)
    if as_json:
        answers.as_json({"letters": [_letter_json(each) for each in letters]})
    elif letters:
        rows = [_row(each) for each in letters]
        answers.table(("id", "sent", "kind", "thread", "message", "bytes"), rows)
        answers.line("Mend what kept them, then: signoff dlq redrive --all, or --id ID")
    else:
        answers.line("No dead letters.")


@dlq.command("redrive", cls=StackCommand)
@click.option("--id", "ids", multiple=True, metavar="ID", help="Only this one; several times.")
@click.option("--all", "is_all", is_flag=True, help="All that lie there.")
@stack_options
def redrive_(
    *,
    ids: tuple[str, ...],
    is_all: bool,
    desk: Desk,
    as_json: bool,
) -> None:
    """Send dead letters into the turn queue once more.

    It may be run again, also after it was cut off: a message is heard once.
    """
    if bool(ids) is is_all:
        raise click.UsageError("Say which: --all, or --id ID for each (signoff dlq list has them).")
    sent = _sent(desk, None if is_all else set(ids))
    missing = sorted(set(ids) - {each.id for each in sent})
    if as_json:
        answers.as_json({"sent": [_letter_json(each) for each in sent], "missing": missing})
    else:
        answers.line(f"sent={len(sent)} missing={len(missing)}")
        for each in missing:
            answers.line(f"No letter {each} lies there: it was sent before, or is too old.")
    if missing:
        raise SystemExit(FOUND_WRONG)


def _sent(desk: Desk, wanted: Collection[str] | None) -> tuple[DeadLetter, ...]:
    ports = RedrivePorts(dead_letters=desk.dead_letters, store=desk.store)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=answers.aside(), transient=True) as progress, out_of_reach():
        task = progress.add_task("Sending", total=None if wanted is None else len(wanted))
        return redrive(ports, wanted=wanted, tell=lambda _: progress.advance(task))


def _letter_json(letter: DeadLetter) -> dict[str, object]:
    return {
        "id": letter.id,
        "sent_at": answers.iso(letter.sent_at),
        "kind": _kind(letter),
        "thread": threads.named(letter.thread) if letter.thread else None,
        "message_ts": letter.about.inbound.ts if isinstance(letter.about, Message) else None,
        "bytes": len(letter.body.encode()),
    }


def _row(letter: DeadLetter) -> tuple[str, ...]:
    return (
        letter.id,
        answers.clock_time(letter.sent_at),
        _kind(letter),
        threads.named(letter.thread) if letter.thread else answers.NOTHING,
        letter.about.inbound.ts if isinstance(letter.about, Message) else answers.NOTHING,
        str(len(letter.body.encode())),
    )


def _kind(letter: DeadLetter) -> str:
    if letter.about is None:
        return "unknown"
    return "message" if isinstance(letter.about, Message) else "wake"
