"""AWS on this machine: moto in a process of its own, ended with the one that started it."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Self

import boto3
from botocore.config import Config
from types_boto3_dynamodb import DynamoDBClient
from types_boto3_s3 import S3Client
from types_boto3_secretsmanager import SecretsManagerClient
from types_boto3_sqs import SQSClient

from playground.loopback import HOST, listening_socket
from playground.runner.cloudformation import REGION

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_SESSION_TOKEN": "local",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """The AWS clients of whoever runs the system; KMS has no stubs here."""

    dynamodb: DynamoDBClient
    sqs: SQSClient
    s3: S3Client
    secrets: SecretsManagerClient
    kms: Any


def clients(url: str) -> Clients:
    """Connect to the AWS at a URL."""
    session = boto3.Session(
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106
        region_name=REGION,
    )
    # Seen as Any: the stubs know every service there is, and type checkers get lost in them.
    connect: Any = getattr(session, "client")  # noqa: B009
    given: dict[str, Any] = {
        "endpoint_url": url,
        "config": Config(
            retries={"total_max_attempts": 1},
            max_pool_connections=50,
            account_id_endpoint_mode="disabled",
        ),
    }
    return Clients(
        dynamodb=connect("dynamodb", **given),
        sqs=connect("sqs", **given),
        s3=connect("s3", **given),
        secrets=connect("secretsmanager", **given),
        kms=connect("kms", **given),
    )


class LocalAws:
    """SQS, DynamoDB, S3 and Secrets Manager on one port, from `start` (or `with`) until `stop`."""

    def __init__(self, *, port: int = 0) -> None:
        """Take the port at once (0 = any free one).

        Raises:
            PortTakenError: Another program listens there.
        """
        self._socket = listening_socket(port)
        self.port: int = self._socket.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What to give as AWS_ENDPOINT_URL."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> Self:
        """Start it; requests that come before it is up wait in the socket."""
        number = self._socket.fileno()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "playground.runner.moto_server", str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(number,),
            env={**os.environ, **CREDENTIALS, "AWS_DEFAULT_REGION": REGION},
            start_new_session=True,
        )
        self._socket.close()
        return self

    def stop(self) -> None:
        """End it at once: nothing of it is kept."""
        self._socket.close()
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def is_listening(port: int) -> bool:
    """Say whether something listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
