"""Secrets for the functions that Slack waits for: read once, and again when they are old."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from botocore.exceptions import ClientError

from signoff.adapters.aws import Resource, code_of, in_our_words
from signoff.core.errors import PermanentError, TransientError

MAX_AGE_MS = 300_000
"""How long a secret is believed, so that a rotated one is known five minutes later."""

LONGEST_AGE_MS = 3_600_000
"""How long it is believed when it cannot be read again: better an old secret than a closed door."""

ROTATION_MS = 24 * 60 * 60 * 1000
"""How long the secret before the current one is accepted beside it."""

_ARN_PARTS = 7


class EmptySecretError(PermanentError):
    """A secret is there, and nothing is in it."""

    def __init__(self, resource: Resource) -> None:
        """Name the secret and the mend."""
        super().__init__(
            f"The secret {resource.name!r} holds no text: put the bare value into it,"
            " without JSON around it."
        )


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

    It is read again by its age alone. A signature that does not fit never makes it ask, so that
    a stranger cannot make it ask.
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

    def __call__(self) -> str:
        """Give the secret.

        Raises:
            EmptySecretError: It holds no text.
        """
        return self._fresh().current

    def accepted(self) -> tuple[str, ...]:
        """Give every value that counts now: the secret, and during a rotation the one before."""
        values = self._fresh()
        return (values.current, values.previous) if values.previous else (values.current,)

    def _fresh(self) -> _Values:
        known = self._values
        if known is not None and self._age_ms(known) < MAX_AGE_MS:
            return known
        try:
            with in_our_words(self._resource):
                self._values = fresh = self._read()
        except TransientError:
            if known is None or self._age_ms(known) >= LONGEST_AGE_MS:
                raise
            return known
        return fresh

    def _age_ms(self, values: _Values) -> int:
        return self._clock() - values.read_at

    def _read(self) -> _Values:
        now = self._clock()
        found = self._client.get_secret_value(SecretId=self._arn)
        current = found.get("SecretString") or ""
        if not current.strip():
            raise EmptySecretError(self._resource)
        is_new = now - int(found["CreatedDate"].timestamp() * 1000) < ROTATION_MS
        previous = self._previous() if is_new else None
        return _Values(current=current.strip(), previous=previous, read_at=now)

    def _previous(self) -> str | None:
        try:
            found = self._client.get_secret_value(SecretId=self._arn, VersionStage="AWSPREVIOUS")
        except ClientError as error:
            if code_of(error) == "ResourceNotFoundException":
                return None
            raise
        return (found.get("SecretString") or "").strip() or None


def secret_resource(arn: str, *, variable: str) -> Resource:
    """Name a secret as a person finds it in the console."""
    parts = arn.split(":", _ARN_PARTS - 1)
    name = parts[-1] if len(parts) == _ARN_PARTS else arn
    return Resource(kind="secret", name=name, variable=variable)
