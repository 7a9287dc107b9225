"""A file with arguments that no modal holds: what stands in it, and the review beside it."""

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from playground.slack.blockkit.check import check_view
from signoff.adapters.slack import modals, review
from signoff.adapters.slack.decisions import reading
from signoff.adapters.slack.papers import Papers
from signoff.core.click import Invalid
from signoff.core.decision import Approved
from signoff.core.requirement import Requirement
from signoff.core.terms import Terms
from signoff.ports import UnreachableError
from tests.adapters.slack import asked
from tests.adapters.slack.reading_back import read_back

LONG = {"to": "bob", "body": "Line with \u202e and \u200b.\n" * 9_000 + "x" * 9_000}
TICKED: dict[str, Any] = {"ack": {"v": {"selected_options": [{"value": "0"}]}}}


def filed(row: Requirement) -> Requirement:
    """Have its file stand beside the card."""
    return replace(row, filed=review.paper_of(row).sha256)


@pytest.mark.parametrize(
    ("row", "needs"),
    [
        (asked.confirmation(), False),
        (asked.confirmation({"body": "x" * 80_000}), False),
        (asked.confirmation({"body": "x" * 90_000}), True),
        (asked.confirmation({"body": "\U000e0041" * 10_000}), True),
        (asked.external(arguments={"command": "x" * 90_000}), True),
        (asked.feedback(asked.question("?" * 90_000, "a", "b")), False),
    ],
)
def test_only_what_no_modal_holds_needs_a_file(row: Requirement, *, needs: bool) -> None:
    assert review.needs_file(row) is needs


def test_the_file_reads_back_to_the_very_arguments_and_is_named_by_their_digest() -> None:
    row = asked.confirmation(LONG)

    paper = review.paper_of(row)

    assert read_back(paper.text) == LONG
    assert paper.name == f"arguments-1.2.0-{row.digest[:16]}.txt"
    assert paper.sha256 == sha256(paper.text.encode()).hexdigest()


def test_what_is_hidden_is_hidden_in_the_file() -> None:
    row = asked.confirmation({**LONG, "key": "canary-1234"}, terms=Terms(redact=("key",)))

    text = review.paper_of(row).text

    assert "canary" not in text
    assert "key:   hidden, 11 characters" in text


def test_the_review_names_the_file_its_length_and_its_digest_beside_the_box() -> None:
    row = filed(asked.confirmation(LONG))

    drawn = modals.view(asked.opening(row, "review"), row)

    paper = review.paper_of(row)
    said = json.dumps(drawn)
    assert check_view(json.loads(said)) == []
    assert drawn["submit"]["text"] == "Approve"
    assert paper.name in said
    assert paper.sha256 in said
    assert f"I have read all {len(paper.text):,} characters" in said


@pytest.mark.parametrize("of", [None, "0" * 64])
def test_without_its_very_file_nothing_is_approved(of: str | None) -> None:
    row = replace(asked.confirmation(LONG), filed=of)

    drawn = modals.view(asked.opening(row, "review"), row)

    assert "submit" not in drawn
    assert "It is tried again." in json.dumps(drawn)
    assert isinstance(reading("review", TICKED)(row), Invalid)


def test_with_it_an_approval_needs_the_box() -> None:
    row = filed(asked.confirmation(LONG))

    assert reading("review", TICKED)(row) == Approved()
    assert isinstance(reading("review", {})(row), Invalid)
    assert isinstance(reading("approve", {})(row), Invalid)


class _Posts:
    def __init__(self, *, holds: bool) -> None:
        self.holds = holds

    def holds_file(self, *_: object) -> bool:
        return self.holds


def put(*, holds: bool = False, url: str = "https://files.example/1") -> list[Any]:
    """Put a file into a thread, and list what was sent."""
    sent: list[Any] = []

    def web(method: object, **arguments: Any) -> dict[str, Any]:
        sent.append((str(method), arguments))
        return {"upload_url": url, "file_id": "F0123"}

    papers = Papers(
        web=web,
        posts=_Posts(holds=holds),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        send=lambda *what: sent.append(what),
    )
    papers.put(asked.THREAD, review.paper_of(asked.confirmation(LONG)))
    return sent


def test_a_file_is_announced_sent_and_put_into_the_thread() -> None:
    announced, bytes_sent, done = put()

    paper = review.paper_of(asked.confirmation(LONG))
    assert announced[1]["form"] == {"filename": paper.name, "length": len(paper.text.encode())}
    assert bytes_sent == ("https://files.example/1", paper.text.encode())
    assert done[1]["json"] == {
        "files": [{"id": "F0123", "title": paper.name}],
        "channel_id": asked.THREAD.channel,
        "thread_ts": asked.THREAD.thread_ts,
    }


def test_a_file_that_is_there_is_not_put_there_again() -> None:
    assert put(holds=True) == []


def test_where_slack_names_no_place_for_it_nothing_is_sent() -> None:
    with pytest.raises(UnreachableError):
        put(url="")
