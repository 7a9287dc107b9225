from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from moto import mock_aws

from signoff.adapters.aws import MissingResourceError, NotPermittedError
from signoff.adapters.dynamodb import DynamoStore
from signoff.core.codec import UnreadableRowError
from signoff.core.items import Below, Delete, Equal, Missing, Put, Update, Write
from signoff.core.keys import Key
from signoff.ports import RefusedError, TransientError
from tests.contract.table import (
    BUCKET,
    TABLE,
    a_client,
    a_store,
    make_bucket,
    make_table,
)

META = Key("T#T1#C#C1#1.0", "META")
STEP = Key("T#T1#C#C1#1.0", "R#1#STEP#1")
IS_NEW = (Missing(name="pk"),)


@pytest.fixture
def table() -> Iterator[Any]:
    with mock_aws():
        client = a_client("dynamodb")
        make_table(client)
        make_bucket(a_client("s3"))
        yield client


def lose_replies(client: Any, operation: str, *, times: int = 1) -> None:
    """Let the SDK miss some replies, so that it sends the request once more."""
    left = [times]

    def is_lost(response: object, **_event: object) -> int | None:
        if left[0] and response is not None:
            left[0] -= 1
            return 0
        return None

    client.meta.events.register_first(f"needs-retry.dynamodb.{operation}", is_lost)


def answer(
    client: Any, operation: str, *codes: str, status: int = 400, **told: Any
) -> list[dict[str, Any]]:
    """Let the table answer some requests with errors; the rest arrive. Gives the requests."""
    seen: list[dict[str, Any]] = []
    waiting = list(codes)

    def answered(params: dict[str, Any], **_event: object) -> tuple[AWSResponse, object] | None:
        seen.append(params)
        if not waiting:
            return None
        code = waiting.pop(0)
        meta = {"HTTPStatusCode": status}
        parsed = {"Error": {"Code": code, "Message": code}, "ResponseMetadata": meta, **told}
        return AWSResponse("", status, HTTPHeaders(), None), parsed

    client.meta.events.register(f"before-call.dynamodb.{operation}", answered)
    return seen


def canceled(*codes: str) -> dict[str, Any]:
    return {"CancellationReasons": [{"Code": code} for code in codes]}


def test_a_claim_whose_reply_was_lost_is_known_again(table: Any) -> None:
    store = a_store(table)
    store.commit(Put(key=META, item={"lease_until": 0, "fence": 4}))
    lose_replies(table, "UpdateItem")

    after = store.change(
        Update(
            key=META,
            put={"lease_until": 900},
            add={"fence": 1},
            when=(Below(name="lease_until", value=100),),
        )
    )

    assert after == {"pk": META.pk, "sk": META.sk, "lease_until": 900, "fence": 5}


def test_a_count_whose_reply_was_lost_counts_once(table: Any) -> None:
    store = a_store(table)
    lose_replies(table, "UpdateItem", times=2)

    store.commit(Update(key=META, add={"wakes": 1}, append={"ts": ("1",)}))

    assert store.read(META)[0] == {"pk": META.pk, "sk": META.sk, "wakes": 1, "ts": ("1",)}


def test_a_new_row_whose_reply_was_lost_is_known_again(table: Any) -> None:
    lose_replies(table, "PutItem")

    a_store(table).commit(Put(key=STEP, item={"n": 1}, when=IS_NEW))


def test_a_commit_whose_reply_was_lost_is_known_again(table: Any) -> None:
    store = a_store(table)
    store.commit(Put(key=META, item={"fence": 1}))
    lose_replies(table, "TransactWriteItems")

    store.commit(
        Put(key=STEP, item={}, when=IS_NEW),
        Update(key=META, add={"step": 1}, when=(Equal(name="fence", value=1),)),
    )

    assert store.read(META)[0] == {"pk": META.pk, "sk": META.sk, "fence": 1, "step": 1}


def test_somebody_elses_write_is_not_taken_for_our_own(table: Any) -> None:
    a_store(table).commit(Put(key=STEP, item={"by": "them"}, when=IS_NEW))
    ours = DynamoStore(table, TABLE, NoBlobs(), lambda: "w-ours")
    lose_replies(table, "PutItem")

    with pytest.raises(RefusedError) as refusal:
        ours.commit(Put(key=STEP, item={"by": "us"}, when=IS_NEW))

    assert refusal.value.old == {STEP: {"pk": STEP.pk, "sk": STEP.sk, "by": "them"}}


def test_a_write_whose_end_is_unknown_may_be_tried_later(table: Any) -> None:
    def cut_off(**_event: object) -> None:
        raise ConnectionError("the reply did not arrive")

    table.meta.events.register("after-call.dynamodb.PutItem", cut_off)
    store = a_store(table)

    with pytest.raises(TransientError):
        store.commit(Put(key=STEP, item={"n": 1}, when=IS_NEW))

    assert store.read(STEP)[0] is not None


