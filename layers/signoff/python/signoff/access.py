"""The way to AWS as the environment tells it, where there is nothing unusual about it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

# pathlib would take a function that only queues as long to load as half of its own modules.
from os.path import expanduser, isfile
from typing import Self

_UNUSUAL = (
    # With SnapStart a function has these credentials: a snapshot outlives those in variables.
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_DEFAULT_PROFILE",
    "AWS_ENDPOINT_URL_DYNAMODB",
    "AWS_ENDPOINT_URL_SECRETS_MANAGER",
    "AWS_ENDPOINT_URL_SQS",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_PROFILE",
    "AWS_SECURITY_TOKEN",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
    *("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"),
)
"""What changes how AWS is reached; whatever it says, the SDK knows what to make of it."""

# The regions of AWS's other partitions have addresses of their own.
_REGION = re.compile(r"(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-[0-9]", re.ASCII)
_ENDPOINT = re.compile(r"(https?://[^/?#@\s]+)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainAccess:
    """The way to AWS that Lambda gives a function, with nothing unusual about it.

    Attributes:
        key: The access key's id.
        secret: The secret access key.
        token: The session's token; empty: there is none.
        region: The region.
        endpoint: Where all services are; empty: at their own addresses.
        authorities: The file of those who may vouch for them; empty: the machine's own.
    """

    key: str
    secret: str
    token: str
    region: str
    endpoint: str
    authorities: str = ""

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self | None:
        """Read it from the environment; None: something there is for the SDK to make sense of."""
        config = environ.get("AWS_CONFIG_FILE") or "~/.aws/config"
        if any(map(environ.get, _UNUSUAL)) or isfile(expanduser(config)):
            return None
        given = cls(
            key=environ.get("AWS_ACCESS_KEY_ID", ""),
            secret=environ.get("AWS_SECRET_ACCESS_KEY", ""),
            token=environ.get("AWS_SESSION_TOKEN", ""),
            region=environ.get("AWS_DEFAULT_REGION", ""),
            endpoint=environ.get("AWS_ENDPOINT_URL", "").removesuffix("/"),
            authorities=environ.get("AWS_CA_BUNDLE", ""),
        )
        is_whole = bool(given.key and given.secret and _REGION.fullmatch(given.region))
        return given if is_whole and _ENDPOINT.fullmatch(given.endpoint) else None
