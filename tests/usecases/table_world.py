"""The same small world, with its rows in a table and its large bodies in a bucket, both in moto."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, cast

import pytest
from moto import mock_aws

from signoff.agent.toolkit import ToolLike
from signoff.core.items import Item
from signoff.testing import InMemoryStore
from signoff.testing.model import Line
from tests.contract.table import BUCKET, TABLE, a_client, a_store, make_bucket, make_table
from tests.usecases.world import World


class Harm(StrEnum):
    """What becomes of an object."""

    MISSING = "missing"
    ALTERED = "altered"


class TableWorld(World):
    """A world whose store is the one of production."""

    def __init__(self, aws: "Aws", *lines: Line, tools: Sequence[ToolLike] = ()) -> None:
        super().__init__(*lines, tools=tools)
        self.aws = aws
        self.store = cast("InMemoryStore", a_store(aws.table, bucket=aws.bucket))

    @property
    def rows(self) -> tuple[Item, ...]:
        return self.store.query(self.thread.pk, " ", "~")

    def harm(self, sk: str, harm: Harm) -> None:
        """Have the object with the body of a row vanish, or hold something else."""
        name = {"pk": {"S": self.thread.pk}, "sk": {"S": sk}}
        ref = self.aws.table.get_item(TableName=TABLE, Key=name)["Item"]["body_ref"]["S"]
        if harm is Harm.MISSING:
            self.aws.bucket.delete_object(Bucket=BUCKET, Key=ref)
        else:
            self.aws.bucket.put_object(Bucket=BUCKET, Key=ref, Body=b'{"something":"else"}')


class Aws:
    """Clients of a table and a bucket that are there."""

    def __init__(self) -> None:
        self.table: Any = a_client("dynamodb")
        self.bucket: Any = a_client("s3")
        make_table(self.table)
        make_bucket(self.bucket)


@pytest.fixture
def aws() -> Iterator[Aws]:
    with mock_aws():
        yield Aws()
