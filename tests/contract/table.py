"""The table and the bucket of template.yaml, in moto."""

from collections.abc import Callable
from functools import cache
from itertools import count
from threading import Lock
from typing import Any

from botocore.config import Config
from botocore.session import Session

from signoff.adapters.dynamodb import DynamoStore
from signoff.adapters.s3 import S3Blobs

TABLE = "signoff"
BUCKET = "bodies"


@cache
def _session() -> Session:
    # One session reads the SDK's descriptions of AWS once.
    return Session()


def a_client(service: str, endpoint_url: str | None = None) -> Any:
    """A client of its own, with the SDK's retries on."""
    retries: Any = {"mode": "standard", "total_max_attempts": 3}
    return _session().create_client(
        service,
        region_name="us-east-1",
        endpoint_url=endpoint_url,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",  # noqa: S106 - moto takes any
        config=Config(retries=retries),
    )


class OneAtATime:
    """A client whose requests follow each other.

    Moto undoes a refused transaction by putting back the whole table as it was when that began,
    and with it loses what others have written meanwhile. A table does not.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._lock = Lock()

    def __getattr__(self, operation: str) -> Any:
        def alone(**request: Any) -> Any:
            with self._lock:
                return getattr(self._client, operation)(**request)

        return alone


def an_index(name: str, partition: str, sort: str) -> dict[str, Any]:
    keys = [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]
    return {"IndexName": name, "KeySchema": keys, "Projection": {"ProjectionType": "KEYS_ONLY"}}


def make_table(client: Any, *, indexes: bool = True) -> None:
    kinds = {"pk": "S", "sk": "S"}
    kinds |= {"due_shard": "S", "due": "N", "open_team": "S", "exp": "N"} if indexes else {}
    kinds |= {"decided_team": "S", "decided_at": "N"} if indexes else {}
    declared = [
        an_index("due", "due_shard", "due"),
        an_index("pending", "open_team", "exp"),
        an_index("decided", "decided_team", "decided_at"),
    ]
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": kind} for name, kind in kinds.items()
        ],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        **({"GlobalSecondaryIndexes": declared} if indexes else {}),
    )


def make_bucket(client: Any) -> None:
    client.create_bucket(Bucket=BUCKET)


def no_pause(_seconds: float) -> None:
    """Wait for nothing."""


def counting() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"w-{next(numbers)}"


def a_store(
    client: Any, *, bucket: Any = None, pause: Callable[[float], None] = no_pause
) -> DynamoStore:
    blobs = S3Blobs(bucket or a_client("s3"), BUCKET)
    return DynamoStore(client, TABLE, blobs, counting(), pause=pause)
