"""A request signed here is the one that the SDK would send, and its answer is told the same."""

import json
from collections.abc import Iterator, Mapping
from threading import Event
from time import monotonic
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSPreparedRequest, AWSRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials
from botocore.session import Session

from playground.loopback import CutConnectionError, LoopbackServer, Request, Response
from signoff.access import PlainAccess
from signoff.adapters.aws import (
    AnsweredError,
    BusyResourceError,
    MissingResourceError,
    NotPermittedError,
    Resource,
    Service,
    code_of,
    in_our_words,
)
from signoff.adapters.signed import Signed
from signoff.core.errors import TransientError

QUEUE = Resource(kind="queue", name="turns", variable="SIGNOFF_QUEUE_URL")
SECRET_KEY = "wJalr/XUtnFEMI+K7MDENG=bPxRfi"  # noqa: S105 - nobody's
CALLS: list[tuple[Service, str, dict[str, Any]]] = [
    ("secretsmanager", "get_secret_value", {"SecretId": "arn:aws:secretsmanager:x:1:secret:é"}),
    (
        "sqs",
        "send_message",
        {
            "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/1/turns",
            "MessageBody": '{"text": "Grüße 🎉 \\ud83d \x00"}',
            "MessageGroupId": "T1",
            "DelaySeconds": 3,
        },
    ),
    (
        "dynamodb",
        "update_item",
        {
            "TableName": "table",
            "Key": {"pk": {"S": "T#ü"}, "sk": {"S": "META"}},
            "UpdateExpression": "SET #n0 = :v0",
            "ExpressionAttributeNames": {"#n0": "due"},
            "ExpressionAttributeValues": {":v0": {"N": "12"}, ":v1": {"BOOL": True}},
        },
    ),
]


def an_access(**given: str) -> PlainAccess:
    plain = {"key": "AKID", "secret": SECRET_KEY, "token": "", "region": "eu-west-1"}
    return PlainAccess(**{"endpoint": "", **plain, **given})


