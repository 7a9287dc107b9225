"""The finder of ids finds what a person reads as an id, and nothing that Slack shows as a name."""

from collections.abc import Iterator
from typing import Any

import pytest

from playground.slack.local_slack import LocalSlack
from tests.at_home.ids import raw_ids


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


def said(slack: LocalSlack, text: str, *blocks: dict[str, Any]) -> list[str]:
    client: Any = slack.client()
    client.chat_postMessage(channel="C0OPS", text=text, blocks=[*blocks])
    return raw_ids(slack)


def section(text: str, kind: str = "mrkdwn") -> dict[str, Any]:
    return {"type": "section", "block_id": f"C0OPS.{kind}", "text": {"type": kind, "text": text}}


@pytest.mark.parametrize(
    "text",
    [
        "<@U0ANA> in <#C0OPS>, <!subteam^S0SRE>",
        "<https://local.slack.com/archives/C0OPS/p1|the card>",
        "WILL and USB 3.0 and C4",
        "order U123",
    ],
)
def test_marks_and_words_are_no_ids(slack: LocalSlack, text: str) -> None:
    assert said(slack, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "by U0ANA",
        "`<@U0ANA>`",
        "&lt;@U0ANA&gt;",
        "in C0OPS",
        "@S0SRE",
        "B0BOT",
        "https://local.slack.com/archives/C0OPS/p1",
        "<https://example.com|U0BOB>",
        "W0NOBODY",
    ],
)
def test_an_id_outside_of_a_mark_is_found(slack: LocalSlack, text: str) -> None:
    assert len(said(slack, text)) == 1


def test_a_mark_in_plain_text_is_an_id(slack: LocalSlack) -> None:
    button = {"type": "button", "action_id": "x", "text": {"type": "plain_text", "text": "U0EVE"}}

    found = said(
        slack,
        "x",
        section("<@U0ANA>"),
        section("<@U0BOB>", "plain_text"),
        {"type": "actions", "block_id": "a", "elements": [button]},
        {"type": "markdown", "text": "<@U0ANA> and `<@U0OUT>`"},
    )

    assert [each.rpartition(" ")[2] for each in found] == ["U0BOB", "U0EVE", "U0OUT"]


def test_what_people_write_themselves_does_not_count(slack: LocalSlack) -> None:
    slack.message("U0ANA", "C0OPS", "I am U0ANA")

    assert raw_ids(slack) == []


def test_whispers_and_views_are_looked_at(slack: LocalSlack) -> None:
    client: Any = slack.client()
    client.chat_postEphemeral(channel="C0OPS", user="U0ANA", text="for U0ANA")
    client.views_publish(user_id="U0BOB", view={"type": "home", "blocks": [section("U0BOB's")]})

    assert raw_ids(slack) == ["whisper to ana: U0ANA", "view of bob: U0BOB"]
