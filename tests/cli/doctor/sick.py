"""Stacks with something wrong in them, in moto."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cli.account import Account, Service
from cli.desk import Desk
from cli.doctor.finding import Finding
from cli.place import Place
from signoff.settings import OperatorSettings

ENVIRON = {
    "SIGNOFF_TABLE": "signoff",
    "SIGNOFF_BUCKET": "bodies",
    "SIGNING_SECRET_ARN": "signing",
    "BOT_TOKEN_ARN": "token",
    "MODEL_KEY_ARN": "key",
    # Nothing listens there.
    "SLACK_API_URL": "http://127.0.0.1:9/api/",
}
SHELL = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
}


class Functions:
    """A Lambda that knows some functions."""

    def __init__(self, known: Mapping[str, Mapping[str, Any]]) -> None:
        self._known = known

    def get_function_configuration(self, **request: Any) -> Mapping[str, Any]:
        return self._known[request["FunctionName"]]


class SickAccount(Account):
    """An account whose functions are as a test says; the rest is moto's."""

    lambdas: Functions | None = None

    def client(self, service: Service) -> Any:
        return self.lambdas if service == "lambda" else super().client(service)


def a_desk(
    *,
    functions: Mapping[str, Mapping[str, Any]] | None = None,
    queues: Mapping[str, Mapping[str, Any]] | None = None,
    urls: Mapping[str, str] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Desk:
    """Sit at a stack whose queues are made with these attributes."""
    account = SickAccount(region="us-east-1")
    object.__setattr__(account, "lambdas", Functions(functions or {}))
    sqs = account.client("sqs")
    made = {
        name: sqs.create_queue(QueueName=name, Attributes=_written(attributes))["QueueUrl"]
        for name, attributes in (queues or {}).items()
    }
    settings = OperatorSettings.read(
        {
            **ENVIRON,
            "SIGNOFF_QUEUE_URL": made.get("turns", "http://127.0.0.1:9/1/turns"),
            "SIGNOFF_DEAD_LETTERS_URL": made.get("dead", "http://127.0.0.1:9/1/dead"),
            **(environ or {}),
        }
    )
    return Desk(
        Place(
            name="sick",
            account=account,
            settings=settings,
            functions=tuple(functions or ()),
            urls=urls or {},
        )
    )


def findings(part: Callable[[Desk], Iterator[Finding]], desk: Desk) -> dict[str, tuple[str, str]]:
    """Make a check; what was found, by its name."""
    return {each.check: (each.state.name, each.said) for each in part(desk)}


def _written(attributes: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: json.dumps(value) if isinstance(value, dict) else str(value)
        for name, value in attributes.items()
    }
