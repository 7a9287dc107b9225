from typing import Any

import pytest

from signoff.adapters.aws import Service
from signoff.adapters.sdk import client


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


SERVICES: list[Service] = ["dynamodb", "sqs", "s3", "secretsmanager"]


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("service", SERVICES)
def test_every_client_gives_up_before_slack_does(service: Service) -> None:
    config: Any = client(service).meta.config

    assert config.connect_timeout == 1
    assert config.read_timeout <= 10
    assert config.retries["total_max_attempts"] == 3
    assert config.retries["mode"] == "standard"


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("service", SERVICES)
def test_every_client_goes_where_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, service: Service
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")

    assert client(service).meta.endpoint_url == "http://127.0.0.1:4566"
