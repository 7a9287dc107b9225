"""The commands, and where they hang."""

import click

from cli.audit import audit
from cli.dlq import dlq
from cli.doctor.command import doctor
from cli.grants import grants
from cli.installs import installs
from cli.kill import kill
from cli.pending.command import pending
from cli.runs import runs


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """See how a Signoff stack is, and mend what it can't mend itself.

    Say which stack: --stack NAME (deployed), --local [PORT] (a running make dev), or neither,
    with the variables SIGNOFF_TABLE … set.

    Exit status: 0 all well, 1 something is wrong or was not done, 2 wrong usage or out of reach.
    """


for command in (runs, pending, audit, grants, installs, kill, dlq, doctor):
    main.add_command(command)
