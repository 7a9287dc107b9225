from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from signoff.adapters.aws import MissingResourceError, NotPermittedError
from signoff.adapters.bodies import LostBodyError
from signoff.adapters.s3 import S3Blobs
from signoff.ports import TransientError
from tests.contract.table import BUCKET, a_client, make_bucket


@pytest.fixture
def bucket() -> Iterator[Any]:
    with mock_aws():
        client = a_client("s3")
        make_bucket(client)
        yield client


@pytest.mark.parametrize("text", ["", "Grüße 🎉", "a lone \ud83d half"], ids=ascii)
def test_a_text_is_read_back_as_it_was(bucket: Any, text: str) -> None:
    blobs = S3Blobs(bucket, BUCKET)

    assert blobs.fetch(blobs.keep(text)) == text


def test_the_same_text_is_kept_once(bucket: Any) -> None:
    blobs = S3Blobs(bucket, BUCKET)

    assert blobs.keep("same") == blobs.keep("same") != blobs.keep("other")
    assert len(bucket.list_objects_v2(Bucket=BUCKET)["Contents"]) == 2


def test_an_altered_text_is_lost(bucket: Any) -> None:
    blobs = S3Blobs(bucket, BUCKET)
    ref = blobs.keep("yes")
    bucket.put_object(Bucket=BUCKET, Key=ref, Body=b"no")

    with pytest.raises(LostBodyError, match="was altered"):
        blobs.fetch(ref)


def test_a_text_that_was_never_kept_is_lost(bucket: Any) -> None:
    with pytest.raises(LostBodyError, match="is missing"):
        S3Blobs(bucket, BUCKET).fetch("sha256/0")


@pytest.mark.parametrize(
    ("code", "raised"),
    [
        ("AccessDenied", NotPermittedError),
        ("SlowDown", TransientError),
        ("InternalError", TransientError),
        ("NoSuchBucket", MissingResourceError),
    ],
)
def test_a_text_that_may_not_be_read_now_is_not_lost(
    bucket: Any, code: str, raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        S3Blobs(Refusing(bucket, code), BUCKET).fetch("sha256/0")


def test_a_text_whose_reading_breaks_off_may_be_read_later(bucket: Any) -> None:
    blobs = S3Blobs(BreakingOff(bucket), BUCKET)

    with pytest.raises(TransientError, match="did not answer"):
        blobs.fetch(blobs.keep("long"))


class Refusing:
    """A client whose every reading is refused."""

    def __init__(self, client: Any, code: str) -> None:
        self.put_object = client.put_object
        self._code = code

    def get_object(self, **_request: Any) -> Any:
        status = {"SlowDown": 503, "InternalError": 500}.get(self._code, 403)
        told: Any = {"Error": {"Code": self._code}, "ResponseMetadata": {"HTTPStatusCode": status}}
        raise ClientError(told, "GetObject")


class BreakingOff:
    """A client whose objects cannot be read to their end."""

    def __init__(self, client: Any) -> None:
        self.put_object = client.put_object

    def get_object(self, **_request: Any) -> Any:
        return {"Body": self}

    def read(self) -> bytes:
        raise ConnectionResetError
