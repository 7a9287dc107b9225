"""`signoff pending`: what waits for a person, all of it, and a decision from a terminal."""

import re
from pathlib import Path
from typing import Any

import click

from cli import answers, threads
from cli.desk import Desk
from cli.errors import FOUND_WRONG, out_of_reach
from cli.options import StackCommand, stack_options
from cli.pending import telling
from cli.pending.wishes import VERBS, Said, Verb, lets_run, reading, require_fitting
from signoff.adapters.slack import given, words
from signoff.core.address import Address
from signoff.core.canonical import Json, JsonObject
from signoff.core.click import Applied, Click, ClickOutcome, Decide, Gone, Refusal
from signoff.core.inbox import Listed
from signoff.core.keys import Position, ThreadKey
from signoff.core.observations.people import turned_away
from signoff.ports import PermanentError
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.list_pending import InboxPorts, list_open, list_pending, read_one
from signoff.usecases.record_decision import record_decision

_USER = re.compile(r"[UW][A-Z0-9]{1,40}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{16,64}", re.ASCII)
_TEAM = click.option(
    "--team", metavar="T…", help="The workspace; otherwise as the stack or Slack says."
)


@click.group()
def pending() -> None:
    """What waits for a person, and a decision on it."""


@pending.command("list", cls=StackCommand)
@click.option("--user", metavar="U…", help="What this person may decide, asked for, decided.")
@_TEAM
@stack_options
def list_(
    *,
    user: str | None,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """List what waits, the first to expire first."""
    ours = desk.team(team)
    if user:
        _inbox(_user(user, "--user"), ours, desk, as_json=as_json)
        return
    with answers.aside().status("Reading"), out_of_reach():
        found = list_open(desk.store, team=ours, now=desk.clock())
    if as_json:
        listed = [telling.listed_json(each) for each in found.listed]
        answers.as_json({"pending": listed, "is_cut": found.is_cut})
    elif found.listed:
        telling.table(found.listed, desk.clock())
        answers.line(f"pending={len(found.listed)}{' (there are more)' if found.is_cut else ''}")
    else:
        answers.line("Nothing waits for a person.")


@pending.command(cls=StackCommand)
@click.argument("thread")
@click.argument("place")
@_TEAM
@stack_options
def show(
    *,
    thread: str,
    place: str,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """Show all of a request: what would run, and the digest that `decide` asks for.

    THREAD is CHANNEL/TS or a message's permalink; PLACE is as `list` writes it, such as 1.1.0.
    """
    listed = _found(desk.thread(thread, team), _place(place), desk)
    if listed is None:
        raise click.ClickException(words.plain(Gone()))
    if as_json:
        answers.as_json(telling.whole_json(listed))
    else:
        telling.whole(listed)


def _file_or_text(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Read `@file` from the file."""
    if value is None or not value.startswith("@"):
        return value
    try:
        return Path(value[1:]).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{value[1:]} cannot be read as text: {error}.") from error


@pending.command(cls=StackCommand)
@click.argument("thread")
@click.argument("place")
@click.argument("verb", type=click.Choice(VERBS), metavar="VERB")
@click.option("--as", "as_user", metavar="U…", required=True, help="Who decides, by Slack id.")
@click.option("--digest", metavar="HEX", help="What was seen: the digest that `show` gave.")
@click.option("--reason", default="", metavar="TEXT", help="With reject and cannot.")
@click.option(
    "--set", "changes", multiple=True, metavar="NAME=JSON", help="With edit and answer; several."
)
@click.option(
    "--values", callback=_file_or_text, metavar="JSON", help="With answer: all of it; or @FILE."
)
@click.option(
    "--result", callback=_file_or_text, metavar="TEXT", help="With done and instead; or @FILE."
)
@_TEAM
@stack_options
def decide(
    *,
    thread: str,
    place: str,
    verb: Verb,
    as_user: str,
    digest: str | None,
    reason: str,
    changes: tuple[str, ...],
    values: str | None,
    result: str | None,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """Decide a request as a person of the workspace, by the rule that holds for them in Slack.

    VERB is approve, edit (with --set) or reject for a confirmation; answer or reject for a form or
    questions; instead, to answer in the place of a tool; done or cannot for what somebody ran
    elsewhere; happened, again or stop after an outcome that nobody knows.

    What lets a tool start needs --digest, or your word after it was shown. The audit names the
    person, why they may, and the AWS identity that gave this command.
    """
    said = Said(
        reason=reason,
        result=result,
        values=None if values is None else _json(values, "--values"),
        changes=_changes(changes),
    )
    require_fitting(verb, said)
    user = _user(as_user, "--as")
    listed = _found(desk.thread(thread, team), _place(place), desk)
    if listed is None:
        _refused(Gone(), as_json=as_json)
        return
    seen = _seen(listed, verb, digest, as_json=as_json, user=user)
    wish = Decide(click=_click(listed, user, seen, desk), reading=reading(verb, said))
    _tell(listed, _recorded(wish, desk), wish, as_json=as_json)


def _recorded(wish: Decide, desk: Desk) -> ClickOutcome:
    with answers.aside().status("Deciding"), out_of_reach():
        return record_decision(wish, ports=_ports(desk, wish.click.team))


def _inbox(user: str, team: str, desk: Desk, *, as_json: bool) -> None:
    with answers.aside().status("Reading"), out_of_reach():
        ports = InboxPorts(store=desk.store, chat=desk.chat(team), clock=desk.clock)
        try:
            inbox = list_pending(user, team=team, ports=ports)
        except PermanentError as error:
            raise click.ClickException(f"Slack does not say who {user} is: {error}.") from error
    if as_json:
        answers.as_json(telling.inbox_json(inbox))
    else:
        telling.inbox_table(inbox, desk.clock())


def _found(thread: ThreadKey, at: Position, desk: Desk) -> Listed | None:
    with out_of_reach():
        return read_one(desk.store, thread, at)


def _seen(listed: Listed, verb: Verb, digest: str | None, *, as_json: bool, user: str) -> str:
    """Give the digest of what was seen, and show it before somebody gives their word."""
    if digest is not None:
        if not _DIGEST.fullmatch(digest):
            raise click.BadParameter(
                "it has 16 digits or more, 0-9 and a-f.", param_hint="--digest"
            )
        stored = listed.requirement.digest
        # All that was given must be so; an address carries its beginning.
        return digest[: telling.DIGITS] if stored.startswith(digest) else "0" * telling.DIGITS
    if lets_run(verb, listed.requirement):
        if as_json:
            raise click.UsageError(
                f"{verb} needs --digest: `signoff pending show` gives it with what would run."
            )
        telling.whole(listed)
        click.confirm(f"{verb} exactly this, as {user}?", abort=True, err=True)
    return listed.requirement.digest[: telling.DIGITS]


def _click(listed: Listed, user: str, seen: str, desk: Desk) -> Click:
    thread, asked = listed.thread, listed.requirement
    return Click(
        team=thread.team,
        user=user,
        address=Address(
            channel=thread.channel,
            thread_ts=thread.thread_ts,
            at=asked.at,
            rev=asked.rev,
            shown=seen,
        ),
        through=f"from the command line by {desk.operator().id}",
    )


def _ports(desk: Desk, team: str) -> DecisionPorts:
    chat = desk.chat(team)
    return DecisionPorts(store=desk.store, queue=desk.queue, chat=chat, clock=desk.clock)


def _tell(listed: Listed, outcome: ClickOutcome, wish: Decide, *, as_json: bool) -> None:
    if not isinstance(outcome, Applied):
        told = turned_away(wish.click, outcome)
        _refused(outcome, as_json=as_json, why=told.why, cause=told.cause)
        return
    after, said = outcome.requirement, telling.outcome_words(outcome.requirement)
    if as_json:
        answers.as_json(
            {
                "thread": threads.named(listed.thread),
                "place": after.at.place,
                "result": "counted" if after.is_open else "decided",
                "state": after.state.value.lower(),
                "votes": len(after.votes),
                "quorum": after.quorum,
                "said": said,
            }
        )
    else:
        answers.line(said)


def _refused(refusal: Refusal, *, as_json: bool, why: str = "gone", cause: str = "") -> None:
    said = words.plain(refusal)
    if as_json:
        answers.as_json({"result": "refused", "why": why, "cause": cause or None, "said": said})
    else:
        click.echo(f"{said}{f' ({cause})' if why == 'not_recorded' and cause else ''}", err=True)
    raise SystemExit(FOUND_WRONG)


def _user(text: str, option: str) -> str:
    if not _USER.fullmatch(text):
        raise click.BadParameter(f"{text!r} is no Slack id such as U0123ABCD.", param_hint=option)
    return text


def _place(text: str) -> Position:
    try:
        return Position.parse(text)
    except ValueError as error:
        how = "write it as `signoff pending list` does, such as 1.1.0."
        raise click.BadParameter(f"{text!r} is no place: {how}", param_hint="PLACE") from error


def _changes(given_: tuple[str, ...]) -> JsonObject:
    changes: dict[str, Json] = {}
    for each in given_:
        name, is_written, value = each.partition("=")
        if not (name and is_written):
            raise click.BadParameter(f"{each!r} is no NAME=JSON.", param_hint="--set")
        changes[name] = _json(value, f"--set {name}")
    return changes


def _json(text: str, option: str) -> Any:
    try:
        return given.as_json(text)
    except (ValueError, RecursionError) as error:
        how = "a text stands in quotes, such as '\"Hello\"'"
        raise click.BadParameter(f"{text!r} is no JSON: {how}.", param_hint=option) from error