TWO: tuple[Write, ...] = (Put(key=META, item={}), Put(key=STEP, item={}, when=IS_NEW))


def test_a_conflict_with_another_transaction_is_tried_again(table: Any) -> None:
    pauses: list[float] = []
    code, reasons = "TransactionCanceledException", canceled("TransactionConflict", "None")
    sent = answer(table, "TransactWriteItems", code, code, **reasons)

    a_store(table, pause=pauses.append).commit(*TWO)

    assert len(sent) == 3
    assert len(pauses) == 2
    assert all(0 <= pause <= 0.1 for pause in pauses)


@pytest.mark.parametrize("reason", ["TransactionConflict", "ThrottlingError"])
def test_a_transaction_that_never_gets_through_may_be_tried_later(table: Any, reason: str) -> None:
    pauses: list[float] = []
    codes = ["TransactionCanceledException"] * 50
    answer(table, "TransactWriteItems", *codes, **canceled(reason, "None"))

    with pytest.raises(TransientError, match="same rows"):
        a_store(table, pause=pauses.append).commit(*TWO)

    assert sum(pauses) < 3


@pytest.mark.parametrize(
    "code", ["TransactionConflictException", "ProvisionedThroughputExceededException"]
)
def test_one_row_that_is_busy_is_tried_again(table: Any, code: str) -> None:
    answer(table, "UpdateItem", code)

    assert a_store(table).change(Update(key=META, add={"n": 1}))["n"] == 1


def test_a_failed_condition_beside_a_conflict_is_a_refusal(table: Any) -> None:
    reasons = canceled("TransactionConflict", "ConditionalCheckFailed")
    sent = answer(table, "TransactWriteItems", "TransactionCanceledException", **reasons)

    with pytest.raises(RefusedError) as refusal:
        a_store(table).commit(*TWO)

    assert refusal.value.old == {STEP: None}
    assert len(sent) == 1


def test_a_transaction_names_itself_to_the_table(table: Any) -> None:
    sent = answer(
        table,
        "TransactWriteItems",
        "TransactionCanceledException",
        **canceled("TransactionConflict"),
    )

    a_store(table).commit(*TWO)

    assert len(sent) == 2
    assert sent[0]["body"] == sent[1]["body"]
    assert b'"ClientRequestToken": "w-1"' in sent[0]["body"]


def test_taking_away_a_row_under_a_condition_goes_by_transaction(table: Any) -> None:
    store = a_store(table)
    store.commit(Put(key=META, item={"n": 1}))
    sent = answer(table, "TransactWriteItems")

    store.commit(Delete(key=META, when=(Equal(name="n", value=1),)))

    assert len(sent) == 1
    assert store.read(META) == (None,)


def test_a_busy_table_may_be_asked_later(table: Any) -> None:
    answer(table, "BatchGetItem", *["ThrottlingException"] * 50)

    with pytest.raises(TransientError):
        a_store(table).read(META)


def test_a_broken_table_may_be_asked_later(table: Any) -> None:
    answer(table, "Query", "InternalServerError", status=500)

    with pytest.raises(TransientError, match="busy"):
        a_store(table).query(META.pk, "A", "Z")


def test_keys_that_the_table_leaves_unread_are_asked_again(table: Any) -> None:
    store = a_store(table)
    store.commit(Put(key=META, item={"n": 1}))
    left_over = replying(table, {"Responses": {}, "UnprocessedKeys": of_table(META, STEP)}, times=2)

    found = store.read(META, STEP)

    assert found == ({"pk": META.pk, "sk": META.sk, "n": 1}, None)
    assert left_over == []


def test_keys_that_the_table_never_reads_may_be_asked_later(table: Any) -> None:
    replying(table, {"Responses": {}, "UnprocessedKeys": of_table(META, STEP)}, times=50)

    with pytest.raises(TransientError, match="unread"):
        a_store(table).read(META, STEP)


def of_table(*keys: Key) -> dict[str, Any]:
    return {TABLE: {"Keys": [{"pk": {"S": key.pk}, "sk": {"S": key.sk}} for key in keys]}}


def replying(client: Any, reply: dict[str, Any], *, times: int) -> list[dict[str, Any]]:
    waiting = [reply] * times

    def answered(**_event: object) -> tuple[AWSResponse, object] | None:
        return (AWSResponse("", 200, HTTPHeaders(), None), waiting.pop()) if waiting else None

    client.meta.events.register("before-call.dynamodb.BatchGetItem", answered)
    return waiting


DOINGS: dict[str, Callable[[DynamoStore], object]] = {
    "read one": lambda store: store.read(META),
    "read two": lambda store: store.read(META, STEP),
    "query": lambda store: store.query(META.pk, "A", "Z"),
    "due": lambda store: store.due(now=1, limit=1),
    "change": lambda store: store.change(Update(key=META)),
    "commit": lambda store: store.commit(*TWO),
}


