"""The turn queue and its dead letters, held against the worker's time-out; the functions."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from cli.desk import Desk
from cli.doctor.finding import Finding, SkippedError, State, found, judged, looking_at
from signoff.adapters.aws import Resource

_DEPLOY = "deploy template.yaml again; it declares this"
_TIMES = 6
_FEWEST_TRIES = 5
_MINUTE_S = 60
_WORKER, _CLOCK = "turn_worker", "clock"


def queues_and_functions(desk: Desk) -> Iterator[Finding]:
    """Look at the functions, then at the queues that call them."""
    timeouts: dict[str, int] = {}

    def functions() -> Iterator[Finding]:
        if not desk.place.functions:
            why = "none are deployed here" if desk.account.is_local else "their names are unknown"
            raise SkippedError(State.NOT_CHECKED, why)
        for name in desk.place.functions:
            yield from found(name, partial(_function, desk, name, timeouts))

    yield from found("functions", functions)
    yield from found("turn queue", lambda: _turns(desk, timeouts.get(_WORKER)))
    yield from found("dead letters", lambda: _dead(desk))


def _function(desk: Desk, name: str, timeouts: dict[str, int]) -> Iterator[Finding]:
    with looking_at(Resource(kind="function", name=name, variable="--stack")):
        told: Any = desk.account.client("lambda").get_function_configuration(FunctionName=name)
    module, timeout = str(told["Handler"]).partition(".")[0], int(told["Timeout"])
    timeouts[module] = timeout
    state, update = told.get("State", "Active"), told.get("LastUpdateStatus", "Successful")
    is_up = state == "Active" and update == "Successful"
    is_short = module != _CLOCK or timeout < _MINUTE_S
    yield judged(
        module,
        f"{state.lower()}, last update {update.lower()}, time-out {timeout} s",
        is_ok=is_up and is_short,
        mend="deploy again; the clock must end within its minute",
    )


def _attributes(desk: Desk, url: str, variable: str) -> Mapping[str, str]:
    with looking_at(Resource(kind="queue", name=url, variable=variable)):
        told: Any = desk.account.client("sqs").get_queue_attributes(
            QueueUrl=url, AttributeNames=["All"]
        )
    attributes: Mapping[str, str] = told["Attributes"]
    return attributes


def _turns(desk: Desk, timeout: int | None) -> Iterator[Finding]:
    told = _attributes(desk, desk.settings.state.queue_url, "SIGNOFF_QUEUE_URL")
    hidden = int(told["VisibilityTimeout"])
    check = "visibility time-out"
    if timeout is None:
        said = f"{hidden} s; the worker's time-out is unknown"
        yield Finding(check=check, state=State.NOT_CHECKED, said=said)
    else:
        yield judged(
            check,
            f"{hidden} s, for a worker that may take {timeout} s",
            is_ok=hidden >= _TIMES * timeout,
            mend=f"let it be at least {_TIMES} times as long: {_DEPLOY}",
        )
    yield _redrive(desk, told)


def _redrive(desk: Desk, told: Mapping[str, str]) -> Finding:
    policy: Any = json.loads(told.get("RedrivePolicy", "{}"))
    target = str(policy.get("deadLetterTargetArn", "")).rpartition(":")[2]
    tries = int(policy.get("maxReceiveCount", 0))
    is_ours = bool(target) and target == desk.settings.dead_letters_url.rpartition("/")[2]
    return judged(
        "redrive policy",
        f"after {tries} tries to {target}" if target else "there is none",
        is_ok=is_ours and tries >= _FEWEST_TRIES,
        mend=f"after {_FEWEST_TRIES} tries to this stack's dead letters: {_DEPLOY}",
    )


def _dead(desk: Desk) -> Iterator[Finding]:
    dead = _attributes(desk, desk.settings.dead_letters_url, "SIGNOFF_DEAD_LETTERS_URL")
    turns = _attributes(desk, desk.settings.state.queue_url, "SIGNOFF_QUEUE_URL")
    kept, waits = (int(each["MessageRetentionPeriod"]) for each in (dead, turns))
    yield judged(
        "retention of dead letters",
        f"{kept // 86400} days, after {waits // 86400} in the turn queue",
        # A letter's age counts from when it was first sent.
        is_ok=kept > waits,
        mend=f"let them be kept longer than the queue keeps what waits: {_DEPLOY}",
    )
    lying = sum(
        int(dead.get(name, 0))
        for name in ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    )
    yield judged(
        "dead letters",
        f"{lying} lie there" if lying else "none",
        is_ok=not lying,
        mend="see signoff dlq list; mend what kept them, then signoff dlq redrive --all",
    )
