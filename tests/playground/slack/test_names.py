import httpx
import pytest

from playground.slack.local_slack import LocalSlack


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "host.docker.internal"])
def test_this_machine_is_reached_by_its_own_names(name: str) -> None:
    with LocalSlack() as slack:
        answer = httpx.post(f"{slack.api_url}api.test", headers={"host": f"{name}:1"})

    assert answer.status_code == 200


def test_another_name_that_leads_here_is_refused() -> None:
    with LocalSlack() as slack:
        answer = httpx.post(f"{slack.api_url}api.test", headers={"host": "attacker.example"})

    assert answer.status_code == 400
