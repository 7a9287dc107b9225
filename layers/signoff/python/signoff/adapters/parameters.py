"""Secrets for the functions that nobody waits for, by way of Powertools and its cache."""

from typing import Any, Protocol

from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.exceptions import BotoCoreError, ClientError

from signoff.adapters.aws import in_our_words
from signoff.adapters.secrets import EmptySecretError, secret_resource
from signoff.core.errors import TransientError

MAX_AGE_S = 300
"""How long a secret is believed."""


class Provider(Protocol):
    """What is needed of Powertools' `SecretsProvider`."""

    def get(self, name: str, max_age: int, *, force_fetch: bool) -> Any:
        """Read a secret, or remember it."""
        ...


class CachedSecret:
    """A secret that Powertools reads, and reads again when it is old."""

    def __init__(self, provider: Provider, arn: str, *, variable: str) -> None:
        """Take the provider and the secret's ARN, and the variable that named it."""
        self._provider = provider
        self._arn = arn
        self._resource = secret_resource(arn, variable=variable)

    def __call__(self, *, again: bool = False) -> str:
        """Give the secret; with `again`, as it is now and not as it was remembered.

        Raises:
            EmptySecretError: It holds no text.
        """
        with in_our_words(self._resource):
            value = self._read(again=again)
        if not isinstance(value, str) or not value.strip():
            raise EmptySecretError(self._resource)
        return value.strip()

    def _read(self, *, again: bool) -> object:
        try:
            return self._provider.get(self._arn, max_age=MAX_AGE_S, force_fetch=again)
        except GetParameterError as error:
            # Powertools keeps only the words of what AWS raised.
            if isinstance(error.__context__, ClientError | BotoCoreError):
                raise error.__context__ from error
            raise TransientError(f"the secret {self._resource.name!r} did not come") from error
