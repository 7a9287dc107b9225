"""Secrets for the functions that Slack waits for: read once, and again when they are old."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from signoff.adapters.aws import Resource, answered, code_of, in_our_words
from signoff.core.errors import PermanentError, TellableError, TransientError

MAX_AGE_MS = 300_000
"""How long a secret is believed, so that a rotated one is known five minutes later."""

LONGEST_AGE_MS = 3_600_000
"""How long it is believed when it cannot be read again: better an old secret than a closed door."""

ROTATION_MS = 24 * 60 * 60 * 1000
"""How long the secret before the current one is accepted beside it."""

_ARN_PARTS = 7


class EmptySecretError(PermanentError, TellableError):
    """A secret is there, and nothing is in it."""

    def __init__(self, resource: Resource) -> None:
        """Name the secret and the mend."""
        super().__init__(
            f"The secret {resource.name!r} holds no text: put the bare value into it,"
            " without JSON around it."
        )


class TooOldSecretError(TransientError, TellableError):
    """A secret could not be read for so long that the one remembered is not believed any more."""

    def __init__(self, resource: Resource) -> None:
        """Name the secret."""
        super().__init__(f"The secret {resource.name!r} could not be read for an hour.")


class SecretsClient(Protocol):
    """What is needed of botocore's Secrets Manager client."""

    def get_secret_value(self, **request: Any) -> Any:
        """Read a secret."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Values:
    current: str
    previous: str | None
    read_at: int


class Secret:
    """A secret that rotates.

    The signing secret is read at the start and again by its age alone: at most once in
    `MAX_AGE_MS`, whatever arrives and whether or not it could be read. So no number of bad
    signatures makes it ask once more than the same number of good ones.
    """

    def __init__(
        self, client: SecretsClient, arn: str, *, variable: str, clock: Callable[[], int]
    ) -> None:
        """Take the client and the secret's ARN, and the variable that named it."""
        self._client = client
        self._arn = arn
        self._clock = clock
        self._resource = secret_resource(arn, variable=variable)
        self._values: _Values | None = None
        self._tried_at = 0

    def __call__(self, *, again: bool = False) -> str:
        """Give the secret; with `again`, as it is now and not as it was remembered.

        Raises:
            EmptySecretError: It holds no text.
        """
        return self._fresh(again=again).current

    def accepted(self) -> tuple[str, ...]:
        """Give every value that counts now: the secret, and during a rotation the one before."""
        values = self._fresh()
        return (values.current, values.previous) if values.previous else (values.current,)

    def _fresh(self, *, again: bool = False) -> _Values:
        known, now = self._values, self._clock()
        if known is None or again:
            return self._read_again(now)
        if now - self._tried_at >= MAX_AGE_MS:
            # Still good, if it can't be read now: better an old secret than a closed door.
            with suppress(TransientError, EmptySecretError):
                return self._read_again(now)
        if now - known.read_at >= LONGEST_AGE_MS:
            raise TooOldSecretError(self._resource)
        return known

    def _read_again(self, now: int) -> _Values:
        # Noted before it is tried: what fails is not tried again by every request.
        self._tried_at = now
        with in_our_words(self._resource):
            self._values = fresh = self._read()
        return fresh

    def _read(self) -> _Values:
        now = self._clock()
        found = self._client.get_secret_value(SecretId=self._arn)
        current = found.get("SecretString") or ""
        if not current.strip():
            raise EmptySecretError(self._resource)
        is_new = now - _moment(found["CreatedDate"]) < ROTATION_MS
        previous = self._previous() if is_new else None
        return _Values(current=current.strip(), previous=previous, read_at=now)

    def _previous(self) -> str | None:
        try:
            found = self._client.get_secret_value(SecretId=self._arn, VersionStage="AWSPREVIOUS")
        except answered() as error:
            if code_of(error) == "ResourceNotFoundException":
                return None
            raise
        return (found.get("SecretString") or "").strip() or None


def _moment(created: datetime | float) -> int:
    """Give a moment in milliseconds since 1970; AWS sends seconds, and the SDK a date."""
    return int((created if isinstance(created, float | int) else created.timestamp()) * 1000)


def secret_resource(arn: str, *, variable: str) -> Resource:
    """Name a secret as a person finds it in the console."""
    parts = arn.split(":", _ARN_PARTS - 1)
    name = parts[-1] if len(parts) == _ARN_PARTS else arn
    return Resource(kind="secret", name=name, variable=variable)
