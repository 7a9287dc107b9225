"""One of each kind of card and form, as the functions compose them, to be held against Slack."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from signoff.adapters.slack import cards as drawing
from signoff.adapters.slack import home, modals
from signoff.adapters.slack.blocks import Block, Drawn
from signoff.core.address import Address
from signoff.core.canonical import Json, canonical
from signoff.core.click import Click, Form, OpenForm
from signoff.core.decision import Ask, Reconcile, Rejected, RequirementState, Verdict
from signoff.core.effects import Card
from signoff.core.gate import Confirmation, ExternalExecution, Risk, UserFeedback, UserInput
from signoff.core.home_place import HomePlace
from signoff.core.inbox import HomeView, Inbox, Listed
from signoff.core.keys import Position, ThreadKey
from signoff.core.requirement import Requirement, digest_of
from signoff.core.who import Who
from signoff.ports import CardView

_THREAD = ThreadKey(team="T0DOCTOR", channel="C0DOCTOR", thread_ts="1795096800.000100")
_AT = Position(run=1, step=1, index=0)
_NOW = 1_795_096_800_000
_WHO = Who(id="U0DOCTOR", name="doctor")
_FIELDS: Mapping[str, Json] = {"to": "bob@example.com", "amount": 12, "urgent": True}
_SCHEMA: Mapping[str, Json] = {
    "type": "object",
    "properties": {
        "to": {"type": "string", "format": "email"},
        "amount": {"type": "integer"},
        "urgent": {"type": "boolean"},
    },
    "required": ["to", "amount", "urgent"],
    "additionalProperties": False,
}
_EVERY_FIELD: Mapping[str, Mapping[str, Json]] = {
    "name": {"type": "string", "maxLength": 80},
    "body": {"type": "string", "description": "The whole text."},
    "count": {"type": "integer", "minimum": 1, "maximum": 9},
    "ratio": {"type": "number"},
    "level": {"type": "string", "enum": ["low", "high"]},
    "city": {"type": "string", "enum": [f"city {number}" for number in range(120)]},
    "tags": {"type": "array", "items": {"type": "string", "enum": ["new", "paid"]}},
    "towns": {"type": "array", "items": {"enum": [f"town {number}" for number in range(20)]}},
    "day": {"type": "string", "format": "date"},
    "hour": {"type": "string", "format": "time"},
    "moment": {"type": "string", "format": "date-time"},
    "page": {"type": "string", "format": "uri"},
    "owner": {"type": "string", "format": "slack-user"},
    "watchers": {"type": "array", "items": {"type": "string", "format": "slack-user"}},
    "room": {"type": "string", "format": "slack-channel"},
    "rooms": {"type": "array", "items": {"type": "string", "format": "slack-channel"}},
    "table": {"type": "object"},
}
_FORM: Mapping[str, Json] = dict.fromkeys(_EVERY_FIELD)
_QUESTIONS: Mapping[str, Json] = {
    "questions": [
        {
            "question": "Which region?",
            "header": "Region",
            "options": [{"label": "EU", "description": "Ireland"}, {"label": "US"}],
            "multi_select": False,
        },
        {"question": "Why?", "header": None, "options": [], "multi_select": False},
    ]
}
_ASKS: Mapping[str, tuple[Ask, Mapping[str, Json]]] = {
    "confirmation": (Confirmation(), _FIELDS),
    "form": (UserInput(fields=("amount", "urgent")), _FIELDS),
    "form of people": (UserInput(fields=("owner", "watchers", "room", "rooms")), _FORM),
    "form of every field": (UserInput(fields=tuple(_EVERY_FIELD)), _FORM),
    "confirmation to edit": (Confirmation(editable=("to", "amount")), _FIELDS),
    "long confirmation": (Confirmation(), {"body": "A line of a long letter.\n" * 500}),
    "external run": (ExternalExecution(), {"command": "systemctl restart shop"}),
    "questions": (UserFeedback(), _QUESTIONS),
    "unknown outcome": (Reconcile(attempt=1, started_at=_NOW), _FIELDS),
}


_FORMS: Sequence[tuple[str, Form]] = (
    ("confirmation", "reject"),
    ("confirmation to edit", "edit"),
    ("form", "fill"),
    ("form of every field", "fill"),
    ("external run", "done"),
    ("external run", "cannot"),
    ("questions", "answer"),
    ("confirmation", "review"),
    ("long confirmation", "review"),
    ("confirmation", "look"),
    ("unknown outcome", "look"),
)


def cards() -> Iterator[tuple[str, Drawn]]:
    """Draw a card of each kind, its plain form, and a receipt."""
    for name, asked in _each():
        yield f"card {name}", drawing.draw(_view(asked))
        yield f"plain card {name}", drawing.fallback(_view(asked))
    verdict = Verdict(decision=Rejected(reason="Not today."), at=_NOW, by=_WHO)
    asked = _asked(Confirmation(), _FIELDS)
    settled = replace(asked, state=RequirementState.REJECTED, verdict=verdict, rev=2)
    yield "receipt", drawing.draw(_view(settled))


def views() -> Iterator[tuple[str, Block]]:
    """Compose a form of each kind."""
    asks = dict(_each())
    for name, form in _FORMS:
        asked = asks[name]
        address = Address.of(_THREAD, asked)
        click = Click(team=_THREAD.team, user=_WHO.id, address=address)
        opened = OpenForm(click=click, form=form, trigger="t")
        yield f"form {form} of {name}", modals.view(opened, asked)
    waits = tuple(Listed(thread=_THREAD, requirement=asked) for asked in asks.values())
    inbox = Inbox(user=_WHO.id, waits=waits)
    shown = HomeView(inbox=inbox, place=HomePlace())
    yield "inbox", home.draw(shown, workspace_url="https://example.slack.com/")


def _each() -> Iterator[tuple[str, Requirement]]:
    for name, (ask, arguments) in _ASKS.items():
        yield name, _asked(ask, arguments)


def _view(asked: Requirement) -> CardView:
    return CardView(thread=_THREAD, card=Card(at=asked.at, rows=(asked.at,)), rows=(asked,))


def _schema_of(arguments: Mapping[str, Json]) -> Mapping[str, Json]:
    if arguments is _FIELDS:
        return _SCHEMA
    return {"type": "object", **({"properties": _EVERY_FIELD} if arguments is _FORM else {})}


def _asked(ask: Ask, arguments: Mapping[str, Json]) -> Requirement:
    written = canonical(arguments)
    return Requirement(
        at=_AT,
        card=_AT,
        ask=ask,
        tool="doctor",
        tool_version="1",
        call_id="call_1",
        arguments=written,
        schema=canonical(_schema_of(arguments)),
        title="Send 12 to bob@example.com",
        risk=Risk.HIGH,
        reason="Bob asked for it.",
        requester=_WHO,
        asked_ts=_THREAD.thread_ts,
        asked_at=_NOW,
        exp=_NOW + 86_400_000,
        digest=digest_of(tool="doctor", version="1", arguments=written, at=_AT),
    )
