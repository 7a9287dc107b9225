from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from signoff.ports import Store
from signoff.testing import InMemoryStore
from tests.contract.table import OneAtATime, a_client, a_store, make_bucket, make_table


@pytest.fixture
def table() -> Iterator[Any]:
    """A client of a table in moto; its bucket is there too."""
    with mock_aws():
        client = a_client("dynamodb")
        make_table(client)
        make_bucket(a_client("s3"))
        yield client


@pytest.fixture(params=["in_memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "in_memory":
        return InMemoryStore()
    return a_store(OneAtATime(request.getfixturevalue("table")))
