"""One check for every way in: another app, another workspace, or none, is not ours."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from signoff.adapters.slack import origin
from signoff.adapters.slack.origin import Origin, origin_of_click, origin_of_event

HERE = Origin(app="A0LOCAL", team="T0LOCAL", enterprise="E0ORG")


@pytest.mark.parametrize(
    ("app_id", "team_id", "is_ours"),
    [
        ("", "", True),
        ("A0LOCAL", "", True),
        ("", "T0LOCAL", True),
        ("", "E0ORG", True),
        ("A0LOCAL", "T0LOCAL", True),
        ("A0OTHER", "", False),
        ("", "T0OTHER", False),
        ("A0LOCAL", "T0OTHER", False),
        ("A0OTHER", "T0LOCAL", False),
        ("A0OTHER", "E0ORG", False),
    ],
)
def test_what_is_set_must_match(app_id: str, team_id: str, is_ours: bool) -> None:
    assert HERE.is_ours(app_id=app_id, team_id=team_id) is is_ours


def test_what_names_no_workspace_is_never_ours() -> None:
    nowhere = Origin(app="A0LOCAL", team="", enterprise="E0ORG")

    assert not nowhere.is_ours(app_id="", team_id="")
    assert not nowhere.is_ours(app_id="A0LOCAL", team_id="E0ORG")


@pytest.mark.parametrize("lost", ["api_app_id", "token"])
def test_a_payload_without_an_app_is_not_for_ours(lost: str) -> None:
    payload: dict[str, Any] = {"api_app_id": "A0LOCAL", "team": {"id": "T0LOCAL"}, "token": "x"}
    del payload[lost]

    is_ours = origin_of_click(payload).is_ours(app_id="A0LOCAL", team_id="T0LOCAL")

    assert is_ours is (lost == "token")


def test_an_event_and_a_click_in_one_workspace_come_from_the_same_place() -> None:
    event: dict[str, Any] = {
        "api_app_id": "A0LOCAL",
        "team_id": "T0LOCAL",
        "authorizations": [{"enterprise_id": "E0ORG", "team_id": "T0LOCAL"}],
    }
    click: dict[str, Any] = {
        "api_app_id": "A0LOCAL",
        "team": {"id": "T0LOCAL", "domain": "local", "enterprise_id": "E0ORG"},
        "enterprise": {"id": "E0ORG", "name": "Org"},
        "user": {"id": "U0OUT", "team_id": "T0OTHER"},
    }

    assert origin_of_event(event) == origin_of_click(click) == HERE


def test_the_check_loads_no_vendors_library() -> None:
    report = "import sys, signoff.adapters.slack.origin as o; print(*sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", report],
        env={"PYTHONPATH": str(Path(origin.__file__).parents[3])},
        capture_output=True,
        check=True,
        text=True,
    )

    assert not {"slack_sdk", "boto3", "botocore", "urllib3", "asyncio"} & {*loaded.stdout.split()}
