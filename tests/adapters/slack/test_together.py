"""The buttons below several rows: when they stand there, what they carry, what they ask."""

import json
from dataclasses import replace
from typing import Any

import pytest

from playground.slack.blockkit.check import check_blocks
from signoff.adapters.slack import cards, together
from signoff.adapters.slack.inbound_clicks import Malformed, read
from signoff.core.address import LONGEST, Address
from signoff.core.click import AlreadyVoted, NotAllowed, PastExpiry
from signoff.core.decision import Approved
from signoff.core.gate import Confirmation, Risk
from signoff.core.keys import Position
from signoff.core.person import Bar
from signoff.core.requirement import Requirement
from signoff.core.together import DecideTogether, Tally
from tests.adapters.slack import asked


def rows(count: int = 3) -> list[Requirement]:
    """Ask for several confirmations on one card."""
    return [
        asked.confirmation(
            at=Position(run=1, step=2, index=index),
            digest=f"{index}" * 64,
            title=f"Send mail {index}",
        )
        for index in range(count)
    ]


def below(*of: Requirement) -> dict[str, Any]:
    """Find the buttons for all rows, by verb."""
    blocks = cards.draw(asked.card(*of)).blocks
    assert check_blocks(blocks, surface="message") == []
    return {
        element["action_id"]: element
        for block in blocks
        if block["type"] == "actions" and block["block_id"].startswith("z.")
        for element in block["elements"]
    }


def test_several_open_rows_can_be_decided_at_one_click() -> None:
    found = below(*rows(5))

    assert [each["text"]["text"] for each in found.values()] == ["Approve all 5…", "Reject all 5…"]
    assert found["yesall"]["accessibility_label"].startswith("Approve all 5: 1  Send mail 0, 2  ")
    assert all(len(each["value"]) <= LONGEST for each in found.values())


def test_they_ask_once_more_and_name_what_they_decide() -> None:
    sure = below(*rows(2))["yesall"]["confirm"]

    assert sure["title"]["text"] == "Approve all 2?"
    assert sure["text"]["text"] == "Each runs as shown. 1  Send mail 0, 2  Send mail 1"
    assert sure["confirm"]["text"] == "Approve all 2"


def changed(index: int, **values: Any) -> list[Requirement]:
    """Have one row be different."""
    all_rows = rows()
    return [replace(row, **values) if n == index else row for n, row in enumerate(all_rows)]


@pytest.mark.parametrize(
    "of",
    [
        rows(1),
        changed(1, risk=Risk.HIGH),
        changed(0, ask=Confirmation(quorum=2)),
        changed(2, arguments=json.dumps({"body": "x" * 2_000})),
        [asked.decided(rows()[0], Approved()), *rows()[1:]],
        [asked.decided(row, Approved()) for row in rows()],
    ],
)
def test_they_do_not_stand_where_one_row_must_be_looked_at_by_itself(of: list[Requirement]) -> None:
    assert below(*of) == {}


@pytest.mark.parametrize("change", [{"rev": 2}, {"digest": "f" * 64}])
def test_their_value_changes_with_any_row(change: dict[str, Any]) -> None:
    one = Address.parse(below(*rows())["yesall"]["value"])[1]
    other = Address.parse(below(*changed(1, **change))["yesall"]["value"])[1]

    assert (one.at, one.rev) == (other.at, other.rev)
    assert one.shown != other.shown


def clicked(verb: str, action_id: str) -> dict[str, Any]:
    """Press one of them, as Slack reports it."""
    value = below(*rows())[verb]["value"]
    return {
        "type": "block_actions",
        "team": {"id": "T0LOCAL"},
        "user": {"id": "U0BOB", "team_id": "T0LOCAL"},
        "container": {"type": "message", "channel_id": "C0OPS", "message_ts": "1.000001"},
        "actions": [{"type": "button", "action_id": action_id, "value": value}],
    }


@pytest.mark.parametrize(("verb", "is_yes"), [("yesall", True), ("noall", False)])
def test_a_click_on_one_is_read_as_a_decision_on_all(verb: str, *, is_yes: bool) -> None:
    found = read(clicked(verb, verb))

    assert isinstance(found, DecideTogether)
    assert (found.is_yes, found.click.user, found.click.team) == (is_yes, "U0BOB", "T0LOCAL")


def test_a_value_behind_another_button_is_read_as_nothing() -> None:
    assert isinstance(read(clicked("yesall", "approve")), Malformed)


def test_what_became_of_a_click_that_did_not_decide_all_is_said_row_by_row() -> None:
    tally = Tally(
        is_yes=True,
        done=2,
        refused=(
            (2, NotAllowed(why=Bar.OUTSIDER)),
            (4, PastExpiry(exp=asked.EXPIRES)),
            (5, NotAllowed(why=Bar.OUTSIDER)),
        ),
    )

    head, first, second = together.told(tally).split("\n")

    assert head == "2 approved. 3 not:"
    assert first == "2, 5: Guests and people from other organisations can't decide here."
    assert second.startswith("4: This expired at ")


def test_one_reason_for_all_is_said_once() -> None:
    why = AlreadyVoted(votes=1, quorum=2)

    said = together.told(Tally(is_yes=False, done=0, refused=((1, why), (2, why))))

    assert said == "Your approval is already counted: 1 of 2."
