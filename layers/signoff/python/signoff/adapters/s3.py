"""Large texts, stored under the digest of their bytes: what is read back is what was written."""

import hashlib
from typing import Any, Protocol

from signoff.adapters.aws import Resource, answered, code_of, in_our_words
from signoff.adapters.bodies import LostBodyError

_PREFIX = "sha256/"

# Every role may list the bucket: S3 says "access denied" of a missing object to all others.
_MISSING = {"NoSuchKey", "404"}


class BucketClient(Protocol):
    """What is needed of botocore's S3 client."""

    def put_object(self, **request: Any) -> Any:
        """Write an object."""
        ...

    def get_object(self, **request: Any) -> Any:
        """Read an object."""
        ...


class S3Blobs:
    """A bucket of texts that never change."""

    def __init__(self, client: BucketClient, bucket: str) -> None:
        """Take the client and the bucket's name."""
        self._client = client
        self._bucket = bucket
        self._resource = Resource(kind="bucket", name=bucket, variable="SIGNOFF_BUCKET")

    def keep(self, text: str) -> str:
        """Store a text, and give the reference under which it is found again."""
        return self.keep_bytes(text.encode("utf-8", "surrogatepass"))

    def keep_bytes(self, content: bytes) -> str:
        ref = f"{_PREFIX}{hashlib.sha256(content).hexdigest()}"
        with in_our_words(self._resource):
            self._client.put_object(Bucket=self._bucket, Key=ref, Body=content)
        return ref

    def fetch(self, ref: str) -> str:
        return self.fetch_bytes(ref).decode("utf-8", "surrogatepass")

    def fetch_bytes(self, ref: str) -> bytes:
        octets = self._read(ref)
        if ref != f"{_PREFIX}{hashlib.sha256(octets).hexdigest()}":
            raise LostBodyError(ref, "was altered")
        return octets

    def _read(self, ref: str) -> bytes:
        with in_our_words(self._resource):
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=ref)
            except answered() as error:
                if code_of(error) in _MISSING:
                    raise LostBodyError(ref, "is missing") from error
                raise
            octets: bytes = found["Body"].read()
            return octets
