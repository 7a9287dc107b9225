"""Workspaces install the app themselves: each has a token of its own, and nothing mixes."""

from collections.abc import Iterator

import pytest

from tests.scenarios.installs import ONE, OPS, Installs, installs


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """All that the functions print."""
    return []


@pytest.fixture(scope="module")
def stand(lines: list[str]) -> Iterator[Installs]:
    """One stack for all of them."""
    with installs(lines) as stand:
        yield stand


def test_an_install_leads_to_slack_and_back_and_the_app_answers_there(stand: Installs) -> None:
    stand.model.say("Hello from here.")

    page = stand.browser().install(ONE)
    ts = stand.one.mention("U0ANA", OPS, "Hello?")
    stand.settle()

    assert page.status_code == 200, page.text
    assert "Installed in Local" in page.text
    assert [each.text for each in stand.one.messages(OPS, ts)][1:] == ["Hello from here."]
