"""A file of Slack's is read from what Slack says of it, and fetched from Slack's host alone."""

from typing import Any

import pytest

from signoff.adapters.slack.attachments import UNNAMED, at_origin, attached, file_origin
from signoff.core.attachments import Attached

SLACKS = "https://files.slack.com"
URL = f"{SLACKS}/files-pri/T1-F1/download/a.png"
FILE: Any = {
    "id": "F1",
    "name": "a.png",
    "mimetype": "image/png",
    "size": 12,
    "mode": "hosted",
    "url_private": f"{SLACKS}/files-pri/T1-F1/a.png",
    "url_private_download": URL,
}


def test_what_slack_says_of_a_file_is_kept() -> None:
    assert attached(FILE) == Attached(id="F1", name="a.png", mimetype="image/png", size=12, url=URL)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"name": "a\nb.png"}, "a b.png"),
        ({"name": "", "title": "A title"}, "A title"),
        ({"name": "", "title": ""}, UNNAMED),
        ({"name": "x" * 900}, "x" * 200),
    ],
)
def test_a_file_has_a_name_that_may_be_said(said: Any, name: str) -> None:
    found = attached({**FILE, **said})

    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("size", [True, -1, "12", None, 1.5])
def test_a_size_that_is_none_is_not_known(size: Any) -> None:
    found = attached({**FILE, "size": size})

    assert found is not None
    assert found.size == 0


def test_of_a_file_from_elsewhere_slack_has_to_be_asked() -> None:
    found = attached({**FILE, "file_access": "check_file_info"})

    assert found is not None
    assert found.url == ""


@pytest.mark.parametrize(
    "said",
    [
        {"is_external": True},
        {"mode": "external"},
        {"mode": "tombstone"},
        {"mode": "hidden_by_limit"},
        {"file_access": "access_denied"},
        {"file_access": "file_not_found"},
    ],
)
def test_what_slack_does_not_have_is_not_read(said: Any) -> None:
    found = attached({**FILE, **said})

    assert found is not None
    assert found.skipped


def test_what_says_nothing_is_no_file() -> None:
    assert attached({}) is None


@pytest.mark.parametrize(
    ("api_url", "origin"),
    [
        ("https://slack.com/api/", SLACKS),
        ("https://slack-gov.com/api/", "https://files.slack-gov.com"),
        ("http://127.0.0.1:4100/api/", "http://127.0.0.1:4100"),
        ("https://slack.com.evil.example/api/", "https://slack.com.evil.example"),
    ],
)
def test_files_have_one_origin(api_url: str, origin: str) -> None:
    assert file_origin(api_url) == origin


@pytest.mark.parametrize(
    "url",
    [URL, f"{SLACKS}:443/files-pri/T1-F1/download/a.png", URL.replace("https", "HTTPS")],
)
def test_slacks_own_address_is_asked(url: str) -> None:
    assert at_origin(url, SLACKS) == URL


def test_what_follows_the_host_is_kept() -> None:
    assert at_origin(f"{URL}?t=1&pub=2#x", SLACKS) == f"{URL}?t=1&pub=2"
    assert at_origin(SLACKS, SLACKS) == f"{SLACKS}/"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "files.slack.com/a",
        "//files.slack.com/a",
        "http://files.slack.com/a",
        "https://files.slack.com:444/a",
        "https://files.slack.com:0/a",
        "https://files.slack.com:x/a",
        "https://files.slack.com.evil.example/a",
        "https://evil.example/files.slack.com/a",
        "https://evilfiles.slack.com/a",
        "https://slack.com/a",
        "https://files.slack.com@evil.example/a",
        "https://files.slack.com:443@evil.example/a",
        "https://user@files.slack.com/a",
        "https://:@files.slack.com/a",
        "https://evil.example\\@files.slack.com/a",
        "https://files.slack.com\\@evil.example/a",
        "https://evil.example#@files.slack.com/a",
        "https://evil.example?@files.slack.com/a",
        "https://files.slack.com\t.evil.example/a",
        "https://files.slack.com\n/a",
        " https://files.slack.com/a",
        "https://files。slack。com/a",
        "https://[files.slack.com]/a",
        "https://[::1]/a",
        "file:///etc/passwd",
        "data:text/plain,x",
        "https://169.254.169.254/latest/meta-data",
    ],
)
def test_no_other_address_is(url: str) -> None:
    assert at_origin(url, SLACKS) == ""
