"""A local AWS that enforces roles, with the stack deployed to it by SAM itself."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import httpx

from tests.stack.builds import HOST, built_for, run
from tests.stack.templates import ROOT

STACK = "signoff"
REGION = "us-east-1"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": REGION,
}
STARTS_WITHIN = 30.0


@contextmanager
def local_aws(folder: Path, log: Path) -> Iterator[str]:
    """Run ministack for as long as the `with` lasts; gives its address.

    Args:
        folder: Where it keeps its files.
        log: Where to write what it and the functions say.
    """
    port = _free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "S3_DATA_DIR": str(folder / "s3"),
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
    }
    log.parent.mkdir(exist_ok=True)
    with log.open("w") as said:
        process = subprocess.Popen(
            [ROOT / ".venv-ministack/bin/ministack"],
            cwd=folder,
            env=environment,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _await_answer(address, process)
            yield address
        finally:
            # The group, because every function is a process of its own.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _await_answer(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        assert process.poll() is None, "ministack ended at once"
        try:
            urllib.request.urlopen(f"{address}/_ministack/health", timeout=1)  # noqa: S310 - http
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("ministack did not answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """The deployed stack, for its operator."""

    address: str
    outputs: Mapping[str, str]
    physical: Mapping[str, str]

    def client(self, service: Any) -> Any:
        """A client with every right."""
        return _client(self.address, service)

    def deliver(self, kind: str, headers: Mapping[str, str], body: str) -> tuple[int, str]:
        """Post what Slack sends to the deployed address."""
        url = urlsplit(self.outputs["EventsUrl" if kind == "event" else "InteractionsUrl"])
        # The address names no host of this machine, so it goes along as the Host header.
        answer = httpx.post(
            self.address + url.path,
            content=body.encode(),
            headers={**headers, "Host": url.netloc},
            timeout=60,
            trust_env=False,
        )
        return answer.status_code, answer.text

    def tick(self) -> None:
        """Let the clock look at what is due, now."""
        event = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
        self.client("lambda").invoke(
            FunctionName=self.physical["Clock"], Payload=json.dumps(event).encode()
        )

    def let_expire(self, thread_ts: str) -> None:
        """Put the expiry of everything that a thread waits for into the past."""
        table, name = self.client("dynamodb"), self.outputs["TableName"]
        for item in table.scan(TableName=name)["Items"]:
            if thread_ts in item["pk"]["S"] and "#REQ#" in item["sk"]["S"]:
                table.update_item(
                    TableName=name,
                    Key={"pk": item["pk"], "sk": item["sk"]},
                    UpdateExpression="SET #exp = :past, #due = :past",
                    ExpressionAttributeNames={"#exp": "exp", "#due": "due"},
                    ExpressionAttributeValues={":past": {"N": "1"}},
                )

    def lose_audit_head(self, thread_ts: str) -> None:
        """Take the row away that says where a thread's audit ends."""
        table, name = self.client("dynamodb"), self.outputs["TableName"]
        for item in table.scan(TableName=name)["Items"]:
            if thread_ts in item["pk"]["S"] and item["sk"]["S"] == "AUDHEAD":
                table.delete_item(TableName=name, Key={"pk": item["pk"], "sk": item["sk"]})

    def restart(self, function: str) -> None:
        """Begin with a fresh process: what was read at the start is read again."""
        functions, name = self.client("lambda"), self.physical[function]
        variables = functions.get_function_configuration(FunctionName=name)["Environment"]
        variables["Variables"]["RESTARTED"] = str(time.monotonic_ns())
        functions.update_function_configuration(FunctionName=name, Environment=variables)
        functions.get_waiter("function_updated_v2").wait(
            FunctionName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
        )
        # A start that fails costs a message its turn until the queue's time-out: start before.
        functions.invoke(FunctionName=name, Payload=b"{}")

    def queue(self, text: str) -> None:
        """Put a message into the queue of turns, whatever it says."""
        self.client("sqs").send_message(QueueUrl=self.outputs["TurnQueueUrl"], MessageBody=text)

    @contextmanager
    def without(self, function: str, sid: str, action: str) -> Iterator[None]:
        """Take one action out of a statement of a function's role while the `with` lasts."""
        iam = self.client("iam")
        role = self.physical[f"{function}Role"]
        policy = iam.get_role_policy(RoleName=role, PolicyName="work")["PolicyDocument"]
        # A secret is read once and kept; everything else is asked for each time.
        is_kept = action == "secretsmanager:GetSecretValue"
        self._put(role, _less(policy, sid, action))
        if is_kept:
            self.restart(function)
        try:
            yield
        finally:
            self._put(role, policy)
            if is_kept:
                self.restart(function)
            for queue in ("TurnQueueUrl", "TurnDeadLettersUrl"):
                self.client("sqs").purge_queue(QueueUrl=self.outputs[queue])

    def _put(self, role: str, policy: Mapping[str, Any]) -> None:
        self.client("iam").put_role_policy(
            RoleName=role, PolicyName="work", PolicyDocument=json.dumps(policy)
        )


def _less(policy: Mapping[str, Any], sid: str, action: str) -> dict[str, Any]:
    statements = [
        {**each, "Action": [one for one in each["Action"] if (each["Sid"], one) != (sid, action)]}
        for each in policy["Statement"]
    ]
    assert statements != policy["Statement"], f"{sid} does not grant {action}"
    return {**policy, "Statement": [each for each in statements if each["Action"]]}


def deployed(address: str, folder: Path, parameters: Mapping[str, str]) -> Cloud:
    """Build, deploy as README says, and do by hand what the local AWS leaves out."""
    version = run(
        [ROOT / ".venv-ministack/bin/python", "-c", "import sys; print(*sys.version_info[:2])"],
        environment=os.environ,
    )
    # It runs functions with its own interpreter, whatever Runtime says.
    runtime = "python" + ".".join(version.split())
    output = built_for(HOST, runtime)
    given = {"Architecture": HOST, "Runtime": runtime, **parameters}
    run(
        [
            *(ROOT / ".venv-sam/bin/sam", "deploy"),
            *("--template-file", output.folder / "template.yaml"),
            *("--config-file", ROOT / "samconfig.toml"),
            *("--stack-name", STACK, "--region", REGION),
            *("--no-confirm-changeset", "--no-progressbar"),
            "--parameter-overrides",
            *(f"{name}={value}" for name, value in given.items()),
        ],
        environment={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "SAM_CLI_TELEMETRY": "0",
            "AWS_ENDPOINT_URL": address,
            **CREDENTIALS,
        },
    )
    cloud = _read(address)
    _complete(cloud)
    return cloud


def _read(address: str) -> Cloud:
    stacks = _client(address, "cloudformation")
    (stack,) = stacks.describe_stacks(StackName=STACK)["Stacks"]
    found = stacks.describe_stack_resources(StackName=STACK)["StackResources"]
    return Cloud(
        address=address,
        outputs={each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]},
        physical={each["LogicalResourceId"]: each["PhysicalResourceId"] for each in found},
    )


def _complete(cloud: Cloud) -> None:
    # A local AWS speaks plain HTTP, which the bucket rightly refuses.
    cloud.client("s3").delete_bucket_policy(Bucket=cloud.outputs["BucketName"])


def _client(address: str, service: Any) -> Any:
    return boto3.client(
        service,
        endpoint_url=address,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )
