"""The way to AWS: one session, short time-outs, and what goes wrong there in our words."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Protocol, TypeAlias

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from signoff.core.errors import TellableError, TransientError

Service: TypeAlias = Literal["dynamodb", "sqs", "s3", "secretsmanager"]

# The functions that Slack waits for have three seconds in all.
_CONFIG = Config(
    connect_timeout=1,
    read_timeout=3,
    retries={"mode": "standard", "total_max_attempts": 3},
    tcp_keepalive=True,
)
_CONFIG_OF: dict[str, Config] = {"s3": _CONFIG.merge(Config(read_timeout=10))}

_MISSING = {
    "ResourceNotFoundException",
    "AWS.SimpleQueueService.NonExistentQueue",
    "QueueDoesNotExist",
    "NoSuchBucket",
}
_FORBIDDEN = {"AccessDeniedException", "AccessDenied", "AWS.SimpleQueueService.AccessDenied"}
THROTTLED = {
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "SlowDown",
    "ThrottlingError",
    "ThrottlingException",
    "TooManyRequestsException",
}
_SERVER_FAULT = 500


@cache
def session() -> Any:
    """Give botocore's one session: who listens to its events hears of every client's calls."""
    return Session()


def client(service: Service) -> Any:
    """Make a client of the one session; make it at module scope, where Lambda's start is fast.

    botocore itself reads the region, the credentials and AWS_ENDPOINT_URL.
    """
    return session().create_client(service, config=_CONFIG_OF.get(service, _CONFIG))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something in AWS that Signoff needs.

    Attributes:
        kind: What it is.
        name: What it is called there.
        variable: The environment variable that names it.
    """

    kind: str
    name: str
    variable: str


class MissingResourceError(TransientError, TellableError):
    """Something that template.yaml creates is not there; the work waits until it is.

    Attributes:
        resource: What is missing.
    """

    def __init__(self, resource: Resource) -> None:
        """Say what is missing, and the mend."""
        super().__init__(
            f"The {resource.kind} {resource.name!r} does not exist: deploy template.yaml again,"
            f" or let {resource.variable} name the one that exists."
        )
        self.resource = resource


class NotPermittedError(TransientError, TellableError):
    """The function's role lacks a right; the work waits until it has it.

    Attributes:
        resource: What may not be used.
    """

    def __init__(self, resource: Resource, action: str) -> None:
        """Say which right is lacking."""
        super().__init__(
            f"This function may not do {action} on the {resource.kind} {resource.name!r}:"
            " give its role in template.yaml that right, and deploy."
        )
        self.resource = resource


class BusyResourceError(TransientError, TellableError):
    """Something in AWS was busy or broken, also after the SDK's retries."""


class AwsError(Protocol):
    """What botocore's `ClientError` tells.

    Attributes:
        response: The whole answer.
        operation_name: What was asked.
    """

    response: Any
    operation_name: str


def code_of(error: AwsError) -> str:
    """Give AWS's own name of an error."""
    code: str = error.response.get("Error", {}).get("Code", "")
    return code


@contextmanager
def in_our_words(resource: Resource) -> Generator[None, None, None]:
    """Raise what AWS raises as an error of ours, where there is one.

    Raises:
        MissingResourceError: The resource is not there.
        NotPermittedError: The role lacks the right.
        TransientError: AWS was busy, broken or out of reach, also after the SDK's retries.
    """
    try:
        yield
    except ClientError as error:
        ours = _translated(error, resource)
        if ours is None:
            raise
        raise ours from error
    except (BotoCoreError, ConnectionError) as error:
        raise TransientError(f"the {resource.kind} did not answer: {error}") from error


def _translated(error: AwsError, resource: Resource) -> TransientError | None:
    code = code_of(error)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _MISSING:
        return MissingResourceError(resource)
    if code in _FORBIDDEN:
        return NotPermittedError(resource, error.operation_name)
    if code in THROTTLED or status >= _SERVER_FAULT:
        return BusyResourceError(f"the {resource.kind} is busy: {code}")
    return None
