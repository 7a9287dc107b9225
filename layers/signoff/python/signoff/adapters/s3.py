"""Large texts, stored under the digest of their bytes: what is read back is what was written."""

import hashlib
from typing import Any, Protocol

from botocore.exceptions import ClientError

from signoff.adapters.aws import Resource, code_of, in_our_words
from signoff.core.errors import PermanentError

_PREFIX = "sha256/"

# S3 says "access denied" of an object that is missing, unless the caller may list the bucket.
_LOST = {"NoSuchKey", "404", "AccessDenied"}


class LostBodyError(PermanentError):
    """A stored text is missing or was altered.

    Attributes:
        ref: Where it should be.
    """

    def __init__(self, ref: str, why: str) -> None:
        """Say where it should be and what is wrong with it."""
        super().__init__(f"A stored text cannot be used: {ref} {why}.")
        self.ref = ref


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
        octets = text.encode("utf-8", "surrogatepass")
        ref = f"{_PREFIX}{hashlib.sha256(octets).hexdigest()}"
        with in_our_words(self._resource):
            self._client.put_object(Bucket=self._bucket, Key=ref, Body=octets)
        return ref

    def fetch(self, ref: str) -> str:
        """Read a text back.

        Raises:
            LostBodyError: It is not there, or it is not what was written.
        """
        octets = self._read(ref)
        if ref != f"{_PREFIX}{hashlib.sha256(octets).hexdigest()}":
            raise LostBodyError(ref, "was altered")
        return octets.decode("utf-8", "surrogatepass")

    def _read(self, ref: str) -> bytes:
        with in_our_words(self._resource):
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=ref)
            except ClientError as error:
                if code_of(error) in _LOST:
                    raise LostBodyError(ref, "is missing, or may not be read") from error
                raise
            octets: bytes = found["Body"].read()
            return octets
