"""`python -m playground dev`: everything, until Ctrl-C."""

import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import click

from playground.loopback import PortTakenError
from playground.model import LocalModel, customer_care
from playground.runner.cloudformation import TemplateError
from playground.runner.diagnosis import diagnose
from playground.runner.everything import Everything, Ports
from playground.runner.given import ModelAddress
from playground.runner.logs import Logs
from playground.runner.system import BrokenFunctionError
from playground.socket_mode.connected import Connected
from playground.socket_mode.tokens import TokenError, tokens_from

# Long enough to be seen at work, short enough not to wait for.
_THINKING_SECONDS = 0.4

_TAKEN = "Port {port} is taken: end what listens there, or choose others: make dev PORT=4000"
_SHOWN = ("page", "events", "interactions", "slack", "model")
_SHOWN_CONNECTED = ("workspace", "bot", "slack", "model")
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PORT = click.IntRange(0, 65535)


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65532),
    default=3000,
    show_default=True,
    help="The page; the others follow it.",
)
@click.option("--events-port", type=_PORT, help="Where Slack calls us.  [default: port + 1]")
@click.option("--model-port", type=_PORT, help="The scripted model.  [default: port + 2]")
@click.option("--aws-port", type=_PORT, help="SQS, DynamoDB, S3, secrets.  [default: port + 3]")
@click.option("--template", type=click.Path(path_type=Path), default=Path("template.yaml"))
@click.option("--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="Template's.")
@click.option(
    "--slack",
    type=click.Choice(["local", "socket"]),
    default="local",
    show_default=True,
    help="The local one, or your workspace by Socket Mode.",
)
@click.option("--tiers", is_flag=True, help="Have the local Slack keep Slack's rate limits.")
@click.option("--verbose", is_flag=True, help="Show every line of every function, as it is.")
@click.option("--json", "as_json", is_flag=True, help="Print the addresses as JSON.")
def dev(
    *,
    port: int,
    events_port: int | None,
    model_port: int | None,
    aws_port: int | None,
    template: Path,
    parameters: Iterable[str],
    slack: str,
    tiers: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Run the whole system on this machine, with a page that works like Slack, or with Slack."""
    # Said aloud: a shell that starts us in the background lets us ignore Ctrl-C. Only nohup's
    # wish is kept: what it starts outlives its terminal.
    for sent in _ENDING:
        if sent != signal.SIGHUP or signal.getsignal(sent) != signal.SIG_IGN:
            signal.signal(sent, _interrupt)
    ports = Ports(
        page=port,
        events=_following(port, 1, events_port),
        model=_following(port, 2, model_port),
        aws=_following(port, 3, aws_port),
    )
    logs = Logs(verbose=verbose)
    root = template.resolve().parent
    given = dict(_pair(each) for each in parameters)

    def local() -> Everything:
        return Everything(
            template.resolve(),
            model=_model(ports.model),
            tell=logs.tell,
            ports=ports,
            parameters=given,
        )

    def connected() -> Connected:
        return Connected(
            template.resolve(),
            tokens=tokens_from(os.environ),
            model=_model(ports.model),
            tell=logs.tell,
            api_url=os.environ.get("SLACK_API_URL", ""),
            ports=ports,
            parameters=given,
        )

    whole = connected if slack == "socket" else local
    _run(whole, logs, root=root, tiers=tiers, as_json=as_json)


def _run(
    whole: Callable[[], Everything | Connected],
    logs: Logs,
    *,
    root: Path,
    tiers: bool,
    as_json: bool,
) -> None:
    """Run everything until somebody ends it, and say in a sentence why it could not be run."""
    try:
        with whole() as running:
            if isinstance(running, Everything):
                running.slack.keep_tiers(are_kept=tiers)
            _announce(running, as_json=as_json)
            logs.open()
            _wait()
    except KeyboardInterrupt:
        pass
    except PortTakenError as error:
        _give_up(_TAKEN.format(port=error.port))
    except (TemplateError, TokenError) as error:
        _give_up(str(error))
    except BrokenFunctionError as error:
        _give_up(diagnose(error.spec, error.error, root=root))


def _following(port: int, distance: int, given: int | None) -> int:
    if given is not None:
        return given
    return port + distance if port else 0


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise click.BadParameter(f"--parameter {given}: write NAME=VALUE.")
    return name, value


def _model(port: int) -> LocalModel | ModelAddress:
    key = os.environ.get("OPENAI_API_KEY")
    if key:
        return ModelAddress(key=key, url=os.environ.get("OPENAI_BASE_URL", ""))
    return LocalModel(script=customer_care, port=port, delay=_THINKING_SECONDS)


def _announce(running: Everything | Connected, *, as_json: bool) -> None:
    addresses = asdict(running.addresses)
    names = " ".join(running.system.functions)
    click.echo(f"functions {names}; AWS on {addresses['aws']}; Ctrl-C ends it all", err=as_json)
    if isinstance(running, Connected):
        click.echo(_who_answers(running), err=as_json)
    if as_json:
        click.echo(json.dumps(addresses))
    else:
        shown = _SHOWN_CONNECTED if isinstance(running, Connected) else _SHOWN
        click.echo("ready " + " ".join(f"{name}={addresses[name]}" for name in shown))
    sys.stdout.flush()


def _who_answers(running: Connected) -> str:
    where = running.addresses
    if running.model is None:
        return f"the model at {where.model} answers, by OPENAI_API_KEY"
    return "the scripted model answers; with OPENAI_API_KEY a real one would"


def _wait() -> None:
    while True:
        signal.pause()


def _interrupt(*_: object) -> NoReturn:
    # What breaks off while everything is being ended is no news.
    logging.disable(logging.CRITICAL)
    # Once is enough: a second Ctrl-C must not end the ending.
    for sent in _ENDING:
        signal.signal(sent, signal.SIG_IGN)
    raise KeyboardInterrupt


def _give_up(reason: str) -> NoReturn:
    click.echo(" ".join(reason.split()), err=True)
    sys.exit(1)
