"""Who is waited for signs for itself where the way to AWS is plain; the SDK knows the others."""

from collections.abc import Callable
from typing import Any

import pytest

from signoff.adapters.aws import Service
from signoff.adapters.quick import Seldom, client, patient
from signoff.adapters.signed import Signed

SERVICES: list[Service] = ["sqs", "secretsmanager", "dynamodb"]
WAYS = pytest.mark.parametrize("make", [client, patient])


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


@WAYS
@pytest.mark.parametrize("service", SERVICES)
def test_where_the_way_is_plain_a_client_signs_for_itself(
    make: Callable[[Service], Any], service: Service
) -> None:
    assert isinstance(make(service), Signed)


@WAYS
@pytest.mark.parametrize("service", SERVICES)
def test_elsewhere_it_is_the_sdks(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[Service], Any], service: Service
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "cn-north-1")

    assert make(service).meta.endpoint_url.endswith(".cn-north-1.amazonaws.com.cn")


@WAYS
def test_the_bucket_is_reached_when_a_body_lies_there(make: Callable[[Service], Any]) -> None:
    seldom: Any = make("s3")

    assert isinstance(seldom, Seldom)
    assert seldom.can_paginate("list_objects_v2")
