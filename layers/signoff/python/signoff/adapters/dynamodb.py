"""The rows in DynamoDB: conditional writes that know themselves again, and consistent reads."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from secrets import SystemRandom
from time import sleep
from typing import Any, TypeAlias, assert_never

from signoff.adapters.aws import MissingResourceError, Resource, answered, in_our_words
from signoff.adapters.bodies import Blobs, LostBodyError, brought_back, moved_out
from signoff.adapters.expressions import (
    WID,
    Attributes,
    compiled,
    from_attributes,
    key_attributes,
)
from signoff.adapters.refusals import is_about_index, is_about_kind, is_passing, rows_against
from signoff.adapters.table_client import TableClient
from signoff.core.codec import UnreadableRowError
from signoff.core.items import Check, Delete, Item, Put, Update, Write, require_sound
from signoff.core.keys import AUDITED, Key
from signoff.core.thread import DUE
from signoff.ports import LostContentError, NewId, RefusedError, TransientError

Request: TypeAlias = dict[str, Any]

_TRIES = 6
_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 0.8
_MOST_KEYS = 100
_PENDING = "pending"
_DECIDED = "decided"
_random = SystemRandom()


class DynamoStore:
    """The `Store` port on one table and its indexes `due`, `pending` and `decided`.

    Every call that writes has a name of its own, its `wid`, which the rows it writes carry. The
    SDK sends a write again when the reply was lost; if a condition then fails on a row that
    carries this very `wid`, the first sending has landed, and nothing was refused.
    """

    def __init__(
        self,
        client: TableClient,
        table: str,
        blobs: Blobs,
        new_id: NewId,
        *,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        """Take the client, the table's name, and where large bodies go."""
        self._client = client
        self._table = table
        self._blobs = blobs
        self._new_id = new_id
        self._pause = pause
        self._resource = Resource(kind="table", name=table, variable="SIGNOFF_TABLE")

    def read(self, *keys: Key) -> tuple[Item | None, ...]:
        wanted = tuple(dict.fromkeys(keys))
        with in_our_words(self._resource):
            found = self._read(wanted)
        items = {key: self._item(found.get(key)) for key in wanted}
        return tuple(items[key] for key in keys)

    def query(
        self, pk: str, first: str, last: str, *, newest: int | None = None
    ) -> tuple[Item, ...]:
        if first > last:
            return ()
        request: Request = {
            "TableName": self._table,
            "ConsistentRead": True,
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
            "ExpressionAttributeValues": {
                ":pk": {"S": pk},
                ":first": {"S": first},
                ":last": {"S": last},
            },
        }
        if newest is not None:
            request |= {"ScanIndexForward": False, "Limit": newest}
        with in_our_words(self._resource):
            found = list(self._pages(request, limit=newest))
        return tuple(self._stored(attributes) for attributes in found)

    def keep(self, content: bytes) -> str:
        return self._blobs.keep_bytes(content)

    def kept(self, ref: str) -> bytes:
        try:
            return self._blobs.fetch_bytes(ref)
        except LostBodyError as error:
            raise LostContentError(str(error)) from error

    def due(self, *, now: int, limit: int) -> tuple[Key, ...]:
        values = {":shard": {"S": DUE}, ":now": {"N": str(now)}}
        return self._indexed(DUE, "due_shard = :shard AND due <= :now", values, limit)

    def pending(self, team: str, *, limit: int) -> tuple[Key, ...]:
        return self._indexed(_PENDING, "open_team = :team", {":team": {"S": team}}, limit)

    def decided(self, team: str, *, limit: int) -> tuple[Key, ...]:
        values = {":team": {"S": team}}
        return self._indexed(_DECIDED, "decided_team = :team", values, limit, newest=True)

    def threads(self) -> Iterator[Item]:
        with in_our_words(self._resource):
            for attributes in self._named("META"):
                yield self._stored(attributes)

    def audits(self) -> Iterator[str]:
        with in_our_words(self._resource):
            for attributes in self._named(*AUDITED):
                yield _key(attributes).pk

    def _named(self, *sort_keys: str) -> Iterator[Attributes]:
        """Find the rows of these sort keys in every partition: a scan of the table."""
        names = {f":sk{number}": {"S": sk} for number, sk in enumerate(sort_keys)}
        request: Request = {
            "TableName": self._table,
            "FilterExpression": f"sk IN ({', '.join(names)})",
            "ExpressionAttributeValues": names,
        }
        return self._pages(request, limit=None, read=self._client.scan)

    def change(self, update: Update) -> Item:
        require_sound((update,))
        wid = self._new_id()
        with in_our_words(self._resource):
            (write,) = moved_out((update,), self._blobs)
            request = self._single(write, wid) | {"ReturnValues": "ALL_NEW"}
            try:
                written = self._patiently(self._client.update_item, request)
            except answered() as error:
                return self._stored(self._landed(error, (write,), wid)[update.key])
            return self._stored(written["Attributes"])

    def commit(self, *writes: Write) -> None:
        require_sound(writes)
        if not writes:
            return
        wid = self._new_id()
        with in_our_words(self._resource):
            moved = moved_out(writes, self._blobs)
            try:
                self._send(moved, wid)
            except answered() as error:
                self._landed(error, moved, wid)

    def _send(self, writes: Sequence[Write], wid: str) -> None:
        match writes:
            case [Put() as write]:
                self._patiently(self._client.put_item, self._single(write, wid))
            case [Update() as write]:
                self._patiently(self._client.update_item, self._single(write, wid))
            case [Delete(when=()) as write]:
                self._patiently(self._client.delete_item, self._single(write, wid))
            case _:
                # A row that is gone carries no name: only the table's own token knows it again.
                actions = [self._action(write, wid) for write in writes]
                whole = {"TransactItems": actions, "ClientRequestToken": wid}
                self._patiently(self._client.transact_write_items, whole)

    def _single(self, write: Write, wid: str) -> Request:
        return {
            "TableName": self._table,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            **compiled(write, wid=wid),
        }

    def _action(self, write: Write, wid: str) -> Request:
        request = self._single(write, wid)
        match write:
            case Put():
                return {"Put": request}
            case Update():
                return {"Update": request}
            case Delete():
                return {"Delete": request}
            case Check():
                return {"ConditionCheck": request}
            case _:
                assert_never(write)

    def _landed(self, error: Any, writes: Sequence[Write], wid: str) -> Mapping[Key, Attributes]:
        """Give the rows as they are, when it is our own write that stands in the way.

        Raises:
            RefusedError: Somebody else's does.
            UnreadableRowError: A row holds something else than what is to be counted there.
        """
        if is_about_kind(error):
            raise UnreadableRowError("a row holds no number where one is counted") from error
        against = rows_against(error, writes)
        if not against:
            raise error
        present = {key: old for key, old in against.items() if old is not None}
        if any(old.get(WID) == {"S": wid} for old in present.values()):
            return present
        raise RefusedError({key: self._item(old) for key, old in against.items()}) from error

    def _read(self, keys: Sequence[Key]) -> dict[Key, Attributes]:
        waiting = [key_attributes(key) for key in keys]
        found: dict[Key, Attributes] = {}
        for pause_s in self._pauses(at_least=1 + len(waiting) // _MOST_KEYS):
            if not waiting:
                return found
            asked, waiting = waiting[:_MOST_KEYS], waiting[_MOST_KEYS:]
            request = {"RequestItems": {self._table: {"Keys": asked, "ConsistentRead": True}}}
            reply = self._patiently(self._client.batch_get_item, request)
            found |= {_key(row): row for row in reply["Responses"].get(self._table, [])}
            left = reply.get("UnprocessedKeys", {}).get(self._table, {}).get("Keys", [])
            waiting += left
            if left:
                self._pause(pause_s)
        raise TransientError("the table leaves keys unread")

    def _indexed(
        self, index: str, condition: str, values: Request, limit: int, *, newest: bool = False
    ) -> tuple[Key, ...]:
        request: Request = {
            "TableName": self._table,
            "IndexName": index,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": values,
            "Limit": limit,
            "ScanIndexForward": not newest,
        }
        with in_our_words(self._resource):
            try:
                found = list(self._pages(request, limit=limit))
            except answered() as error:
                if is_about_index(error):
                    raise MissingResourceError(self._index(index)) from error
                raise
        return tuple(_key(attributes) for attributes in found)

    def _pages(
        self, request: Request, *, limit: int | None, read: Callable[..., Any] | None = None
    ) -> Iterator[Attributes]:
        start: Request = {}
        left = limit
        while left is None or left > 0:
            reply = self._patiently(read or self._client.query, request | start)
            rows = reply["Items"] if left is None else reply["Items"][:left]
            yield from rows
            if "LastEvaluatedKey" not in reply:
                return
            start = {"ExclusiveStartKey": reply["LastEvaluatedKey"]}
            left = None if left is None else left - len(rows)

    def _patiently(self, send: Callable[..., Any], request: Request) -> Any:
        """Send until it works, or fails for good, or for too long."""
        for pause_s in self._pauses():
            try:
                return send(**request)
            except answered() as error:
                if not is_passing(error):
                    raise
                self._pause(pause_s)
        raise TransientError("others were writing the same rows, or the table was busy")

    def _pauses(self, *, at_least: int = 0) -> Iterator[float]:
        for attempt in range(_TRIES + at_least):
            longest = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2**attempt)
            yield _random.uniform(0, longest)

    def _item(self, attributes: Attributes | None) -> Item | None:
        return None if attributes is None else self._stored(attributes)

    def _stored(self, attributes: Mapping[str, Any]) -> Item:
        own = {name: value for name, value in attributes.items() if name != WID}
        return brought_back(from_attributes(own), self._blobs)

    def _index(self, name: str) -> Resource:
        return Resource(kind=f"index {name} of table", name=self._table, variable="SIGNOFF_TABLE")


def _key(attributes: Mapping[str, Any]) -> Key:
    return Key(attributes["pk"]["S"], attributes["sk"]["S"])
