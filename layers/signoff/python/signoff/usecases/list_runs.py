"""Somebody wants to know what runs, what waits, and what is stuck."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from signoff.core.decision import RequirementState
from signoff.core.items import Item
from signoff.core.keys import Key, ThreadKey
from signoff.core.requirement import NEVER
from signoff.ports import Store
from signoff.usecases.give_up import TRIES

LATE_MS = 180_000
"""So long after its time the clock has seen to every row: what is later is stuck."""

FAILING = 3
"""So many tries without a stored step look like more than bad luck."""

MOST_ROWS = 5_000
"""How many rows of each index are looked at."""


class RunState(StrEnum):
    """How a thread stands, for a person."""

    RUNNING = "running"
    WAITING = "waiting"
    STUCK = "stuck"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A thread's run in one line.

    Attributes:
        thread: The thread.
        run: The number of its last run.
        step: The last step of that run.
        state: How it stands.
        open_requests: How many requests wait for a person.
        expires_at: When the first of them expires, in milliseconds since 1970; None: none does.
        tries: How often it was tried since its last stored step.
        why: What it is about, in a few words.
    """

    thread: ThreadKey
    run: int
    step: int
    state: RunState
    open_requests: int
    expires_at: int | None
    tries: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the indexes say of a thread, and its own row."""

    thread: ThreadKey
    meta: Item
    rows: tuple[Item, ...]
    now: int


def list_runs(store: Store, *, teams: Iterable[str], now: int, is_all: bool) -> tuple[RunLine, ...]:
    """List what is running, waiting or stuck, from the two indexes; with `is_all`, every thread.

    Requests that never expire stand in no index of due rows: they are found for `teams` only.
    """
    due = store.due(now=NEVER, limit=MOST_ROWS)
    waiting = (key for team in teams for key in store.pending(team, limit=MOST_ROWS))
    keys: dict[str, list[Key]] = {}
    for key in dict.fromkeys((*due, *waiting)):
        keys.setdefault(key.pk, []).append(key)
    metas = _metas(store, keys, is_all=is_all)
    lines = (
        _line(_Found(thread=ThreadKey.from_pk(pk), meta=meta, rows=rows, now=now))
        for pk, meta in metas.items()
        for rows in [_present(store, keys.get(pk, []))]
    )
    kept = (line for line in lines if is_all or line.state is not RunState.ENDED)
    return tuple(sorted(kept, key=_order))


def _metas(store: Store, keys: dict[str, list[Key]], *, is_all: bool) -> dict[str, Item]:
    if is_all:
        return {str(item["pk"]): item for item in store.threads()}
    found = store.read(*(ThreadKey.from_pk(pk).meta() for pk in keys))
    # What is due in a thread without an own row tells of a message that was never taken in.
    return {pk: item or {} for pk, item in zip(keys, found, strict=True)}


def _present(store: Store, keys: list[Key]) -> tuple[Item, ...]:
    return tuple(item for item in store.read(*keys) if item is not None)


def _line(found: _Found) -> RunLine:
    meta = found.meta
    waiting = [row for row in found.rows if row.get("state") == RequirementState.PENDING]
    expiries = [exp for row in waiting if (exp := _number(row, "exp")) < NEVER]
    stuck = next(_stuck(found, expiries), "")
    state, why = (RunState.STUCK, stuck) if stuck else _moving(found, len(waiting))
    return RunLine(
        thread=found.thread,
        run=_number(meta, "run"),
        step=_number(meta, "step"),
        state=state,
        open_requests=len(waiting),
        expires_at=min(expiries, default=None),
        tries=_number(meta, "tries"),
        why=why,
    )


def _stuck(found: _Found, expiries: list[int]) -> Iterator[str]:
    """Say why a thread does not come on by itself, the worst first."""
    meta, late = found.meta, found.now - LATE_MS
    tries = _number(meta, "tries")
    if tries > TRIES:
        yield f"given up on after {tries} tries"
    if tries >= FAILING:
        yield f"failed {tries} times in a row"
    if "due" in meta and _number(meta, "due") < late and _number(meta, "lease_until") < found.now:
        yield "due for long: does the clock run, does the worker?"
    if any(exp < late for exp in expiries):
        yield "a request is past its expiry: does the clock run?"
    unsent = [
        row
        for row in found.rows
        if ("#CARD#" in str(row["sk"]) or "#OUT#" in str(row["sk"]))
        and "due" in row
        and _number(row, "due") < late
    ]
    if unsent:
        yield f"{len(unsent)} messages or cards are not in Slack"


def _moving(found: _Found, waiting: int) -> tuple[RunState, str]:
    if _number(found.meta, "lease_until") >= found.now:
        return RunState.RUNNING, "stopping" if "stop" in found.meta else "a worker has it"
    if "due" in found.meta:
        return RunState.RUNNING, "to be taken up"
    if waiting:
        return RunState.WAITING, "for a person"
    return RunState.ENDED, ""


def _number(item: Item, name: str) -> int:
    found = item.get(name, 0)
    return found if isinstance(found, int) else 0


def _order(line: RunLine) -> tuple[int, str]:
    states = (RunState.STUCK, RunState.RUNNING, RunState.WAITING, RunState.ENDED)
    return states.index(line.state), line.thread.pk
