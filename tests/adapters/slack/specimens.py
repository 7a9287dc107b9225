"""Every state of every card and modal, named; as a command, it writes the snapshots anew.

    PYTHONPATH=.:layers/signoff/python python -m tests.adapters.slack.specimens

The files also are what the gallery draws: `--gallery FILE` writes all of them into one.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from signoff.adapters.slack import cards, modals, words
from signoff.adapters.slack.answers import in_view
from signoff.adapters.slack.blocks import Drawn
from signoff.core.click import Applied, FieldProblem, Gone, Invalid, NotAllowed, Refusal
from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Approved,
    Cancelled,
    CouldNotRun,
    Decision,
    Executed,
    Expired,
    ItHappened,
    Rejected,
    RunAgain,
    Stopped,
    Superseded,
)
from signoff.core.gate import Confirmation, Risk
from signoff.core.keys import Position
from signoff.core.person import Bar
from signoff.core.requirement import NEVER, Kept, Outcome, OutcomeState, Requirement
from signoff.core.terms import Sticky, Terms
from tests.adapters.slack import asked

FOLDER = Path(__file__).parent / "snapshots"
Specimen: TypeAlias = Callable[[], dict[str, Any]]

SCRIPT = "\n".join(
    [
        "#!/bin/bash",
        "set -euo pipefail",
        "for host in $(cat hosts.txt); do",
        '  ssh "$host" systemctl restart api',
        *(f"  # {number:03d} check host-{number} before the next one" for number in range(260)),
        "done",
    ]
)
REASON = "Bob asked twice and the refund is already booked."
DELETE = {"table": "prod.orders", "where": "created_at < '2024-01-01'", "expected_rows": 1204}
HOSTILE = {
    "to": "bob@example.com\u200b",
    "subject": "<!channel> *Approved by* <@U0BOB> :tada: \u202egpj.exe",
    "body": "Line one\nline two\twith a tab & <https://example.com|a link>",
}
REGIONS = asked.question(
    "Which region should the new cluster be in?",
    ("eu-west-1", "closest to most users"),
    ("us-east-1", "cheapest"),
    ("ap-south-1", "data residency in India"),
)
ROLLOUT = (
    asked.question(
        "Which environments?",
        ("staging", "no customer traffic"),
        "prod-eu",
        "prod-us",
        several=True,
    ),
    asked.question(
        "How should it roll out?", "All at once", "10 % first, then the rest after 1 hour"
    ),
)
LONG_LABELS = asked.question(
    "How should the migration treat orders whose customer was deleted?",
    "Keep them, and point them to a placeholder customer that is created once per country",
    "Move them to the archive table, where the nightly report does not look",
    "Delete them",
)


def message(*rows: Requirement, want: int = 1) -> dict[str, Any]:
    """Draw a card as a message."""
    return _payload(cards.draw(asked.card(*rows, want=want)))


def fallback(*rows: Requirement) -> dict[str, Any]:
    """Draw the plain card."""
    return _payload(cards.fallback(asked.card(*rows)))


def modal(row: Requirement, form: Any, page: int = 1) -> dict[str, Any]:
    """Draw a modal."""
    view = modals.view(asked.opening(row, form, page=page), row)
    return {"surface": "modal", "payload": view}


def refused(why: Refusal) -> dict[str, Any]:
    """Draw the modal of a refusal."""
    return {"surface": "modal", "payload": modals.refused(words.plain(why))}


def recorded(row: Requirement) -> dict[str, Any]:
    """Draw the modal that says what was recorded."""
    return {"surface": "modal", "payload": in_view(Applied(requirement=row))}


def _payload(drawn: Drawn) -> dict[str, Any]:
    return {"surface": "message", "payload": {"text": drawn.text, "blocks": drawn.blocks}}


def sticky(*names: str, **said: Any) -> Requirement:
    """Make a request whose approval may stand: for all of its arguments, or for these."""
    terms = Terms(sticky=Sticky(arguments=names or None))
    arguments = said.pop("arguments", asked.EMAIL)
    return asked.requirement(Confirmation(), arguments, asked.EMAIL_SCHEMA, terms=terms, **said)


def kept(decision: Decision, **said: Any) -> Requirement:
    """Decide it, so that the decision stands."""
    said = {"place": "GRANT#tool#*#1#1", "until": asked.DECIDED_AT + 28_800_000, **said}
    row = asked.decided(sticky(), decision, asked.outcome(OutcomeState.DONE))
    return replace(row, kept=Kept(**said))


def three() -> list[Requirement]:
    """Ask for three decisions at once."""
    host = {"host": "host-1", "service": "api"}
    rows = [
        asked.confirmation(host, title="Restart api on host-1"),
        asked.confirmation({**host, "host": "host-2"}, title="Restart api on host-2"),
        asked.confirmation(
            {"port": 8443, "cidr": "10.0.0.0/8"},
            title="Open firewall port 8443",
            risk=Risk.HIGH,
        ),
    ]
    return [
        replace(row, at=Position(run=1, step=2, index=index), reason="The api is not answering.")
        for index, row in enumerate(rows)
    ]


def settled_three(*, all_of_them: bool) -> list[Requirement]:
    """Settle two of three, or all."""
    first, second, third = three()
    done = asked.outcome(OutcomeState.DONE)
    eve = replace(asked.BOB, id="U0EVE", name="eve")
    rows = [
        asked.decided(first, Approved(), done),
        asked.decided(second, Rejected(reason="host-2 is in use"), by=eve),
    ]
    return [*rows, asked.decided(third, Approved()) if all_of_them else third]


def approved(outcome: Outcome | None) -> dict[str, Any]:
    """Draw the receipt of an approval."""
    return message(asked.decided(asked.confirmation(), Approved(), outcome), want=2)


def filled() -> Requirement:
    """Fill in the form."""
    values = '{"day":"2026-11-20","env":"prod-eu","note":null,"pct":25}'
    return asked.decided(asked.form(), Answered(values=values), asked.outcome(OutcomeState.DONE))


def answered() -> Requirement:
    """Answer the questions."""
    values = [
        {"question": "Which environments?", "answer": ["staging", "prod-eu"]},
        {"question": "How should it roll out?", "answer": "Friday, after the freeze"},
    ]
    return asked.decided(asked.feedback(*ROLLOUT), Answered(values=json.dumps(values)))


def long_script(**said: Any) -> Requirement:
    """Ask for more than a card holds."""
    arguments = {"hosts": "hosts.txt", "script": SCRIPT}
    return asked.confirmation(arguments, title="Run script on 40 hosts", **said)


def many_fields() -> Requirement:
    """Ask for one field of each kind."""
    text = {"type": "string"}
    colours = {"type": "string", "enum": [f"colour {number}" for number in range(30)]}
    properties = {
        "name": {**text, "description": "As it stands on the invoice."},
        "body": text,
        "count": {"type": "integer", "minimum": 1, "maximum": 9},
        "ratio": {"type": "number"},
        "urgent": {"type": "boolean"},
        "env": {**text, "enum": ["staging", "prod"]},
        "colour": colours,
        "tags": {"type": "array", "items": {**text, "enum": ["new", "paid", "late"]}},
        "day": {**text, "format": "date"},
        "hour": {**text, "format": "time"},
        "moment": {**text, "format": "date-time"},
        "mail": {**text, "format": "email"},
        "page": {**text, "format": "uri"},
        "owner": {**text, "format": "slack-user"},
        "watchers": {"type": "array", "items": {**text, "format": "slack-user"}},
        "room": {**text, "format": "slack-channel"},
        "labels": {"type": "object"},
    }
    given = {
        "name": "Ana",
        "urgent": True,
        "day": "2026-11-20",
        "moment": "2026-11-20T14:00:00Z",
        "owner": "U0BOB",
    }
    return replace(asked.form_of(properties, "ratio", **given), title="File an order")


def ran(row: Requirement) -> Requirement:
    """Let an approved call come to its end."""
    return replace(row, outcome=asked.outcome(OutcomeState.DONE))


def closing(**said: Any) -> Requirement:
    """Ask two people."""
    return asked.editable(quorum=2, **said)


def two_of_whom_one_needs_two() -> list[Requirement]:
    """Ask for one approval and for two, on one card."""
    other = closing(at=Position(run=1, step=2, index=1), title="Send another email")
    return [asked.confirmation(), asked.edited(other, subject="Refund for order 8814")]


HIGH = asked.confirmation(
    DELETE, title="Delete 1,204 rows in prod.orders", risk=Risk.HIGH, exp=NEVER
)

SPECIMENS: dict[str, Specimen] = {
    "confirmation open": lambda: message(asked.confirmation(reason=REASON)),
    "confirmation high risk": lambda: message(HIGH),
    "confirmation with its own words": lambda: message(
        asked.confirmation(
            terms=Terms(yes="Refund it", no="Keep it"), risk=Risk.MEDIUM, path=("Shop", "Mailer")
        )
    ),
    "confirmation without arguments": lambda: message(
        asked.confirmation({}, title="Flush the cache")
    ),
    "confirmation long": lambda: message(long_script(risk=Risk.HIGH)),
    "confirmation hostile": lambda: message(
        asked.confirmation(HOSTILE, reason="*Approved by* <@U0BOB>\n<!channel>")
    ),
    "confirmation plain": lambda: fallback(asked.confirmation()),
    "confirmation of two": lambda: message(closing(reason=REASON)),
    "confirmation one of two": lambda: message(asked.voted(closing(), asked.BOB), want=2),
    "confirmation one of two with edits": lambda: message(
        asked.edited(closing(), subject="Refund for order 8814"), want=2
    ),
    "confirmations one of two": lambda: message(*two_of_whom_one_needs_two(), want=2),
    "confirmations three": lambda: message(*three()),
    "confirmations two settled": lambda: message(*settled_three(all_of_them=False), want=3),
    "confirmations all settled": lambda: message(*settled_three(all_of_them=True), want=4),
    "approved": lambda: approved(None),
    "approved by two": lambda: message(asked.voted(closing(), asked.BOB, asked.EVE), want=3),
    "approved by two done": lambda: message(
        ran(asked.voted(closing(), asked.BOB, asked.EVE)), want=3
    ),
    "approved with edits": lambda: message(
        asked.edited(asked.editable(), subject="Refund for order 8814"), want=2
    ),
    "approved with edits done": lambda: message(
        ran(asked.edited(asked.editable(), subject="Refund for order 8814", body="")), want=2
    ),
    "approved with edits by two": lambda: message(
        asked.voted(asked.edited(closing(), subject="Refund for order 8814"), asked.EVE), want=3
    ),
    "approved running": lambda: approved(asked.outcome(OutcomeState.RUNNING)),
    "approved done": lambda: approved(asked.outcome(OutcomeState.DONE)),
    "approved failed": lambda: approved(
        asked.outcome(OutcomeState.FAILED, "SMTP 421: try again later")
    ),
    "approved unknown": lambda: approved(asked.outcome(OutcomeState.UNKNOWN)),
    "approved not run": lambda: approved(
        asked.outcome(OutcomeState.NOT_RUN, "tools are switched off")
    ),
    "rejected": lambda: message(asked.decided(asked.confirmation(), Rejected()), want=2),
    "rejected with a reason": lambda: message(
        asked.decided(asked.confirmation(), Rejected(reason="wrong amount, it was $12")), want=2
    ),
    "rejected after a vote": lambda: message(
        asked.decided(asked.voted(closing(), asked.BOB), Rejected(), by=asked.EVE), want=3
    ),
    "expired after a vote": lambda: message(
        asked.decided(asked.voted(closing(), asked.BOB), Expired(), by=None), want=3
    ),
    "expired": lambda: message(asked.decided(asked.confirmation(), Expired(), by=None), want=2),
    "answered in its place": lambda: message(
        asked.decided(asked.confirmation(), AnsweredFor(output="Sent by hand this morning.")),
        want=2,
    ),
    "cancelled": lambda: message(
        asked.decided(asked.confirmation(), Cancelled(reason=""), by=asked.ANA), want=2
    ),
    "replaced": lambda: message(
        asked.decided(
            asked.confirmation(), Superseded(reason="the tool has changed since"), by=None
        ),
        want=2,
    ),
    "form open": lambda: message(asked.form()),
    "form too large for a card": lambda: message(many_fields()),
    "form plain": lambda: fallback(asked.form()),
    "form filled in": lambda: message(filled(), want=2),
    "form declined": lambda: message(asked.decided(asked.form(), Rejected()), want=2),
    "external open": lambda: message(asked.external()),
    "external done": lambda: message(
        asked.decided(asked.external(), Executed(result="deployment.apps/api rolled back\n")),
        want=2,
    ),
    "external could not run": lambda: message(
        asked.decided(asked.external(), CouldNotRun(reason="no access to the cluster")), want=2
    ),
    "feedback one question": lambda: message(asked.feedback(REGIONS)),
    "feedback two questions": lambda: message(asked.feedback(*ROLLOUT)),
    "feedback long labels": lambda: message(asked.feedback(LONG_LABELS)),
    "feedback six questions": lambda: message(asked.feedback(*ROLLOUT, *ROLLOUT, *ROLLOUT)),
    "feedback answered": lambda: message(answered(), want=2),
    "feedback skipped": lambda: message(asked.decided(asked.feedback(REGIONS), Rejected()), want=2),
    "unknown open": lambda: message(asked.unknown()),
    "unknown it happened": lambda: message(asked.decided(asked.unknown(), ItHappened()), want=2),
    "unknown run again": lambda: message(
        asked.decided(asked.unknown(), RunAgain(), asked.outcome(OutcomeState.DONE)), want=2
    ),
    "unknown stopped": lambda: message(asked.decided(asked.unknown(), Stopped()), want=2),
    "modal reject": lambda: modal(asked.confirmation(), "reject"),
    "sticky open": lambda: message(sticky()),
    "sticky approved and stands": lambda: message(kept(Approved(), in_thread=True), want=2),
    "sticky approved everywhere": lambda: message(kept(Approved(), in_thread=False), want=2),
    "sticky approved and revoked": lambda: message(
        kept(Approved(), in_thread=True, revoked_by=asked.BOB, revoked_at=asked.DECIDED_AT), want=3
    ),
    "sticky rejected for good": lambda: message(
        kept(Rejected(), in_thread=True, until=NEVER, is_refusal=True), want=2
    ),
    "modal keep": lambda: modal(sticky(), "keep"),
    "modal keep a pattern": lambda: modal(sticky("to"), "keep"),
    "modal keep long": lambda: modal(
        sticky("to", arguments={**asked.EMAIL, "body": "Dear Bob,\n" * 200}), "keep"
    ),
    "modal edit": lambda: modal(asked.editable(), "edit"),
    "modal edit long": lambda: modal(
        asked.editable("subject", arguments={**asked.EMAIL, "body": "Dear Bob,\n" * 200}), "edit"
    ),
    "modal answer for it": lambda: modal(asked.confirmation(), "instead"),
    "modal fill": lambda: modal(asked.form(), "fill"),
    "modal fill every kind": lambda: modal(many_fields(), "fill"),
    "modal hand": lambda: modal(asked.confirmation(), "hand"),
    "modal cancel": lambda: modal(asked.confirmation(), "cancel"),
    "modal cancel a question": lambda: modal(asked.feedback(*ROLLOUT), "cancel"),
    "modal cancel in doubt": lambda: modal(asked.unknown(), "cancel"),
    "modal done": lambda: modal(asked.external(), "done"),
    "modal could not run": lambda: modal(asked.external(), "cannot"),
    "modal answer": lambda: modal(asked.feedback(*ROLLOUT), "answer"),
    "modal review first page": lambda: modal(long_script(), "review"),
    "modal review last page": lambda: modal(long_script(), "review", page=2),
    "modal look": lambda: modal(asked.editable(), "look"),
    "modal look high risk": lambda: modal(asked.confirmation(risk=Risk.HIGH), "look"),
    "modal look last page": lambda: modal(long_script(), "look", page=2),
    "modal look form": lambda: modal(asked.form(), "look"),
    "modal look unknown": lambda: modal(asked.unknown(), "look"),
    "modal recorded": lambda: recorded(asked.decided(asked.confirmation(), Rejected())),
    "modal refused": lambda: refused(Gone()),
    "modal refused to guests": lambda: refused(NotAllowed(why=Bar.OUTSIDER)),
    "modal refused entry": lambda: refused(
        Invalid(problems=(FieldProblem(field="f1", message="Traffic share must be 1 to 100"),))
    ),
}


def file_of(name: str) -> Path:
    """Name the snapshot of a specimen."""
    return FOLDER / f"{name.replace(' ', '_')}.json"


def written(drawn: dict[str, Any]) -> str:
    """Write a specimen as its snapshot holds it."""
    return json.dumps(drawn, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write all snapshots, or all specimens into one file for the gallery."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--gallery", type=Path, help="write all of them into this file")
    target: Path | None = parser.parse_args().gallery
    drawn = {name: specimen() for name, specimen in SPECIMENS.items()}
    if target:
        target.write_text(written(drawn), encoding="utf-8")
        return
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for name, state in drawn.items():
        file_of(name).write_text(written(state), encoding="utf-8")


if __name__ == "__main__":
    main()
