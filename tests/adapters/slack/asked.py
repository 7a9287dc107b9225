"""Requirements to draw in tests, as the store would give them back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from signoff.agent.feedback import ASK_USER
from signoff.core.address import Address
from signoff.core.approving import approved
from signoff.core.canonical import canonical
from signoff.core.click import Click, Form, OpenForm
from signoff.core.decision import Ask, Decision, Reconcile, Verdict, state_after
from signoff.core.effects import Card
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput
from signoff.core.keys import Position, ThreadKey
from signoff.core.requirement import Outcome, OutcomeState, Requirement
from signoff.core.who import Who
from signoff.ports import CardView

THREAD = ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts="1795096800.000100")
ANA = Who(id="U0ANA", name="ana")
BOB = Who(id="U0BOB", name="bob")
EVE = Who(id="U0EVE", name="eve")
ASKED_AT = 1_795_096_801_000
DECIDED_AT = 1_795_182_060_000
EXPIRES = 1_795_183_200_000
FIRST = Position(run=1, step=2, index=0)

EMAIL = {
    "to": "bob@example.com",
    "subject": "Refund for order 8841",
    "body": "Hi Bob, your refund of $120 was issued today.",
}
EMAIL_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "to": {"type": "string"},
        "subject": {"type": "string", "maxLength": 200},
        "body": {"type": "string", "description": "The whole text."},
    },
    "required": ["to", "subject", "body"],
    "additionalProperties": False,
    "x-order": ["to", "subject", "body"],
}
DEPLOY = {"service": "checkout-api", "commit": "4f1c9e2", "pct": 10}
DEPLOY_FIELDS = ("env", "pct", "day", "note")
DEPLOY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "service": {"type": "string"},
        "commit": {"type": "string"},
        "env": {
            "type": "string",
            "enum": ["staging", "prod-eu", "prod-us"],
            "title": "Environment",
        },
        "pct": {"type": "integer", "minimum": 1, "maximum": 100, "title": "Traffic share, percent"},
        "day": {"type": "string", "format": "date"},
        "note": {
            "anyOf": [{"type": "string", "maxLength": 200}, {"type": "null"}],
            "default": None,
        },
    },
    "required": ["service", "commit", "env", "pct", "day"],
    "x-order": ["service", "commit", "env", "pct", "day", "note"],
}


def order(*names: str) -> dict[str, Any]:
    """Give a schema that knows the order of some arguments, and nothing else."""
    return {"type": "object", "x-order": list(names)}


def requirement(
    ask: Ask,
    arguments: Mapping[str, Any],
    schema: Mapping[str, Any] | None = None,
    **said: Any,
) -> Requirement:
    """Make an open requirement."""
    at = said.pop("at", FIRST)
    plain = Requirement(
        at=at,
        card=FIRST,
        ask=ask,
        tool="tool",
        tool_version="1",
        call_id="call_1",
        arguments=canonical(dict(arguments)),
        schema=canonical(dict(schema) if schema else order(*arguments)),
        title="Send email to bob@example.com",
        risk=None,
        reason="",
        requester=ANA,
        asked_ts=THREAD.thread_ts,
        asked_at=ASKED_AT,
        exp=EXPIRES,
        digest="9f2c41d07ab8e635" * 4,
    )
    return replace(plain, **said)


def decided(
    asked: Requirement, decision: Decision, outcome: Outcome | None = None, by: Who | None = BOB
) -> Requirement:
    """Settle a requirement."""
    return replace(
        asked,
        state=state_after(decision),
        rev=asked.rev + 1,
        verdict=Verdict(decision=decision, at=DECIDED_AT, by=by),
        outcome=outcome,
    )


def outcome(state: OutcomeState, note: str = "") -> Outcome:
    """Make what became of a call."""
    took = 800 if state is OutcomeState.DONE else 0
    return Outcome(state=state, at=DECIDED_AT + 1_000, took=took, note=note)


def card(*rows: Requirement, want: int = 1) -> CardView:
    """Put requirements on a card."""
    shown = Card(at=rows[0].at, rows=tuple(row.at for row in rows), want=want)
    return CardView(thread=THREAD, card=shown, rows=rows)


def opening(asked: Requirement, form: Form, *, page: int = 1, filled: str = "") -> OpenForm:
    """Press a button that opens a form."""
    address = Address.of(THREAD, asked)
    click = Click(team=THREAD.team, user=BOB.id, address=address)
    return OpenForm(click=click, form=form, trigger="t", page=page, filled=filled)


def confirmation(arguments: Mapping[str, Any] = EMAIL, **said: Any) -> Requirement:
    """Make a question for a yes or no."""
    return requirement(Confirmation(), arguments, **said)


def editable(*names: str, quorum: int = 1, **said: Any) -> Requirement:
    """Make a question for a yes or no, with some of its arguments open to a change."""
    given = said.pop("arguments", EMAIL)
    schema = said.pop("schema", EMAIL_SCHEMA)
    ask = Confirmation(quorum=quorum, editable=names or ("subject", "body"))
    return requirement(ask, given, schema, **said)


def voted(asked: Requirement, *people: Who) -> Requirement:
    """Let people approve, ten minutes one after the other."""
    for count, who in enumerate(people):
        asked = approved(asked, by=who, at=DECIDED_AT + count * 600_000)
    return asked


def edited(asked: Requirement, who: Who | None = None, /, **values: Any) -> Requirement:
    """Let somebody change arguments, and approve them."""
    return approved(asked, by=who or BOB, at=DECIDED_AT, changes=canonical(values))


def form(**said: Any) -> Requirement:
    """Make a form of four typed fields."""
    title = said.pop("title", "Deploy checkout-api")
    ask = UserInput(fields=DEPLOY_FIELDS)
    given = {**DEPLOY, "env": None, "day": None, "note": None}
    return requirement(ask, given, DEPLOY_SCHEMA, title=title, **said)


def form_of(properties: Mapping[str, Any], *optional: str, **given: Any) -> Requirement:
    """Make a form of these properties, all of them to be filled in."""
    names = tuple(properties)
    schema = {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in names if name not in optional],
        "additionalProperties": False,
        "x-order": list(names),
    }
    arguments = {name: given.get(name) for name in names}
    return requirement(UserInput(fields=names), arguments, schema)


def external(**said: Any) -> Requirement:
    """Make a command that a person runs."""
    arguments = said.pop(
        "arguments", {"command": "kubectl -n pay rollout undo deploy/api --to-revision=41"}
    )
    title = said.pop("title", "Roll back deploy/api")
    return requirement(ExternalExecution(), arguments, title=title, **said)


def question(text: str, *options: str | tuple[str, str], several: bool = False) -> dict[str, Any]:
    """Make a question of the model's."""
    listed = [
        {"label": each, "description": None}
        if isinstance(each, str)
        else {"label": each[0], "description": each[1]}
        for each in options
    ]
    return {"question": text, "header": None, "options": listed, "multi_select": several}


