"""The stores that must all do the same; a real table among them, if there is one.

SIGNOFF_CONTRACT_TABLE and SIGNOFF_CONTRACT_BUCKET name a table and a bucket of template.yaml, in
the account and region that the AWS variables say. Each test works in partitions of its own and
takes its rows away again; objects stay in the bucket.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pytest
from moto import mock_aws

from playground.runner.aws import LocalAws
from signoff.access import PlainAccess
from signoff.adapters.dynamodb import DynamoStore
from signoff.adapters.new_id import new_id
from signoff.adapters.s3 import S3Blobs
from signoff.adapters.sdk import client
from signoff.adapters.signed import Signed
from signoff.ports import Store
from signoff.testing import InMemoryStore
from tests.contract.apart import Apart
from tests.contract.table import (
    BUCKET,
    TABLE,
    OneAtATime,
    a_client,
    a_store,
    make_bucket,
    make_table,
    no_pause,
)

REAL_TABLE = os.environ.get("SIGNOFF_CONTRACT_TABLE", "")  # noqa: TID251 - a person's, for these tests
REAL_BUCKET = os.environ.get("SIGNOFF_CONTRACT_BUCKET", "")  # noqa: TID251 - likewise
STORES = ["in_memory", "dynamodb", "signed", *(["real_table"] if REAL_TABLE else [])]


@pytest.fixture
def table() -> Iterator[Any]:
    """A client of a table in moto; its bucket is there too."""
    with mock_aws():
        client = a_client("dynamodb")
        make_table(client)
        make_bucket(a_client("s3"))
        yield client


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A moto behind HTTP, and the two ways to it."""

    url: str
    sdk: Callable[[str], Any]
    signed: Signed


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A table and a bucket that are reached by requests, as a function reaches them."""
    # In a process of its own: each test that begins with a fresh moto would empty this one too.
    aws = LocalAws().start()
    url = aws.url
    access = PlainAccess(key="k", secret="s", token="", region="us-east-1", endpoint=url)  # noqa: S106 - moto takes any
    sdk = partial(a_client, endpoint_url=url)
    make_table(sdk("dynamodb"))
    make_bucket(sdk("s3"))
    yield Served(url=url, sdk=sdk, signed=Signed("dynamodb", access, within_s=30))
    aws.stop()


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    match request.param:
        case "in_memory":
            yield InMemoryStore()
        case "dynamodb":
            moto = a_store(OneAtATime(request.getfixturevalue("table")))
            yield Apart(moto, _a_name(), pause=no_pause)
        case "signed":
            served = request.getfixturevalue("served")
            blobs = S3Blobs(served.sdk("s3"), BUCKET)
            one_at_a_time: Any = OneAtATime(served.signed)
            signed = DynamoStore(one_at_a_time, TABLE, blobs, new_id)
            yield Apart(signed, _a_name(), pause=no_pause)
        case _:
            own = Apart(_real_store(), _a_name())
            yield own
            own.clear()


@cache
def _real_store() -> DynamoStore:
    blobs = S3Blobs(client("s3"), REAL_BUCKET)
    return DynamoStore(client("dynamodb"), REAL_TABLE, blobs, new_id)


def _a_name() -> str:
    return f"contract-{new_id()}"
