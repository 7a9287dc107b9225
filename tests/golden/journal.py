"""A golden journal: the rows of a thread as a version left them, and what must come of it."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeAlias, get_args

from signoff.core.decision import Decision
from signoff.core.items import Column, Item
from signoff.testing.model import Reply, ScriptedCall

FOLDER = Path(__file__).parent
Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Somebody decides a request, named by its place."""

    place: str
    decision: Decision
    by: str = "U0BOB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrote:
    """Somebody writes in the thread."""

    text: str
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """Time passes."""

    seconds: int


Event: TypeAlias = Decided | Wrote | Waited


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequel:
    """What happens after the rows were stored, and what must come of it.

    Attributes:
        then: What people do.
        model: What the model says when it is asked again.
        done: What the tools do, in order.
        said: What is said in the thread.
        knows: Words that the model must have before it at its last call.
    """

    then: tuple[Event, ...] = ()
    model: tuple[Reply, ...] = ()
    done: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """A stored thread.

    Attributes:
        about: Where it stood, in a sentence.
        now: When its rows were read, in milliseconds since 1970.
        rows: All its rows.
        sequel: What must come of it.
    """

    about: str
    now: int
    rows: tuple[Item, ...]
    sequel: Sequel


def written(golden: Golden) -> str:
    """Write a golden journal so that a person can read it."""
    sequel = golden.sequel
    told: Json = {
        "about": golden.about,
        "then": [{"event": type(each).__name__, **asdict(each)} for each in sequel.then],
        "model": [asdict(each) for each in sequel.model],
        "done": sequel.done,
        "said": sequel.said,
        "knows": sequel.knows,
        "now": golden.now,
        "rows": [_written_row(row) for row in golden.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> Golden:
    """Read a golden journal back, its rows byte by byte as they were stored."""
    told: Json = json.loads(text)
    return Golden(
        about=told["about"],
        now=told["now"],
        rows=tuple(_read_row(row) for row in told["rows"]),
        sequel=Sequel(
            then=tuple(_event(each) for each in told["then"]),
            model=tuple(_reply(each) for each in told["model"]),
            done=tuple(told["done"]),
            said=tuple(told["said"]),
            knows=tuple(told["knows"]),
        ),
    )


def _written_row(row: Item) -> Json:
    """Spread a row's body out; it is one text in the table."""
    if "body" not in row:
        return dict(row)
    body = json.loads(str(row["body"]))
    if _one_text(body) != row["body"]:
        raise ValueError(f"{row['sk']}: its body would not be read back as it is")
    return {**row, "body": body}


def _read_row(row: Json) -> Item:
    whole = {**row, "body": _one_text(row["body"])} if "body" in row else row
    return {name: _column(value) for name, value in whole.items()}


def _column(value: Any) -> Column:
    column: Column = tuple(value) if isinstance(value, list) else value
    return column


def _one_text(body: Json) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _event(told: Json) -> Event:
    match told:
        case {"event": "Decided", "place": str(place), "by": str(by), "decision": decision}:
            return Decided(place=place, by=by, decision=_decision(decision))
        case {"event": "Wrote", "text": str(text), "ts": str(ts)}:
            return Wrote(text=text, ts=ts)
        case {"event": "Waited", "seconds": int(seconds)}:
            return Waited(seconds=seconds)
        case _:
            raise ValueError(f"no event: {told}")


def _decision(told: Json) -> Decision:
    kinds = {_kind(each): each for each in get_args(Decision)}
    decision: Decision = kinds[told["kind"]](**told)
    return decision


def _kind(decision: Any) -> Any:
    return next(field.default for field in fields(decision) if field.name == "kind")


def _reply(told: Json) -> Reply:
    return Reply(**{**told, "calls": tuple(ScriptedCall(**each) for each in told["calls"])})
