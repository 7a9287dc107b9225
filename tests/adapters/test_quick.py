"""A door signs for itself where the way to AWS is plain, and asks the SDK where it is not."""

from typing import Any

import pytest

from signoff.adapters.aws import Service
from signoff.adapters.quick import Seldom, client
from signoff.adapters.signed import Signed

SERVICES: list[Service] = ["sqs", "secretsmanager", "dynamodb"]


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


@pytest.mark.parametrize("service", SERVICES)
def test_where_the_way_is_plain_a_client_signs_for_itself(service: Service) -> None:
    assert isinstance(client(service), Signed)


@pytest.mark.parametrize("service", SERVICES)
def test_elsewhere_it_is_the_sdks(monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "cn-north-1")

    assert client(service).meta.endpoint_url.endswith(".cn-north-1.amazonaws.com.cn")


def test_the_bucket_is_reached_when_a_body_lies_there() -> None:
    seldom: Any = client("s3")

    assert isinstance(seldom, Seldom)
    assert seldom.can_paginate("list_objects_v2")