def feedback(*questions: Mapping[str, Any], **said: Any) -> Requirement:
    """Make the model ask."""
    listed: Sequence[Mapping[str, Any]] = questions
    title = said.pop("title", "Ask a question")
    arguments = {"questions": [dict(each) for each in listed]}
    return requirement(UserFeedback(), arguments, ASK_USER.schema, title=title, **said)


def unknown(*, quorum: int = 1, **said: Any) -> Requirement:
    """Make the question about a start whose end nobody saw."""
    ask = Reconcile(attempt=1, started_at=DECIDED_AT, quorum=quorum)
    at = replace(FIRST, again=1)
    return requirement(ask, EMAIL, at=at, **said)


def text(value: str | None) -> dict[str, Any]:
    """Type into a field, as Slack reports it."""
    return {"v": {"type": "plain_text_input", "value": value}}


def chosen(index: int | str | None) -> dict[str, Any]:
    """Choose one option, as Slack reports it."""
    option = None if index is None else {"text": {"text": "?"}, "value": str(index)}
    return {"v": {"type": "static_select", "selected_option": option}}


def ticked(*indices: int | str) -> dict[str, Any]:
    """Choose some options, as Slack reports it."""
    options = [{"text": {"text": "?"}, "value": str(index)} for index in indices]
    return {"v": {"type": "checkboxes", "selected_options": options}}