@pytest.mark.parametrize("do", DOINGS.values(), ids=DOINGS.keys())
def test_a_missing_table_is_named_with_the_mend(do: Callable[[DynamoStore], object]) -> None:
    with mock_aws(), pytest.raises(MissingResourceError) as missing:
        do(a_store(a_client("dynamodb")))

    assert str(missing.value) == (
        "The table 'signoff' does not exist: deploy template.yaml again,"
        " or let SIGNOFF_TABLE name the one that exists."
    )


def test_a_missing_index_is_named_with_the_mend() -> None:
    with mock_aws():
        client = a_client("dynamodb")
        make_table(client, indexes=False)

        with pytest.raises(MissingResourceError, match="The index due of table 'signoff'"):
            a_store(client).due(now=1, limit=1)


def test_a_missing_index_is_named_also_in_the_words_of_aws(table: Any) -> None:
    said = "The table does not have the specified index: due"
    error = {"Code": "ValidationException", "Message": said}
    answer(table, "Query", "ValidationException", Error=error)

    with pytest.raises(MissingResourceError, match="The index due of table 'signoff'"):
        a_store(table).due(now=1, limit=1)


def test_a_missing_right_is_named_with_the_mend(table: Any) -> None:
    answer(table, "UpdateItem", "AccessDeniedException")

    with pytest.raises(NotPermittedError, match="may not do UpdateItem on the table 'signoff'"):
        a_store(table).change(Update(key=META))


def test_a_row_that_somebody_wrote_otherwise_is_not_guessed_at(table: Any) -> None:
    odd = {"pk": {"S": META.pk}, "sk": {"S": META.sk}, "n": {"N": "1.5"}}
    table.put_item(TableName=TABLE, Item=odd)

    with pytest.raises(UnreadableRowError, match="n"):
        a_store(table).read(META)


LARGE = {"body": "x" * 100_001}


def test_a_body_lies_in_the_bucket_only_when_it_is_large(table: Any) -> None:
    bucket = a_client("s3")
    store = a_store(table)

    store.commit(Put(key=META, item={"body": "x" * 100_000}))
    store.commit(Put(key=STEP, item=LARGE))

    (kept,) = bucket.list_objects_v2(Bucket=BUCKET)["Contents"]
    row = table.get_item(TableName=TABLE, Key={"pk": {"S": STEP.pk}, "sk": {"S": STEP.sk}})["Item"]
    assert row["body_ref"] == {"S": kept["Key"]}
    assert "body" not in row


def test_a_large_body_that_is_missing_is_lost(table: Any) -> None:
    bucket = a_client("s3")
    store = a_store(table)
    store.commit(Put(key=STEP, item=LARGE))
    (kept,) = bucket.list_objects_v2(Bucket=BUCKET)["Contents"]
    bucket.delete_object(Bucket=BUCKET, Key=kept["Key"])

    (row,) = store.read(STEP)

    assert row == {"pk": STEP.pk, "sk": STEP.sk, "lost": f"{kept['Key']} is missing"}


def test_a_large_body_that_was_altered_is_lost(table: Any) -> None:
    bucket = a_client("s3")
    store = a_store(table)
    store.commit(Put(key=STEP, item=LARGE))
    (kept,) = bucket.list_objects_v2(Bucket=BUCKET)["Contents"]
    bucket.put_object(Bucket=BUCKET, Key=kept["Key"], Body=b"y" * 100_001)

    (row,) = store.query(STEP.pk, STEP.sk, STEP.sk)

    assert row == {"pk": STEP.pk, "sk": STEP.sk, "lost": f"{kept['Key']} was altered"}


def test_nothing_is_written_when_a_large_body_cannot_be_kept() -> None:
    with mock_aws():
        client = a_client("dynamodb")
        make_table(client)
        store = a_store(client)

        with pytest.raises(MissingResourceError, match="The bucket 'bodies'"):
            store.commit(Put(key=STEP, item=LARGE))

        assert store.read(STEP) == (None,)


def test_a_row_never_shows_the_name_of_its_write(table: Any) -> None:
    store = a_store(table)
    store.commit(Put(key=META, item={}))

    row = table.get_item(TableName=TABLE, Key={"pk": {"S": META.pk}, "sk": {"S": META.sk}})["Item"]
    assert row["wid"] == {"S": "w-1"}
    assert store.read(META) == ({"pk": META.pk, "sk": META.sk},)


class NoBlobs:
    """Keeps nothing."""

    def keep(self, text: str) -> str:
        raise AssertionError(text)

    def fetch(self, ref: str) -> str:
        raise AssertionError(ref)

    def keep_bytes(self, content: bytes) -> str:
        raise AssertionError(content)

    def fetch_bytes(self, ref: str) -> bytes:
        raise AssertionError(ref)
