"""What AWS did not do, in our words; whoever asked, the SDK is not loaded for them."""

import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

from signoff.core.errors import TellableError, TransientError

Service: TypeAlias = Literal["dynamodb", "kms", "sqs", "s3", "secretsmanager"]

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
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingError",
    "ThrottlingException",
    "TooManyRequestsException",
}
_SERVER_FAULT = 500


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


class AnsweredError(Exception):
    """AWS answered with an error; it tells what botocore's `ClientError` would.

    Attributes:
        response: The whole answer.
        operation_name: What was asked.
    """

    def __init__(self, operation: str, status: int, told: Mapping[str, Any]) -> None:
        """Read the error in an answer of one of AWS's JSON services."""
        code = str(told.get("__type", "")).rpartition("#")[2] or str(status)
        message = str(told.get("message") or told.get("Message") or "")
        super().__init__(f"({code}) when calling {operation}: {message}")
        self.operation_name = operation
        self.response: Any = {
            **told,
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {"HTTPStatusCode": status},
        }

    @property
    def may_pass(self) -> bool:
        """Whether the same request may work in a moment."""
        return code_of(self) in THROTTLED or _status_of(self) >= _SERVER_FAULT


def answered() -> Any:
    """Give the errors that AWS answers with, as they are raised here: for an `except` clause.

    botocore's are among them where it is loaded; where it is not, nothing can raise them.
    """
    sdk = sys.modules.get("botocore.exceptions")
    return (AnsweredError, sdk.ClientError) if sdk else (AnsweredError,)


def unanswered() -> Any:
    """Give the errors of whoever got no answer from AWS, likewise."""
    sdk = sys.modules.get("botocore.exceptions")
    return (ConnectionError, sdk.BotoCoreError) if sdk else (ConnectionError,)


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
        TransientError: AWS was busy, broken or out of reach, also after several tries.
    """
    try:
        yield
    except answered() as error:
        ours = _translated(error, resource)
        if ours is None:
            raise
        raise ours from error
    except unanswered() as error:
        raise TransientError(f"the {resource.kind} did not answer: {error}") from error


def _translated(error: AwsError, resource: Resource) -> TransientError | None:
    code = code_of(error)
    if code in _MISSING:
        return MissingResourceError(resource)
    if code in _FORBIDDEN:
        return NotPermittedError(resource, error.operation_name)
    if code in THROTTLED or _status_of(error) >= _SERVER_FAULT:
        return BusyResourceError(f"the {resource.kind} is busy: {code}")
    return None


def _status_of(error: AwsError) -> int:
    status: int = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status