def as_the_sdk_sends(
    access: PlainAccess, service: Service, verb: str, request: Mapping[str, Any]
) -> AWSPreparedRequest:
    """Have the SDK make and sign a request, and keep it in place of sending it."""
    session = Session()
    session.set_credentials(access.key, access.secret, access.token or None)
    client: Any = session.create_client(
        service, region_name=access.region, endpoint_url=access.endpoint or None
    )
    kept: list[AWSPreparedRequest] = []

    def keep(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        kept.append(request)
        return AWSResponse(request.url, 200, HTTPHeaders(), _Empty())

    client.meta.events.register("before-send", keep)
    getattr(client, verb)(**request)
    return kept[0]


class _Empty:
    def stream(self, **_: Any) -> Iterator[bytes]:
        yield b"{}"


def as_the_sdk_signs(
    access: PlainAccess, service: Service, url: str, headers: Mapping[str, str], body: bytes
) -> str:
    """Have the SDK's signer sign a request with these headers, at the time that they say."""
    request: Any = AWSRequest("POST", url, headers=dict(headers), data=body)
    request.context["timestamp"] = headers["x-amz-date"]
    signer: Any = SigV4Auth(
        Credentials(access.key, access.secret, access.token or None), service, access.region
    )
    signature = signer.signature(
        signer.string_to_sign(request, signer.canonical_request(request)), request
    )
    names = signer.signed_headers(signer.headers_to_sign(request))
    scope = signer.scope(request)
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders={names}, Signature={signature}"


ACCESSES = pytest.mark.parametrize(
    "access",
    [
        an_access(),
        an_access(token="FwoGZXIvYXdzEBY//+=="),  # noqa: S106 - nobody's
        an_access(region="ap-southeast-2"),
        an_access(endpoint="http://127.0.0.1:4566", region="us-east-1"),
        an_access(endpoint="https://aws.example", token="t"),  # noqa: S106 - nobody's
    ],
    ids=["plain", "session token", "region", "endpoint", "endpoint and token"],
)


@ACCESSES
@pytest.mark.parametrize(("service", "verb", "asked"), CALLS, ids=["secret", "queue", "table"])
def test_a_request_is_the_sdks_own(
    access: PlainAccess, service: Service, verb: str, asked: dict[str, Any]
) -> None:
    sdk = as_the_sdk_sends(access, service, verb, asked)
    theirs = {name.lower(): _text(value) for name, value in sdk.headers.items()}
    operation, body = theirs["x-amz-target"].rpartition(".")[2], json.dumps(asked).encode()

    ours = Signed(service, access, within_s=1).headers(operation, body, at=theirs["x-amz-date"])

    assert body == _text(sdk.body).encode()
    host, authorization = ours.pop("host"), ours.pop("authorization")
    assert sdk.url == f"{access.endpoint or f'https://{host}'}/"
    assert ours == {name: theirs[name] for name in ours}
    # Only SQS is sent one more header, which asks for the names that errors once had.
    if service != "sqs":
        assert authorization == theirs["authorization"]
    assert authorization == as_the_sdk_signs(access, service, sdk.url, {"host": host, **ours}, body)


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


class Aws:
    """Answers as it is told to, one answer after the other; the last one stays."""

    def __init__(self) -> None:
        self.calls: list[Request] = []
        self.answers: list[Response | None] = [Response(status=200, body=b"{}")]

    def __call__(self, request: Request) -> Response:
        self.calls.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            raise CutConnectionError
        return answer


@pytest.fixture
def aws() -> Aws:
    return Aws()


@pytest.fixture
def queue(aws: Aws) -> Iterator[Any]:
    with LoopbackServer(aws) as server:
        yield Signed("sqs", an_access(endpoint=server.url), within_s=1.5)


def an_error(status: int, kind: str, **told: Any) -> Response:
    body = {"__type": f"com.amazonaws.sqs#{kind}", "message": "words", **told}
    return Response(status=status, body=json.dumps(body).encode())


GOOD = Response(status=200, body=b'{"MessageId": "m1"}')


def test_an_answer_is_given_as_the_sdk_gives_it(aws: Aws, queue: Any) -> None:
    aws.answers = [GOOD]

    assert queue.send_message(QueueUrl="q", MessageBody="Grüße") == {"MessageId": "m1"}
    (call,) = aws.calls
    assert (call.method, call.path) == ("POST", "/")
    assert json.loads(call.body) == {"QueueUrl": "q", "MessageBody": "Grüße"}


@pytest.mark.parametrize(
    "passing",
    [
        None,
        an_error(500, "InternalFailure"),
        an_error(503, "ServiceUnavailable"),
        Response(status=503, body=b"<html>busy</html>"),
        an_error(400, "ThrottlingException"),
        an_error(400, "RequestThrottled"),
    ],
    ids=["lost", "failure", "unavailable", "no json", "throttled", "queue throttled"],
)
def test_what_may_work_in_a_moment_is_sent_again(
    aws: Aws, queue: Any, passing: Response | None
) -> None:
    aws.answers = [passing, passing, GOOD]

    assert queue.send_message(QueueUrl="q", MessageBody="x") == {"MessageId": "m1"}
    assert len(aws.calls) == 3


@pytest.mark.parametrize(
    ("answer", "error", "tries"),
    [
        (None, TransientError, 3),
        (an_error(500, "InternalFailure"), BusyResourceError, 3),
        (an_error(400, "ThrottlingException"), BusyResourceError, 3),
        (an_error(400, "QueueDoesNotExist"), MissingResourceError, 1),
        (an_error(400, "AccessDeniedException"), NotPermittedError, 1),
    ],
)
def test_what_does_not_work_is_told_in_our_words(
    aws: Aws, queue: Any, answer: Response | None, error: type[Exception], tries: int
) -> None:
    aws.answers = [answer]

    with pytest.raises(error), in_our_words(QUEUE):
        queue.send_message(QueueUrl="q", MessageBody="x")

    assert len(aws.calls) == tries


def test_an_error_of_another_kind_is_raised_as_it_came(aws: Aws, queue: Any) -> None:
    aws.answers = [an_error(400, "InvalidMessageContents", Item={"pk": {"S": "x"}})]

    with pytest.raises(AnsweredError, match=r"\(InvalidMessageContents\) .* words") as caught:
        queue.send_message(QueueUrl="q", MessageBody="x")

    assert code_of(caught.value) == "InvalidMessageContents"
    assert caught.value.operation_name == "SendMessage"
    assert caught.value.response["Item"] == {"pk": {"S": "x"}}


def test_a_silent_service_is_given_up_on_before_slack_gives_up() -> None:
    silence = Event()

    def answer(_: Request) -> Response:
        silence.wait()
        return GOOD

    with LoopbackServer(answer) as server:
        queue = Signed("sqs", an_access(endpoint=server.url), within_s=0.3)
        began = monotonic()
        with pytest.raises(TransientError), in_our_words(QUEUE):
            queue.send_message(QueueUrl="q", MessageBody="x")
        took = monotonic() - began
        silence.set()

    assert 0.25 < took < 1
