"""The double itself: the app may call back while it is asked, and people act at once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from playground.slack.clock import ManualClock
from playground.slack.deliveries.transport import Answered
from playground.slack.local_slack import LocalSlack

BLOCKS: list[dict[str, Any]] = [
    {
        "type": "actions",
        "block_id": "a",
        "elements": [
            {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
        ],
    }
]


class Agent:
    """An app that posts a card at a mention and settles it within the click."""

    def __init__(self) -> None:
        self.slack: LocalSlack | None = None
        self.both = threading.Barrier(2, timeout=10)

    def __call__(self, kind: str, _headers: dict[str, str], body: str, /) -> tuple[int, str]:
        assert self.slack is not None
        client = self.slack.client()
        if kind == "event":
            event = json.loads(body)["event"]
            if event["type"] == "app_mention":
                where = {"channel": event["channel"], "thread_ts": event["ts"]}
                client.chat_postMessage(**where, text="Card", blocks=BLOCKS)
            return 200, ""
        click = json.loads(parse_qs(body)["payload"][0])
        self.both.wait()
        place = {"channel": click["channel"]["id"], "ts": click["message"]["ts"]}
        client.chat_update(**place, text=f"Settled by {click['user']['id']}", blocks=[])
        return 200, ""


def test_two_people_click_at_once_and_the_app_calls_back_meanwhile() -> None:
    agent = Agent()
    with LocalSlack(deliver=agent) as slack, ThreadPoolExecutor() as people:
        agent.slack = slack
        thread = slack.mention("U0ANA", "C0OPS", "refund")
        card = slack.messages("C0OPS", thread)[1]

        clicks = [
            people.submit(slack.click, user, "C0OPS", card.ts, "go") for user in ("U0BOB", "U0EVE")
        ]
        outcomes = [click.result() for click in clicks]

        settled = slack.messages("C0OPS", thread)[1]
        slack.settle()

    assert outcomes == [Answered(status=200)] * 2
    assert settled.text.startswith("Settled by U0")


def test_the_address_is_known_before_it_is_served() -> None:
    slack = LocalSlack()

    address = slack.api_url
    with slack:
        answer = httpx.post(f"{address}api.test")

    assert answer.json() == {"ok": True}


def test_outside_of_the_with_nothing_is_asked() -> None:
    slack = LocalSlack()

    with pytest.raises(RuntimeError, match="context manager"):
        slack.messages("C0OPS")
    with slack:
        pass


def test_only_a_manual_clock_is_moved() -> None:
    with LocalSlack() as slack, pytest.raises(TypeError, match="ManualClock"):
        slack.advance(1)


def test_the_clock_of_the_test_dates_the_messages(slack: LocalSlack, clock: ManualClock) -> None:
    first = slack.message("U0ANA", "C0OPS", "x")
    slack.advance(86_400)
    second = slack.message("U0ANA", "C0OPS", "y")

    assert float(second) - float(first) == pytest.approx(86_400)
    assert float(second) == pytest.approx(clock.now())


def test_people_come_and_go(slack: LocalSlack) -> None:
    slack.change_person("U0EVE", deleted=True)

    assert slack.client().users_info(user="U0EVE")["user"]["deleted"]
