"""A write that a function signed itself, whose reply was lost, was made once and is known again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from playground.loopback import CutConnectionError, LoopbackServer, Request, Response
from signoff.access import PlainAccess
from signoff.adapters.connection import Connection
from signoff.adapters.dynamodb import DynamoStore
from signoff.adapters.new_id import new_id
from signoff.adapters.s3 import S3Blobs
from signoff.adapters.signed import Signed
from signoff.core.items import Below, Delete, Equal, Item, Missing, Put, Update
from signoff.core.keys import Key
from signoff.ports import TransientError
from tests.contract.conftest import Served
from tests.contract.table import BUCKET, TABLE, no_pause


@dataclass(slots=True)
class Lossy:
    """Hands requests on to the table, and drops the connection in place of some replies."""

    url: str
    left: int = 0
    asked: list[str] = field(default_factory=list[str])

    def __call__(self, request: Request) -> Response:
        self.asked.append(request.headers["x-amz-target"].rpartition(".")[2])
        headers = {name: request.headers[name] for name in ("content-type", "x-amz-target")}
        headers["authorization"] = request.headers["authorization"]
        answer = Connection(self.url).post("/", request.body, headers, timeout_s=30)
        if self.left:
            self.left -= 1
            raise CutConnectionError
        return Response(status=answer.status, body=answer.body)


@pytest.fixture
def lossy(served: Served) -> Lossy:
    return Lossy(served.url)


@pytest.fixture
def store(lossy: Lossy, served: Served) -> Iterator[DynamoStore]:
    with LoopbackServer(lossy) as server:
        access = PlainAccess(
            key="k",
            secret="s",  # noqa: S106 - moto takes any
            token="",
            region="us-east-1",
            endpoint=server.url,
        )
        signed: Any = Signed("dynamodb", access, within_s=6)
        blobs = S3Blobs(served.sdk("s3"), BUCKET)
        yield DynamoStore(signed, TABLE, blobs, new_id, pause=no_pause)


@pytest.fixture
def key() -> Key:
    return Key(f"lost-{new_id()}", "META")


def count(store: DynamoStore, key: Key) -> None:
    store.commit(Update(key=key, add={"n": 1}, append={"texts": ("a",)}))


def claim(store: DynamoStore, key: Key) -> None:
    free = Below(name="until", value=100)
    assert store.change(Update(key=key, put={"until": 900}, add={"n": 1}, when=(free,)))["n"] == 1


def transact(store: DynamoStore, key: Key) -> None:
    beside = Put(key=Key(key.pk, "STEP"), item={}, when=(Missing(name="pk"),))
    is_free = Equal(name="until", value=0)
    store.commit(Update(key=key, add={"n": 1}, append={"texts": ("a",)}, when=(is_free,)), beside)


@pytest.mark.parametrize("losses", [1, 2])
@pytest.mark.parametrize("write", [count, claim, transact])
def test_a_write_whose_reply_was_lost_counts_once(
    store: DynamoStore,
    lossy: Lossy,
    key: Key,
    write: Callable[[DynamoStore, Key], None],
    losses: int,
) -> None:
    store.commit(Put(key=key, item={"until": 0, "n": 0, "texts": ()}))
    lossy.asked.clear()
    lossy.left = losses

    write(store, key)

    assert len(lossy.asked) == losses + 1
    assert _only(store, key)["n"] == 1
    assert _only(store, key)["texts"] in {(), ("a",)}


def test_a_row_whose_making_and_going_were_answered_by_nobody_was_made_and_went(
    store: DynamoStore, lossy: Lossy, key: Key
) -> None:
    lossy.left = 1
    store.commit(Put(key=key, item={}, when=(Missing(name="pk"),)))
    lossy.left = 1
    store.commit(Delete(key=key))

    assert store.read(key) == (None,)


def test_what_was_never_answered_may_be_tried_later_and_is_there(
    store: DynamoStore, lossy: Lossy, key: Key
) -> None:
    lossy.left = 3

    with pytest.raises(TransientError):
        store.commit(Put(key=key, item={"n": 1}, when=(Missing(name="pk"),)))

    assert lossy.asked == ["PutItem"] * 3
    assert _only(store, key)["n"] == 1


def _only(store: DynamoStore, key: Key) -> Item:
    (found,) = store.read(key)
    assert found is not None
    return found
