"""`signoff doctor`: every check, one after the other."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import click
from botocore.exceptions import BotoCoreError

from cli import answers
from cli.desk import Desk
from cli.doctor.doors import doors
from cli.doctor.finding import Finding, State
from cli.doctor.installs import installs
from cli.doctor.queues import queues_and_functions
from cli.doctor.secrets import secrets
from cli.doctor.slack import slack
from cli.doctor.table import table
from cli.errors import FOUND_WRONG, NO_AWS, OutOfReachError
from cli.options import StackCommand, stack_options

Part: TypeAlias = Callable[[Desk], Iterator[Finding]]

_PARTS: Sequence[tuple[str, Part]] = (
    ("secrets", secrets),
    ("table", table),
    ("queues and functions", queues_and_functions),
    ("installations", installs),
    ("Slack", slack),
    ("doors", doors),
)


@click.command(cls=StackCommand)
@stack_options
def doctor(*, desk: Desk, as_json: bool) -> None:
    """Check a stack, and say what to do where it is not as it should be.

    Nothing is changed, and no secret is shown.
    """
    findings = _findings(desk)
    counts = {state: sum(each.state is state for each in findings) for state in State}
    if as_json:
        answers.as_json(
            {
                "stack": desk.place.name,
                "findings": [_written(each) for each in findings],
                "counts": {state.name.lower(): many for state, many in counts.items()},
            }
        )
    else:
        rows = [(each.state.value, each.check, _told(each)) for each in findings]
        answers.table(("", "check", "what is so"), rows)
        answers.line(" ".join(f"{state.name.lower()}={many}" for state, many in counts.items()))
    if counts[State.WRONG]:
        raise SystemExit(FOUND_WRONG)


def _findings(desk: Desk) -> list[Finding]:
    findings: list[Finding] = []
    with answers.aside().status("") as status:
        for name, part in _PARTS:
            status.update(f"Looking at {name}")
            try:
                findings += part(desk)
            except BotoCoreError as error:
                # Without credentials, a region or a profile there is nothing to look at.
                raise OutOfReachError(NO_AWS.format(why=error)) from error
    if all(each.state is State.NOT_CHECKED for each in findings):
        raise OutOfReachError(f"Nothing could be checked: {findings[0].said}.")
    return findings


def _told(finding: Finding) -> str:
    return f"{finding.said}\n→ {finding.mend}" if finding.mend else finding.said


def _written(finding: Finding) -> dict[str, str]:
    return {
        "check": finding.check,
        "state": finding.state.name.lower(),
        "said": finding.said,
        "mend": finding.mend,
    }
