"""Edit and approve: what stands open, what counts as a change, and what is said at which field."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.slack.blockkit.check import check_view
from signoff.adapters.slack import modals
from signoff.adapters.slack.decisions import reading
from signoff.adapters.slack.edits import fields_of_edit
from signoff.adapters.slack.elements import element
from signoff.adapters.slack.untouched import as_drawn, is_untouched
from signoff.core.approving import ApproveWith
from signoff.core.canonical import canonical
from signoff.core.click import FieldProblem, Invalid
from signoff.core.decision import Approved
from signoff.core.requirement import Requirement
from tests.adapters.slack import asked
from tests.adapters.slack.asked import chosen, text, ticked

TEXT = {"type": "string"}
KINDS: dict[str, Any] = {
    "line": TEXT,
    "body": TEXT,
    "team": TEXT,
    "empty": TEXT,
    "whole": {"type": "integer"},
    "ratio": {"type": "number"},
    "exact": {"type": "number"},
    "huge": {"type": "number"},
    "truth": {"type": "boolean"},
    "word": {**TEXT, "enum": ["x", "y"]},
    "words": {"type": "array", "items": {**TEXT, "enum": ["a", "b", "c"]}},
    "day": {**TEXT, "format": "date"},
    "hour": {**TEXT, "format": "time"},
    "moment": {**TEXT, "format": "date-time"},
    "mail": {**TEXT, "format": "email"},
    "page": {**TEXT, "format": "uri"},
    "owner": {**TEXT, "format": "slack-user"},
    "watchers": {"type": "array", "items": {**TEXT, "format": "slack-user"}},
    "room": {**TEXT, "format": "slack-channel"},
    "table": {"type": "object"},
    "maybe": {"anyOf": [TEXT, {"type": "null"}], "default": "x"},
}
GIVEN: dict[str, Any] = {
    "line": " two  spaces and an end ",
    "body": "Hi 🎉 :tada:\n\n  Ana\r\n",
    "team": "\U0001f469\U0001f3fd\u200d\U0001f4bb, \U0001f44d1\ufe0f\u20e3 of \U0001f1e9\U0001f1ea",
    "empty": "",
    "whole": 3,
    "ratio": 120,
    "exact": 0.1,
    "huge": -1e22,
    "truth": False,
    "word": "y",
    "words": ["c", "a", "c"],
    "day": "2026-11-20",
    "hour": "14:30:15",
    "moment": "2026-11-20T14:00:00.250+02:00",
    "mail": "ana@example.com",
    "page": "https://example.com/?a=1&b=2",
    "owner": "U0BOB",
    "watchers": ["U0EVE", "U0ANA"],
    "room": "C0OPS",
    "table": {"b": 1.0, "a": [None, "é"]},
    "maybe": None,
}


DEEP = f"Table at {'[0]' * 64} is nested too deep: 64 levels are the most"


def every_kind(**changes: Any) -> Requirement:
    schema = {"type": "object", "properties": KINDS, "required": [n for n in KINDS if n != "maybe"]}
    return asked.editable(*KINDS, arguments={**GIVEN, **changes}, schema=schema)


def untouched(row: Requirement) -> dict[str, Any]:
    """Give what Slack reports of a modal that nobody touched."""
    return {field.key: {"v": as_drawn(field)} for field in fields_of_edit(row)}


def submitted(row: Requirement, **by_name: Any) -> Any:
    """Submit the modal with some fields changed."""
    states = {**untouched(row), "ack": ticked(0)}
    keys = {field.name: field.key for field in fields_of_edit(row)}
    return reading("edit", {**states, **{keys[name]: to for name, to in by_name.items()}})(row)


def test_the_modal_opens_what_may_be_changed_and_shows_the_rest() -> None:
    row = asked.editable("subject")

    drawn = modals.view(asked.opening(row, "edit"), row)

    assert check_view(drawn) == []
    inputs = [block for block in drawn["blocks"] if block["type"] == "input"]
    assert [block["label"]["text"] for block in inputs] == ["Subject"]
    assert inputs[0]["element"]["initial_value"] == asked.EMAIL["subject"]
    assert asked.EMAIL["body"] in json.dumps(drawn)
    assert drawn["submit"]["text"] == "Approve with edits"


def test_a_modal_about_every_kind_of_argument_is_one_that_slack_takes() -> None:
    row = every_kind()

    assert check_view(modals.view(asked.opening(row, "edit"), row)) == []
    assert [field.name for field in fields_of_edit(row)] == list(KINDS)


def test_what_nobody_touched_is_approved_as_it_is() -> None:
    assert submitted(every_kind()) == Approved()


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("line", text("two  spaces and an end")),
        ("body", text("Hi 🎉 :tada:\n\n  Ana\n")),
        ("body", text("Hi 🎉 :tada:\n\n  Ana")),
        ("body", text("Hi :tada: :tada:\n\n  Ana\r\n")),
        ("body", text("Hi :tada: :tada:\n\n  Ana")),
        ("team", text(":female-technologist::skin-tone-4:, :+1::one: of :flag-de:")),
        ("empty", text(None)),
        ("empty", text("")),
        ("whole", text("3")),
        ("ratio", text("120")),
        ("ratio", text("120.0")),
        ("exact", text("0.10")),
        ("huge", text("-10000000000000000000000")),
        ("words", ticked(0, 2)),
        ("hour", {"v": {"selected_time": "14:30"}}),
        ("watchers", {"v": {"selected_users": ["U0ANA", "U0EVE"]}}),
        ("table", text('{"a": [null, "é"], "b": 1.0}')),
        ("maybe", text(None)),
    ],
)
def test_what_slack_may_write_otherwise_is_no_change(name: str, state: Any) -> None:
    assert submitted(every_kind(), **{name: state}) == Approved()


@pytest.mark.parametrize(
    ("name", "state", "value"),
    [
        ("line", text(" two spaces and an end "), " two spaces and an end "),
        ("line", text(" two  spaces and an end  "), " two  spaces and an end  "),
        ("body", text("Hi 🎊"), "Hi 🎊"),
        ("body", text("Hi :tada:"), "Hi :tada:"),
        ("body", text("Hi :tada: :tada:\n\n  Eve"), "Hi :tada: :tada:\n\n  Eve"),
        ("body", text("Hi  :tada:\n\n  Ana"), "Hi  :tada:\n\n  Ana"),
        ("line", text(":two:  spaces and an end"), ":two:  spaces and an end"),
        ("empty", text("x"), "x"),
        ("whole", text("4"), 4),
        ("ratio", text("120.5"), 120.5),
        ("truth", chosen(0), True),
        ("word", chosen(0), "x"),
        ("words", ticked(1), ["b"]),
        ("words", ticked(), []),
        ("day", {"v": {"selected_date": "2026-11-21"}}, "2026-11-21"),
        ("hour", {"v": {"selected_time": "14:31"}}, "14:31"),
        ("moment", {"v": {"selected_date_time": 1_795_176_060}}, "2026-11-20T12:01:00Z"),
        ("mail", text(" eve@example.com "), "eve@example.com"),
        ("owner", {"v": {"selected_user": "U0EVE"}}, "U0EVE"),
        ("watchers", {"v": {"selected_users": ["U0EVE"]}}, ["U0EVE"]),
        ("watchers", {"v": {"selected_users": []}}, []),
        ("room", {"v": {"selected_conversation": "C0DEV"}}, "C0DEV"),
        ("table", text('{"a": 1}'), {"a": 1}),
        ("maybe", text("y"), "y"),
    ],
)
def test_what_was_changed_and_only_that_is_wished(name: str, state: Any, value: Any) -> None:
    assert submitted(every_kind(), **{name: state}) == ApproveWith(values=canonical({name: value}))


def test_several_changes_come_together() -> None:
    found = submitted(every_kind(), whole=text("4"), word=chosen(0))

    assert found == ApproveWith(values='{"whole":4,"word":"x"}')


def test_a_later_edit_begins_with_what_the_earlier_one_left() -> None:
    row = asked.edited(asked.editable(quorum=2), subject="Refund for order 8814")

    found = submitted(row, body=text("Short."))

    (subject, _) = fields_of_edit(row)
    assert subject.value == "Refund for order 8814"
    assert found == ApproveWith(values='{"body":"Short."}')


@pytest.mark.parametrize(
    ("name", "state", "said"),
    [
        ("line", text(None), "Line is missing"),
        ("whole", text("many"), "Whole must be a whole number"),
        ("word", chosen(7), "Word must be one of the options"),
        ("mail", text("nobody"), "Mail must be an email address"),
        ("table", text("{"), 'Table must be JSON, like [1, 2] or {"name": "value"}'),
        ("line", text("\ud800"), "Line holds half a character (a lone surrogate)"),
        ("table", text("1e999"), "Table must be a finite number"),
        ("table", text("[" * 900 + "]" * 900), DEEP),
    ],
)
def test_what_is_wrong_is_said_at_its_field(name: str, state: Any, said: str) -> None:
    row = every_kind()
    (field,) = (each for each in fields_of_edit(row) if each.name == name)

    found = submitted(row, **{name: state})

    assert found == Invalid(problems=(FieldProblem(field=field.key, message=said),))


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = submitted(every_kind(), whole=text("many"), mail=text("nobody"))

    assert isinstance(found, Invalid)
    assert [each.message.split()[0] for each in found.problems] == ["Whole", "Mail"]


def test_an_argument_that_no_field_can_show_stays_fixed() -> None:
    row = every_kind(body="x" * 3_001, moment="1999-01-01T00:00:00Z")

    names = [field.name for field in fields_of_edit(row)]

    assert set(KINDS) - set(names) == {"body", "moment"}
    drawn = json.dumps(modals.view(asked.opening(row, "edit"), row))
    assert "1999-01-01T00:00:00Z" in drawn
    assert drawn.count("x" * 1_000) >= 2


@pytest.mark.parametrize("value", [10**300, 5e-324])
def test_a_number_that_no_field_can_show_stays_fixed(value: float) -> None:
    row = every_kind(whole=value, ratio=value)

    names = [field.name for field in fields_of_edit(row)]

    assert {"whole", "ratio"}.isdisjoint(names)
    assert check_view(modals.view(asked.opening(row, "edit"), row)) == []


def test_a_field_that_nobody_opened_is_refused() -> None:
    row = asked.editable("subject")

    found = reading("edit", {**untouched(row), "f1": text("Other words")})(row)

    assert isinstance(found, Invalid)


def test_a_field_that_does_not_come_back_was_not_touched() -> None:
    assert reading("edit", {})(asked.editable()) == Approved()


@pytest.mark.parametrize(
    "row",
    [
        asked.confirmation(),
        asked.editable(arguments={**asked.EMAIL, "to": "x" * 90_000}),
        asked.editable("body", arguments={**asked.EMAIL, "body": "x" * 3_001}),
        asked.form(),
        asked.external(),
    ],
)
def test_what_can_not_be_edited_takes_no_edit(row: Requirement) -> None:
    assert isinstance(reading("edit", {})(row), Invalid)


def test_long_arguments_are_edited_only_by_whoever_says_they_read_them() -> None:
    row = asked.editable("subject", arguments={**asked.EMAIL, "body": "x" * 2_000})
    states = untouched(row)

    without = reading("edit", states)(row)
    with_box = reading("edit", {**states, "ack": ticked(0)})(row)

    assert isinstance(without, Invalid)
    assert without.problems[0].field == "ack"
    assert with_box == Approved()


TEXTS = st.text(max_size=60)


@given(TEXTS, TEXTS)
@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
def test_a_text_comes_back_as_it_was_stored_or_as_it_was_typed(before: str, typed: str) -> None:
    schema = {"type": "object", "properties": {"body": TEXT}}
    row = asked.editable("body", arguments={"body": before}, schema=schema)
    (field,) = fields_of_edit(row)

    assert is_untouched(field, as_drawn(field))
    assert not before.strip() or element(field)["initial_value"] == before
    found = submitted(row, body=text(typed))

    if isinstance(found, ApproveWith):
        assert json.loads(found.values) == {"body": typed}
    elif isinstance(found, Approved):
        same = {typed, typed.strip(), typed.replace("\r\n", "\n").replace("\r", "\n")}
        assert same & {before, before.strip(), before.replace("\r\n", "\n").replace("\r", "\n")}
