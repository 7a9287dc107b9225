"""`signoff runs`: what runs, how it went, and an end to it."""

from time import monotonic, sleep

import click

from cli import answers, threads, timelines
from cli.desk import Desk
from cli.errors import FOUND_WRONG, out_of_reach
from cli.options import StackCommand, stack_options
from signoff.core.keys import ThreadKey
from signoff.usecases.list_runs import RunLine, RunState, list_runs
from signoff.usecases.read_thread import read_thread
from signoff.usecases.show_run import show_run
from signoff.usecases.stop_run import StopAnswer, Stopping, StopPorts, stop_run

_POLL_S = 1.0


@click.group()
def runs() -> None:
    """What runs, waits or is stuck."""


@runs.command("list", cls=StackCommand)
@click.option("--all", "is_all", is_flag=True, help="Every thread; reads the whole table.")
@click.option("--team", metavar="T…", help="The workspace; otherwise as the stack or Slack says.")
@stack_options
def list_(
    *,
    is_all: bool,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """List what is running, waiting for a person, or stuck."""
    ours = desk.team(team)
    with answers.aside().status("Reading"), out_of_reach():
        lines = list_runs(desk.store, teams=(ours,), now=desk.clock(), is_all=is_all)
    if as_json:
        answers.as_json({"runs": [_run_json(each) for each in lines]})
    elif lines:
        _show_lines(lines, desk.clock())
    else:
        answers.line("Nothing runs, waits or is stuck." if not is_all else "No thread yet.")


@runs.command(cls=StackCommand)
@click.argument("thread")
@click.option("--run", "number", type=click.IntRange(min=1), help="Which run; otherwise the last.")
@click.option(
    "--show-arguments", "is_open", is_flag=True, help="Show arguments, texts and results, too."
)
@click.option("--team", metavar="T…", help="The workspace; otherwise as the stack or Slack says.")
@stack_options
def show(
    *,
    thread: str,
    number: int | None,
    is_open: bool,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """Show a run as a timeline. THREAD is CHANNEL/TS or a message's permalink."""
    key = desk.thread(thread, team)
    with out_of_reach():
        shown = show_run(key, run=number, store=desk.store)
    if shown is None:
        which = f"no run {number}" if number else "no run"
        raise click.ClickException(f"There is {which} in {threads.named(key)}.")
    if as_json:
        answers.as_json(timelines.as_json(key, shown, is_open=is_open))
    else:
        timelines.as_table(key, shown, is_open=is_open)


@runs.command(cls=StackCommand)
@click.argument("thread")
@click.option(
    "--wait",
    "wait_s",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    help="For how many seconds to wait until the run has ended.",
)
@click.option("--team", metavar="T…", help="The workspace; otherwise as the stack or Slack says.")
@stack_options
def cancel(
    *,
    thread: str,
    wait_s: int,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """Stop the run that is open in THREAD: nothing of it starts any more."""
    key = desk.thread(thread, team)
    by = desk.operator()
    ports = StopPorts(store=desk.store, queue=desk.queue, clock=desk.clock)
    with out_of_reach():
        answer = stop_run(key, by=by, ports=ports)
        with answers.aside().status("Waiting for the run to end"):
            has_ended = _ends(key, answer, desk, wait_s=wait_s)
    if as_json:
        answers.as_json(_stop_json(key, answer, has_ended=has_ended))
    else:
        answers.line(_stop_words(key, answer, has_ended=has_ended))
    if answer.stopping is Stopping.NOTHING_RUNS:
        raise SystemExit(FOUND_WRONG)


def _ends(key: ThreadKey, answer: StopAnswer, desk: Desk, *, wait_s: int) -> bool:
    """Wait until a worker has taken the stop up."""
    if answer.stopping is Stopping.NOTHING_RUNS:
        return True
    end = monotonic() + wait_s
    while True:
        view = read_thread(desk.store, key)
        if view is None or view.meta.stop is None:
            return True
        if monotonic() >= end:
            return False
        sleep(_POLL_S)


def _stop_json(key: ThreadKey, answer: StopAnswer, *, has_ended: bool) -> dict[str, object]:
    return {
        "thread": threads.named(key),
        "run": answer.run or None,
        "result": answer.stopping.value,
        "ended": has_ended,
    }


def _stop_words(key: ThreadKey, answer: StopAnswer, *, has_ended: bool) -> str:
    where = threads.named(key)
    if answer.stopping is Stopping.NOTHING_RUNS:
        return f"Nothing runs in {where}: there is nothing to stop."
    before = " (it was asked for before)" if answer.stopping is Stopping.ASKED_BEFORE else ""
    if has_ended:
        return f"Run {answer.run} in {where} has ended{before}."
    return (
        f"Run {answer.run} in {where} is to end{before}: no tool of it starts any more. A worker"
        " closes it as soon as one is free, or the tool that runs now has returned."
    )


def _run_json(run: RunLine) -> dict[str, object]:
    return {
        "thread": threads.named(run.thread),
        "run": run.run,
        "step": run.step,
        "state": run.state.value,
        "open_requests": run.open_requests,
        "expires_at": answers.iso(run.expires_at),
        "tries": run.tries,
        "why": run.why,
    }


def _show_lines(lines: tuple[RunLine, ...], now: int) -> None:
    rows = [
        (
            each.state.value,
            threads.named(each.thread),
            str(each.run),
            str(each.open_requests or answers.NOTHING),
            _expiry(each, now),
            each.why,
        )
        for each in lines
    ]
    answers.table(("state", "thread", "run", "open", "expires", "why"), rows)
    counts = {state: sum(each.state is state for each in lines) for state in RunState}
    answers.line(" ".join(f"{state.value}={many}" for state, many in counts.items()))


def _expiry(run: RunLine, now: int) -> str:
    if run.expires_at is None:
        return "never" if run.open_requests else answers.NOTHING
    away = answers.ago(run.expires_at, now)
    return f"in {away}" if run.expires_at > now else f"{away} ago"
