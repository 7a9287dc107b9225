"""The plain way to AWS is known from all others."""

from pathlib import Path

import pytest

from signoff.access import PlainAccess

PLAIN = {
    "AWS_CONFIG_FILE": "/nowhere",
    "AWS_ACCESS_KEY_ID": "AKID",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_SESSION_TOKEN": "token",
    "AWS_DEFAULT_REGION": "eu-central-1",
}


def test_what_lambda_gives_is_plain() -> None:
    assert PlainAccess.read(PLAIN) == PlainAccess(
        key="AKID",
        secret="secret",  # noqa: S106 - nobody's
        token="token",  # noqa: S106 - nobody's
        region="eu-central-1",
        endpoint="",
    )


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:4566", "https://aws.example/"])
def test_one_endpoint_for_all_services_is_plain(endpoint: str) -> None:
    access = PlainAccess.read({**PLAIN, "AWS_ENDPOINT_URL": endpoint, "AWS_CA_BUNDLE": "/ca.pem"})

    assert access is not None
    assert access.endpoint == endpoint.rstrip("/")
    assert access.authorities == "/ca.pem"


@pytest.mark.parametrize("region", ["us-east-1", "ap-southeast-5", "mx-central-1", "il-central-1"])
def test_the_regions_of_aws_itself_are_plain(region: str) -> None:
    assert PlainAccess.read({**PLAIN, "AWS_DEFAULT_REGION": region}) is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_ACCESS_KEY_ID", ""),
        ("AWS_SECRET_ACCESS_KEY", ""),
        ("AWS_DEFAULT_REGION", ""),
        ("AWS_DEFAULT_REGION", "cn-north-1"),
        ("AWS_DEFAULT_REGION", "us-gov-west-1"),
        ("AWS_DEFAULT_REGION", "us-iso-east-1"),
        ("AWS_DEFAULT_REGION", "eusc-de-east-1"),
        ("AWS_DEFAULT_REGION", "us-east-1.evil.example/"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:4566/path"),
        ("AWS_ENDPOINT_URL", "http://user@127.0.0.1:4566"),
        ("AWS_ENDPOINT_URL", "127.0.0.1:4566"),
        ("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:4566"),
        ("AWS_PROFILE", "mine"),
        ("AWS_USE_FIPS_ENDPOINT", "true"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "true"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9001/2021-06-01/creds"),
        ("AWS_CREDENTIAL_EXPIRATION", "2026-11-26T00:00:00Z"),
        ("HTTPS_PROXY", "http://proxy:3128"),
        ("https_proxy", "http://proxy:3128"),
    ],
)
def test_anything_else_is_for_the_sdk(name: str, value: str) -> None:
    assert PlainAccess.read({**PLAIN, name: value}) is None


def test_a_file_of_settings_is_for_the_sdk(tmp_path: Path) -> None:
    file = tmp_path / "config"
    file.write_text("[default]\n", encoding="utf-8")

    assert PlainAccess.read({**PLAIN, "AWS_CONFIG_FILE": str(file)}) is None
