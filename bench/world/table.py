"""The table: rows in dictionaries behind DynamoDB's own protocol, counting bytes."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from bench.world.expressions import Attributes, Place, between, changed, holds, plain, size

Request: TypeAlias = dict[str, Any]
Reply: TypeAlias = dict[str, Any]
_Rows: TypeAlias = dict[str, dict[str, Attributes]]

_REFUSED = "The conditional request failed"


class RefusedError(Exception):
    """An answer with a status of 400.

    Attributes:
        body: What it says.
    """

    def __init__(self, kind: str, message: str, **more: Any) -> None:
        """Name the kind as DynamoDB does."""
        super().__init__(message)
        self.body: Reply = {
            "__type": f"com.amazonaws.dynamodb.v20120810#{kind}",
            "message": message,
            **more,
        }


class Table:
    """One table with the keys `pk` and `sk`; its indexes hold whatever has their columns."""

    def __init__(self) -> None:
        """Begin empty."""
        self._rows: _Rows = {}
        self._order: dict[str, list[str]] = {}
        self.read = 0
        self.wrote = 0
        self._operations: dict[str, Callable[[Request], Reply]] = {
            "BatchGetItem": self._batch_get_item,
            "DeleteItem": self._delete_item,
            "GetItem": self._get_item,
            "PutItem": self._put_item,
            "Query": self._query,
            "Scan": self._scan,
            "TransactWriteItems": self._transact_write_items,
            "UpdateItem": self._update_item,
        }

    def perform(self, operation: str, request: Request) -> Reply:
        """Do what is asked.

        Raises:
            RefusedError: A condition does not hold, or nobody here can do it.
        """
        self.read = self.wrote = 0
        if operation not in self._operations:
            raise RefusedError("UnknownOperationException", operation)
        return self._operations[operation](request)

    @property
    def bytes(self) -> int:
        """How much is stored."""
        return sum(size(row) for row in self._all())

    def snapshot(self) -> _Rows:
        """Give all rows, for `restore`: rows are replaced, never altered."""
        return {pk: dict(rows) for pk, rows in self._rows.items()}

    def restore(self, rows: _Rows) -> None:
        """Have these rows and no others."""
        self._rows = {pk: dict(each) for pk, each in rows.items()}
        self._order = {pk: sorted(each) for pk, each in rows.items()}

    def _all(self) -> Iterator[Attributes]:
        for rows in self._rows.values():
            yield from rows.values()

    def _at(self, key: Attributes) -> Attributes | None:
        return self._rows.get(key["pk"]["S"], {}).get(key["sk"]["S"])

    def _noted(self, row: Attributes | None) -> Attributes | None:
        self.read += size(row) if row else 0
        return row

    def _get_item(self, request: Request) -> Reply:
        row = self._noted(self._at(request["Key"]))
        return {"Item": row} if row else {}

    def _batch_get_item(self, request: Request) -> Reply:
        found = {
            name: [row for key in wanted["Keys"] if (row := self._noted(self._at(key)))]
            for name, wanted in request["RequestItems"].items()
        }
        return {"Responses": found, "UnprocessedKeys": {}}

    def _query(self, request: Request) -> Reply:
        clauses = list(between(request["KeyConditionExpression"], _place(request)))
        rows = [row for row in self._near(clauses) if all(_meets(row, each) for each in clauses)]
        sort = clauses[-1][0]
        rows.sort(key=lambda row: plain(row[sort]))
        if not request.get("ScanIndexForward", True):
            rows.reverse()
        rows = rows[: request.get("Limit") or len(rows)]
        for row in rows:
            self._noted(row)
        return {"Items": rows, "Count": len(rows), "ScannedCount": len(rows)}

    def _near(self, clauses: list[tuple[str, str, Any]]) -> list[Attributes]:
        name, _, pk = clauses[0]
        if name != "pk":
            return list(self._all())
        rows, order = self._rows.get(pk, {}), self._order.get(pk, [])
        bounds = {comparison: value for name, comparison, value in clauses if name == "sk"}
        first = bisect_left(order, bounds[">="]) if ">=" in bounds else 0
        last = bisect_right(order, bounds["<="]) if "<=" in bounds else len(order)
        return [rows[sk] for sk in order[first:last]]

    def _scan(self, request: Request) -> Reply:
        del request
        rows = list(self._all())
        for row in rows:
            self._noted(row)
        return {"Items": rows, "Count": len(rows)}

    def _put_item(self, request: Request) -> Reply:
        return self._alone(request)

    def _delete_item(self, request: Request) -> Reply:
        return self._alone(request)

    def _update_item(self, request: Request) -> Reply:
        return self._alone(request)

    def _alone(self, request: Request) -> Reply:
        key = request.get("Key") or request["Item"]
        old = self._at(key)
        if not _is_met(request, old):
            more = {"Item": old} if old else {}
            raise RefusedError("ConditionalCheckFailedException", _REFUSED, **more)
        self._write(request, old)
        return {"Attributes": self._at(key)} if "ReturnValues" in request else {}

    def _transact_write_items(self, request: Request) -> Reply:
        actions = [each for action in request["TransactItems"] for each in action.values()]
        checks = {id(each["ConditionCheck"]) for each in request["TransactItems"] if _checks(each)}
        before = [self._at(each.get("Key") or each["Item"]) for each in actions]
        reasons = [_reason(each, old) for each, old in zip(actions, before, strict=True)]
        if any(reason["Code"] != "None" for reason in reasons):
            raise RefusedError(
                "TransactionCanceledException", "Canceled", CancellationReasons=reasons
            )
        for each, old in zip(actions, before, strict=True):
            if id(each) not in checks:
                self._write(each, old)
        return {}

    def _write(self, request: Request, old: Attributes | None) -> None:
        key = request.get("Key") or request["Item"]
        pk, sk = key["pk"]["S"], key["sk"]["S"]
        if "Item" in request:
            new = request["Item"]
        elif "UpdateExpression" in request:
            new = changed(request["UpdateExpression"], old or dict(key), _place(request))
        else:
            if self._rows.get(pk, {}).pop(sk, None):
                self._order[pk].remove(sk)
            return
        self.wrote += size(new)
        rows = self._rows.setdefault(pk, {})
        if sk not in rows:
            insort(self._order.setdefault(pk, []), sk)
        rows[sk] = new


def _checks(action: Request) -> bool:
    return "ConditionCheck" in action


def _place(request: Request) -> Place:
    return (
        request.get("ExpressionAttributeNames") or {},
        request.get("ExpressionAttributeValues") or {},
    )


def _is_met(request: Request, row: Attributes | None) -> bool:
    return holds(request.get("ConditionExpression", ""), row, _place(request))


def _reason(request: Request, row: Attributes | None) -> Reply:
    if _is_met(request, row):
        return {"Code": "None"}
    more = {"Item": row} if row else {}
    return {"Code": "ConditionalCheckFailed", "Message": _REFUSED, **more}


def _meets(row: Attributes, clause: tuple[str, str, Any]) -> bool:
    name, comparison, value = clause
    if name not in row:
        return False
    found = plain(row[name])
    match comparison:
        case "=":
            return bool(found == value)
        case "<=":
            return bool(found <= value)
        case _:
            return bool(found >= value)
