"""Clients for the functions that somebody waits for: they sign for themselves where they can."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from signoff.access import PlainAccess
from signoff.adapters.aws import Service
from signoff.adapters.signed import Signed

SDK = "signoff.adapters.sdk"
"""What is loaded only where it is needed: the SDK takes longer to load than all of a function."""

# Together less than the three seconds that Slack waits: a secret may be read again for a request.
_WITHIN_S: dict[Service, float] = {"secretsmanager": 1.2, "sqs": 1.5, "dynamodb": 1.5}

# Less than the 20 seconds that a worker keeps to finish what it began. Two secrets are read at its
# start, which may take ten.
_PATIENTLY_S: dict[Service, float] = {"secretsmanager": 4, "sqs": 9, "dynamodb": 9}

_LOCALLY = 4
"""So many times as long is waited for an AWS on the same, busy machine."""


def client(service: Service) -> Any:
    """Make a client for who has three seconds: the SDK's own, where the way to AWS is not plain."""
    return _client(service, _WITHIN_S)


def patient(service: Service) -> Any:
    """Make a client for who has minutes, likewise."""
    return _client(service, _PATIENTLY_S)


def _client(service: Service, within_s: Mapping[Service, float]) -> Any:
    if service in {"kms", "s3"}:
        # Only bodies too large for a row lie there; and one workspace has no tokens to open.
        return Seldom(service)
    access = PlainAccess.read()
    if access is None:
        return import_module(SDK).client(service)
    patience = _LOCALLY if access.endpoint else 1
    return Signed(service, access, within_s=within_s[service] * patience)


class Seldom:
    """A client of the SDK that is made when it is first used."""

    def __init__(self, service: Service) -> None:
        """Take the service's name; nothing is loaded yet."""
        self._service: Service = service
        self._client: Any = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Give a method of the client."""
        if self._client is None:
            self._client = import_module(SDK).client(self._service)
        method: Callable[..., Any] = getattr(self._client, name)
        return method
