"""The table: its keys, its indexes, its way back, and nothing in it that runs out by itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.desk import Desk
from cli.doctor.finding import Finding, found, judged, looking_at
from signoff.adapters.aws import Resource
from signoff.core.effects import Card, Out
from signoff.core.execution import Execution
from signoff.core.requirement import Requirement
from signoff.core.thread import Meta

_DEPLOY = "deploy template.yaml again; it declares this"
_INDEXES = {
    "due": ["due_shard", "due"],
    "pending": ["open_team", "exp"],
    "decided": ["decided_team", "decided_at"],
}
_COLUMNS = {"pk", "sk", "v", "body"}.union(
    *(kind.columns for kind in (Meta, Requirement, Execution, Card, Out))
)


def table(desk: Desk) -> Iterator[Finding]:
    """Look at the table."""
    name = desk.settings.state.table
    resource = Resource(kind="table", name=name, variable="SIGNOFF_TABLE")
    client = desk.account.client("dynamodb")

    def shape() -> Iterator[Finding]:
        with looking_at(resource):
            described: Any = client.describe_table(TableName=name)["Table"]
        yield from _shape(described)

    def recovery() -> Iterator[Finding]:
        with looking_at(resource):
            told: Any = client.describe_continuous_backups(TableName=name)
        yield _recovery(told["ContinuousBackupsDescription"])

    def lifetime() -> Iterator[Finding]:
        with looking_at(resource):
            told: Any = client.describe_time_to_live(TableName=name)
        yield _lifetime(told["TimeToLiveDescription"])

    yield from found("table", shape)
    yield from found("point-in-time recovery", recovery)
    yield from found("time to live", lifetime)


def _shape(described: Mapping[str, Any]) -> Iterator[Finding]:
    status, keys = described["TableStatus"], _keys(described["KeySchema"])
    is_ok = status == "ACTIVE" and keys == ["pk", "sk"]
    said = f"{status.lower()}, with the keys {' and '.join(keys)}"
    yield judged("table", said, is_ok=is_ok, mend="its keys are pk and sk: let it be made anew")
    there = {each["IndexName"]: each for each in described.get("GlobalSecondaryIndexes", [])}
    for name, wanted in _INDEXES.items():
        index = there.get(name)
        said, is_ok = _index(index, wanted)
        yield judged(f"index {name}", said, is_ok=is_ok, mend=_DEPLOY)


def _index(index: Mapping[str, Any] | None, wanted: list[str]) -> tuple[str, bool]:
    if index is None:
        return "it does not exist", False
    status, keys = str(index.get("IndexStatus", "ACTIVE")), _keys(index["KeySchema"])
    is_ok = status == "ACTIVE" and keys == wanted
    return f"{status.lower()}, with the keys {' and '.join(keys)}", is_ok


def _recovery(told: Mapping[str, Any]) -> Finding:
    status = told.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus", "")
    return judged(
        "point-in-time recovery",
        status.lower() or "off",
        is_ok=status == "ENABLED",
        mend=f"without it a deleted row is gone: {_DEPLOY}",
    )


def _lifetime(told: Mapping[str, Any]) -> Finding:
    """Look whether time to live is on an attribute that rows have: it would delete them."""
    attribute = str(told.get("AttributeName", ""))
    is_on = told.get("TimeToLiveStatus") in {"ENABLED", "ENABLING"}
    is_deadly = is_on and attribute in _COLUMNS
    said = f"on the attribute {attribute}" if is_on else "off"
    return judged(
        "time to live",
        said + ("" if is_deadly else ", which no row has" if is_on else ""),
        is_ok=not is_deadly,
        mend=f"DynamoDB deletes rows by their {attribute}: switch it off at once",
    )


def _keys(schema: Sequence[Mapping[str, str]]) -> list[str]:
    return [each["AttributeName"] for each in sorted(schema, key=lambda one: one["KeyType"])]
