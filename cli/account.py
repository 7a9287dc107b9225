"""The way to AWS with an operator's own credentials."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

from botocore.config import Config
from botocore.session import Session

Service: TypeAlias = Literal[
    "cloudformation", "dynamodb", "kms", "lambda", "s3", "secretsmanager", "sqs", "sts"
]

_CONFIG = Config(
    connect_timeout=5,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 4},
)
_LOCAL_REGION = "us-east-1"


@dataclass(frozen=True, kw_only=True)
class Account:
    """Whose AWS, and where.

    Attributes:
        region: The region; None: as the profile or the environment says.
        profile: The profile of the AWS configuration; None: likewise.
        endpoint: Where AWS is on this machine; None: the real one.
    """

    region: str | None = None
    profile: str | None = None
    endpoint: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether it is an AWS on this machine."""
        return self.endpoint is not None

    def client(self, service: Service) -> Any:
        """Make a client.

        Raises:
            BotoCoreError: There is no such profile, or no region is set.
        """
        # The AWS of make dev takes any credentials, and has one region.
        local: dict[str, Any] = {
            "endpoint_url": self.endpoint,
            "region_name": _LOCAL_REGION,
            "aws_access_key_id": "local",
            "aws_secret_access_key": "local",
            # It answers at once, or is not there.
            "config": _CONFIG.merge(Config(retries={"total_max_attempts": 1})),
        }
        given = local if self.is_local else {"region_name": self.region, "config": _CONFIG}
        return self._session.create_client(service, **given)

    @cached_property
    def _session(self) -> Any:
        return Session(profile=self.profile)
