"""`python -m playground events` and `python -m playground invoke`."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn, assert_never

import click

from playground.events.container import variables
from playground.events.recording import record
from playground.events.rehearsal import PauseError, Rehearsal
from playground.events.signing import is_signed, signed
from playground.events.steps import STEPS, Step, step_of
from playground.plain import Json
from playground.runner.cloudformation import TemplateError
from playground.runner.diagnosis import diagnose
from playground.runner.given import SIGNING_SECRET
from playground.runner.libraries import runs_here
from playground.runner.logs import Logs
from playground.runner.outcome import Exited, Outcome, Raised, Returned, TimedOut, error_payload
from playground.runner.stack import Stack
from playground.runner.system import BrokenFunctionError

_SOURCE = Path("template.yaml")
_BUILD = Path(".aws-sam/build")


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default=Path("events"))
@click.option("--record", "records", is_flag=True, help="Play the conversation, and write anew.")
@click.option("--template", type=click.Path(path_type=Path), default=_SOURCE)
def events(*, folder: Path, records: bool, template: Path) -> None:
    """Sign the files in events/ again: a signature ages in five minutes."""
    try:
        found = dict(_recorded(template) if records else _read(folder))
    except (TemplateError, PauseError, BrokenFunctionError) as error:
        _give_up(error, template)
    for name, event in found.items():
        _write(folder / f"{name}.json", event)
    click.echo(f"signed {len(found)} events in {folder}/")


def _recorded(template: Path) -> Iterator[tuple[str, Json]]:
    logs = Logs(verbose=False)
    with Rehearsal(template.resolve(), tell=logs.tell) as rehearsal:
        for name, event in record(rehearsal).items():
            yield name, _fresh(event) if "isBase64Encoded" in event else event
    yield "env", variables(template.resolve())


def _read(folder: Path) -> Iterator[tuple[str, Json]]:
    for step in STEPS:
        path = folder / f"{step.name}.json"
        if not path.exists():
            raise TemplateError(
                f"{path} does not exist: make it with `playground events --record`."
            )
        event: Json = json.loads(path.read_text(encoding="utf-8"))
        if is_signed(event):
            yield step.name, _fresh(event)


def _fresh(event: Json) -> Json:
    return signed(event, secret=SIGNING_SECRET, now=time.time())


def _write(path: Path, event: Json) -> None:
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(event, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--build", type=click.Path(path_type=Path), help="What sam build made.")
@click.option("--source", is_flag=True, help="Run the source, not what sam build made.")
@click.option("--verbose", is_flag=True, help="Show every line of every function, as it is.")
def invoke(*, file: Path, build: Path | None, source: bool, verbose: bool) -> None:
    """Run one event through its function, and print what it answered."""
    template = _SOURCE if source else _built(build)
    logs = Logs(verbose=verbose)
    try:
        step = step_of(file)
        event: Json = json.loads(file.read_text(encoding="utf-8"))
        with Rehearsal(template.resolve(), tell=logs.tell) as rehearsal:
            if step.needs_pause:
                rehearsal.pause()
            if verbose:
                logs.open()
            _warn_of_foreign(rehearsal.everything.system.stack)
            outcome = rehearsal.invoke(step.function, _fresh(event) if is_signed(event) else event)
    except (TemplateError, PauseError, BrokenFunctionError) as error:
        _give_up(error, template)
    sys.exit(_told(step, outcome))


def _built(build: Path | None) -> Path:
    template = (build or _BUILD) / "template.yaml"
    if template.exists():
        if _newest_source() > template.stat().st_mtime:
            click.echo("The build is older than the source: `make build` builds anew.", err=True)
        return template
    if build is not None:
        _give_up(TemplateError(f"{template} does not exist: run `make build` first."), template)
    click.echo("Nothing is built: this runs the source. `make build` builds.", err=True)
    return _SOURCE


def _newest_source() -> float:
    folders = (Path("functions"), Path("layers/signoff"))
    files = [path for folder in folders for path in folder.rglob("*.py")]
    return max((path.stat().st_mtime for path in files), default=0.0)


def _warn_of_foreign(stack: Stack) -> None:
    layers = {layer for spec in stack.functions.values() for layer in spec.layers}
    if not all(runs_here(layer / "python") for layer in layers):
        click.echo(
            "The build is for another Python or machine than this one: its dependencies are taken "
            "from .venv. Build with RUNTIME and ARCHITECTURE as here to run them too.",
            err=True,
        )


def _told(step: Step, outcome: Outcome) -> int:
    match outcome:
        case Returned(payload=payload):
            answer: Json = json.loads(payload) or {}
            status = answer.get("statusCode")
            click.echo(f"{step.function} {step.name}: {status or 'done'}")
            click.echo(payload.decode())
            return int(status != step.status or bool(answer.get("batchItemFailures")))
        case Raised() | TimedOut() | Exited():
            click.echo(f"{step.function} {step.name}: failed")
            click.echo(error_payload(outcome, request_id="local").decode())
            return 1
        case _:
            assert_never(outcome)


def _give_up(error: Exception, template: Path) -> NoReturn:
    reason = str(error)
    if isinstance(error, BrokenFunctionError):
        reason = diagnose(error.spec, error.error, root=template.resolve().parent)
    click.echo(" ".join(reason.split()), err=True)
    sys.exit(1)
