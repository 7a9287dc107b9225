"""Forms: fields from stored schemas, and what people filled in as typed values."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.adapters.slack import form_fields, forms, schemas
from signoff.adapters.slack.widgets import (
    Choice,
    Choices,
    Day,
    Email,
    Hour,
    Link,
    Listed,
    Moment,
    Number,
    Structure,
    Text,
    Widget,
)
from signoff.agent.schemas import ORDER
from signoff.core.click import Invalid
from signoff.core.decision import Answered
from signoff.core.requirement import Requirement
from tests.adapters.slack import asked
from tests.adapters.slack.asked import chosen, form_of, text, ticked

TEXT = {"type": "string"}
USER = {**TEXT, "format": "slack-user"}
CHANNEL = {**TEXT, "format": "slack-channel"}
SHARE = {"type": "integer", "minimum": 1, "maximum": 100, "title": "Traffic share"}


def values(row: Requirement, states: dict[str, Any], verb: str = "submit") -> Any:
    """Read a form, and give its values."""
    found = forms.read(row, verb, states)
    assert isinstance(found, Answered), found
    return json.loads(found.values)


def complaints(
    row: Requirement, states: dict[str, Any], verb: str = "submit"
) -> list[tuple[str, str]]:
    """Read a form, and give what is wrong with it."""
    found = forms.read(row, verb, states)
    assert isinstance(found, Invalid), found
    return [(problem.field, problem.message) for problem in found.problems]


@pytest.mark.parametrize(
    ("schema", "widget"),
    [
        (TEXT, Text()),
        ({**TEXT, "minLength": 2, "maxLength": 9}, Text(least=2, most=9)),
        ({**TEXT, "maxLength": 2_000}, Text(is_long=True, most=2_000)),
        ({**TEXT, "format": "date"}, Day()),
        ({**TEXT, "format": "time"}, Hour()),
        ({**TEXT, "format": "date-time"}, Moment()),
        ({**TEXT, "format": "email"}, Email()),
        ({**TEXT, "format": "uri"}, Link()),
        ({**TEXT, "format": "uuid"}, Text()),
        (USER, Listed(of="user")),
        (CHANNEL, Listed(of="channel")),
        ({"anyOf": [USER, {"type": "null"}]}, Listed(of="user")),
        ({"type": "array", "items": USER}, Listed(of="user", is_several=True)),
        ({"type": "array", "items": CHANNEL}, Listed(of="channel", is_several=True)),
        ({"type": "array", "items": {"anyOf": [USER, CHANNEL]}}, Structure()),
        (SHARE, Number(is_whole=True, least=1, most=100)),
        ({"type": "number"}, Number(is_whole=False)),
        ({"type": "object", "additionalProperties": TEXT}, Structure()),
        ({"type": "array", "items": TEXT}, Structure()),
        ({"anyOf": [TEXT, {"type": "integer"}]}, Structure()),
        ({"anyOf": [SHARE, {"type": "null"}]}, Number(is_whole=True, least=1, most=100)),
        ({"type": ["string", "null"], "maxLength": 9}, Text(most=9)),
        (True, Structure()),
    ],
)
def test_a_field_is_asked_for_by_its_type(schema: Any, widget: Widget) -> None:
    (field,) = forms.fields_of(form_of({"x": schema}))

    assert field.widget == widget


@pytest.mark.parametrize(
    ("schema", "labels", "kind"),
    [
        ({"type": "boolean"}, ["Yes", "No"], Choice),
        ({**TEXT, "enum": ["a", "b"]}, ["a", "b"], Choice),
        (
            {"anyOf": [{**TEXT, "enum": ["a"]}, {"type": "integer", "enum": [1]}]},
            ["a", "1"],
            Choice,
        ),
        ({"anyOf": [{**TEXT, "enum": ["a"]}, {"type": "null"}]}, ["a"], Choice),
        ({"enum": ["a", None]}, ["a"], Choice),
        ({"const": "only"}, ["only"], Choice),
        ({"type": "array", "items": {**TEXT, "enum": ["a", "b"]}}, ["a", "b"], Choices),
        ({"$ref": "#/$defs/Env"}, ["dev", "prod"], Choice),
        ({"anyOf": [{"$ref": "#/$defs/Env"}, {"type": "null"}]}, ["dev", "prod"], Choice),
        ({"type": "array", "items": {"$ref": "#/$defs/Env"}}, ["dev", "prod"], Choices),
    ],
)
def test_what_can_be_chosen_is_listed(schema: Any, labels: list[str], kind: type) -> None:
    row = form_of({"x": schema})
    stored = json.loads(row.schema) | {"$defs": {"Env": {**TEXT, "enum": ["dev", "prod"]}}}

    found = form_fields.fields_of_form(asked.requirement(row.ask, {"x": None}, stored), ("x",))[
        0
    ].widget

    assert type(found) is kind
    assert isinstance(found, Choice | Choices)
    assert [option.label for option in found.options] == labels


def test_a_schema_that_refers_to_itself_or_nowhere_is_asked_for_as_json() -> None:
    for reference in ("#/$defs/Me", "#/nowhere", "elsewhere"):
        row = form_of({"x": {"$ref": reference}})
        stored = json.loads(row.schema) | {"$defs": {"Me": {"$ref": "#/$defs/Me"}}}

        (field,) = forms.fields_of(asked.requirement(row.ask, {"x": None}, stored))

        assert field.widget == Structure()


def test_titles_become_labels_and_descriptions_hints() -> None:
    properties = {"traffic_share": {**SHARE, "description": "In percent."}, "due_day": TEXT}

    share, day = forms.fields_of(form_of(properties))

    assert (share.label, share.hint) == ("Traffic share", "In percent. 1 to 100")
    assert (day.label, day.hint) == ("Due day", "")


@pytest.mark.parametrize(
    ("limits", "hint"),
    [
        ({"minimum": 1}, "1 or more"),
        ({"maximum": 9.5}, "9.5 or less"),
        ({"minimum": 1, "maximum": 9}, "1 to 9"),
        ({}, ""),
        ({"minimum": True}, ""),
    ],
)
def test_the_limits_of_a_number_are_a_hint(limits: Any, hint: str) -> None:
    (field,) = forms.fields_of(form_of({"n": {"type": "number", **limits}}))

    assert field.hint == hint


def test_a_proposal_that_is_too_long_for_a_field_says_so() -> None:
    (field,) = forms.fields_of(form_of({"a": TEXT}, a="x" * 3_001))

    assert field.hint == "What was proposed is too long to stand here."


@pytest.mark.parametrize("name", ["body", "error_message", "release_notes"])
def test_what_is_likely_to_be_long_gets_several_lines(name: str) -> None:
    assert forms.fields_of(form_of({name: TEXT}))[0].widget == Text(is_long=True)


def test_a_long_proposal_gets_several_lines() -> None:
    (field,) = forms.fields_of(form_of({"a": TEXT}, a="one\ntwo"))

    assert field.widget == Text(is_long=True)


def test_what_the_model_proposed_or_the_tool_defaults_to_stands_there() -> None:
    properties = {"a": TEXT, "b": {**TEXT, "default": "later"}, "c": TEXT}

    fields = forms.fields_of(form_of(properties, "b", a="now"))

    assert [field.value for field in fields] == ["now", "later", None]


@pytest.mark.parametrize(
    ("kind", "value"),
    [("integer", 10**300), ("number", 5e-324), ("object", {"a": "x" * 3_000})],
)
def test_whatever_is_too_long_for_its_field_says_so(kind: str, value: Any) -> None:
    (field,) = forms.fields_of(form_of({"x": {"type": kind}}, x=value))

    assert "What was proposed is too long to stand here." in field.hint


def test_a_proposal_with_hidden_characters_says_so() -> None:
    (field,) = forms.fields_of(form_of({"a": TEXT}, a="x\u200b"))

    assert field.hint == "What was proposed holds invisible characters."


def test_every_kind_of_field_gives_its_typed_value() -> None:
    properties = {
        "name": TEXT,
        "count": SHARE,
        "ratio": {"type": "number"},
        "urgent": {"type": "boolean"},
        "env": {**TEXT, "enum": ["dev", "prod"]},
        "size": {"type": "integer", "enum": [1, 2, 4]},
        "tags": {"type": "array", "items": {**TEXT, "enum": ["new", "paid"]}},
        "day": {**TEXT, "format": "date"},
        "hour": {**TEXT, "format": "time"},
        "moment": {**TEXT, "format": "date-time"},
        "mail": {**TEXT, "format": "email"},
        "page": {**TEXT, "format": "uri"},
        "labels": {"type": "object"},
    }
    states = {
        "f0": text("Ana\n Alves "),
        "f1": text("12"),
        "f2": text("0.5"),
        "f3": chosen(1),
        "f4": chosen(1),
        "f5": chosen(2),
        "f6": ticked(0, 1),
        "f7": {"v": {"selected_date": "2026-11-20"}},
        "f8": {"v": {"selected_time": "14:30"}},
        "f9": {"v": {"selected_date_time": 1_795_183_200}},
        "f10": text(" ana@example.com "),
        "f11": text("https://example.com"),
        "f12": text('{"a": [1, true]}'),
    }

    assert values(form_of(properties), states) == {
        "name": "Ana\n Alves ",
        "count": 12,
        "ratio": 0.5,
        "urgent": False,
        "env": "prod",
        "size": 4,
        "tags": ["new", "paid"],
        "day": "2026-11-20",
        "hour": "14:30",
        "moment": "2026-11-20T14:00:00Z",
        "mail": "ana@example.com",
        "page": "https://example.com",
        "labels": {"a": [1, True]},
    }


def test_fields_are_found_again_on_every_version_of_the_card() -> None:
    row = form_of({"a": TEXT, "b": SHARE})

    for suffix in ("", ".1.2.0.1", ".1.2.0.47"):
        states = {f"f0{suffix}": text("x"), f"f1{suffix}": text("3")}

        assert values(row, states) == {"a": "x", "b": 3}


@pytest.mark.parametrize(
    ("schema", "optional", "expected"),
    [
        ({"anyOf": [TEXT, {"type": "null"}]}, False, {"x": None}),
        ({**TEXT, "default": "later"}, True, {"x": "later"}),
        ({**TEXT, "default": ""}, True, {"x": ""}),
        (TEXT, True, {}),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, False, {"x": []}),
    ],
)
def test_a_blank_is_absent_null_or_the_default_as_the_schema_says(
    schema: Any, optional: bool, expected: Any
) -> None:
    row = form_of({"x": schema}, *(["x"] if optional else []), x=None)

    assert values(row, {"f0": text(None)}) == expected
    assert values(row, {}) == expected
    assert forms.fields_of(row)[0].is_optional


@pytest.mark.parametrize("state", [text(None), text(""), text("  \n")])
def test_a_needed_field_that_is_left_empty_is_named(state: Any) -> None:
    row = form_of({"traffic": SHARE})

    assert complaints(row, {"f0": state}) == [("f0", "Traffic share is missing")]


CHOICES = {"type": "array", "items": {**TEXT, "enum": ["a", "b"]}}
SURPRISES = [
    ("Traffic share must be 1 to 100", SHARE, text("101")),
    ("Traffic share must be a whole number", SHARE, text("1.5")),
    ("Traffic share must be a whole number", SHARE, text("ten")),
    ("Traffic share must be a whole number", SHARE, text("٣")),
    ("Traffic share must be a whole number", SHARE, text("9" * 301)),
    ("Traffic share must be 1 to 100", SHARE, text("9" * 300)),
    ("X must be a number", {"type": "number"}, text("NaN")),
    ("X must be text", TEXT, {"v": {"value": 3}}),
    ("X must be text", TEXT, {"v": {"value": ["a"]}}),
    ("X must have at most 3,000 characters", TEXT, text("x" * 1_000_000)),
    ("X must have at most 3 characters", {**TEXT, "maxLength": 3}, text("four")),
    ("X must match ^SUP-", {**TEXT, "pattern": "^SUP-"}, text("BUG-1")),
    ("X must be one of the options", {"enum": ["a", "b"]}, chosen(2)),
    ("X must be one of the options", {"enum": ["a", "b"]}, chosen("-1")),
    ("X must be one of the options", {"enum": ["a", "b"]}, chosen("a")),
    ("X must be one of the options", {"enum": ["a", "b"]}, chosen("")),
    ("X must be one of the options", {"enum": ["a", "b"]}, {"v": {"selected_option": "0"}}),
    (
        "X must be one of the options",
        {"enum": ["a", "b"]},
        {"v": {"selected_option": {"value": 0}}},
    ),
    ("X must be a date", {**TEXT, "format": "date"}, {"v": {"selected_date": 20261120}}),
    (
        "X must be a date, like 2026-11-20",
        {**TEXT, "format": "date"},
        {"v": {"selected_date": "20.11."}},
    ),
    (
        "X must be a date and time",
        {**TEXT, "format": "date-time"},
        {"v": {"selected_date_time": 1e99}},
    ),
    (
        "X must be a date and time",
        {**TEXT, "format": "date-time"},
        {"v": {"selected_date_time": 10**12}},
    ),
    (
        "X must be a date and time",
        {**TEXT, "format": "date-time"},
        {"v": {"selected_date_time": -1}},
    ),
    ("X must be an email address", {**TEXT, "format": "email"}, text("ana")),
    ('X must be JSON, like [1, 2] or {"name": "value"}', {"type": "object"}, text("{")),
    ('X must be JSON, like [1, 2] or {"name": "value"}', {"type": "array"}, text("[" * 3_000)),
    ("X must be JSON: NaN is no number there", {"type": "array"}, text("[NaN]")),
    ("X must be an object", {"type": "object"}, text("[1]")),
    ("X must be some of the options", CHOICES, {"v": {"selected_options": "0"}}),
    ("X must be some of the options", CHOICES, ticked(0, 1, 0)),
    ("X must be one of the options", CHOICES, ticked(7)),
    ("X must be one of the list", USER, {"v": {"selected_user": 3}}),
    (
        "X must be the id of a person in Slack, like U0123ABCD",
        USER,
        {"v": {"selected_user": "bob"}},
    ),
    (
        "X must be the id of a channel in Slack, like C0123ABCD",
        CHANNEL,
        {"v": {"selected_conversation": "D0DIRECT"}},
    ),
    (
        "X must be some of the list",
        {"type": "array", "items": USER},
        {"v": {"selected_users": "U0BOB"}},
    ),
    (
        "X at [1] must be the id of a person in Slack, like U0123ABCD",
        {"type": "array", "items": USER},
        {"v": {"selected_users": ["U0BOB", "bob"]}},
    ),
    ("X must be a time of day", {**TEXT, "format": "time"}, {"v": {"selected_time": 14}}),
]


@pytest.mark.parametrize(("complaint", "schema", "state"), SURPRISES)
def test_what_can_not_be_used_is_said_with_the_label(
    complaint: str, schema: Any, state: Any
) -> None:
    row = form_of({"x": schema})

    assert complaints(row, {"f0": state}) == [("f0", complaint)]


@pytest.mark.parametrize(
    "states",
    [
        {"f0": text("x"), "f1": text("y")},
        {"f0": text("x"), "f0.9.9.9.1": text("y")},
        {"f0": text("x"), "o9": text("y")},
        {"f0": "x"},
        {"f0": {"v": "x"}},
        {"f0": {"w": {"value": "x"}}},
        {"f0": {"v": None}},
    ],
)
def test_what_nobody_asked_for_is_refused(states: Any) -> None:
    row = form_of({"x": TEXT})

    assert complaints(row, states) == [("", "The form holds a field that nobody asked for")]


def test_a_lone_surrogate_is_refused_in_words() -> None:
    ((field, said),) = complaints(form_of({"x": TEXT}), {"f0": text("\ud800")})

    assert field == "f0"
    assert said.startswith("X ")


def test_all_that_is_wrong_is_said_at_once() -> None:
    row = form_of({"a": SHARE, "b": {**SHARE, "title": "Second"}})

    assert complaints(row, {"f0": text("0"), "f1": text("101")}) == [
        ("f0", "Traffic share must be 1 to 100"),
        ("f1", "Second must be 1 to 100"),
    ]


def test_where_inside_a_structure_it_is_wrong_is_said() -> None:
    schema = {"type": "array", "items": {"type": "integer"}}

    ((field, said),) = complaints(form_of({"numbers": schema}), {"f0": text('[1, "x"]')})

    assert (field, said) == ("f0", "Numbers at [1] must be a whole number")


def test_two_fields_with_one_label_keep_their_values_apart() -> None:
    row = form_of({"a": {**TEXT, "title": "Name"}, "b": {**TEXT, "title": "Name"}})

    assert values(row, {"f0": text("one"), "f1": text("two")}) == {"a": "one", "b": "two"}


def test_options_beyond_any_list_are_typed_and_checked() -> None:
    row = form_of({"x": {**TEXT, "enum": [f"v{number}" for number in range(2_000)]}})

    assert values(row, {"f0": text("v1999")}) == {"x": "v1999"}
    ((_, said),) = complaints(row, {"f0": text("v2000")})
    assert said.startswith("X must be one of v0, v1")
    assert len(said) < 400


def test_more_fields_than_a_form_holds_are_one_json_object() -> None:
    row = form_of({f"x{number}": {"type": "integer"} for number in range(99)}, x0=7)
    (field,) = forms.fields_of(row)

    everything = {f"x{number}": number for number in range(99)}

    assert field.widget == Structure()
    assert values(row, {"f0": text(json.dumps(everything))}) == everything
    assert complaints(row, {"f0": text("[]")}) == [("f0", "All 99 fields must be one JSON object")]
    extra = json.dumps(everything | {"y": 1})
    assert complaints(row, {"f0": text(extra)}) == [("", "y is not asked for")]
    missing = json.dumps({"x0": 1})
    assert ("", "x1 is missing") in complaints(row, {"f0": text(missing)})


def test_the_order_of_the_signature_is_kept_by_the_same_keyword() -> None:
    assert schemas.ORDER == ORDER


REGIONAL = asked.feedback()
REGION = asked.question("Which region?", "eu", "us")


@pytest.mark.parametrize(("verb", "answer"), [("pick0", "eu"), ("pick1", "us")])
def test_a_button_answers_with_its_option(verb: str, answer: str) -> None:
    row = asked.feedback(REGION)

    assert values(row, {}, verb) == [{"question": "Which region?", "answer": answer}]


@pytest.mark.parametrize(
    ("row", "verb"),
    [
        (asked.feedback(REGION), "pick2"),
        (asked.feedback(REGION, REGION), "pick0"),
        (asked.feedback(asked.question("Which?", "a", several=True)), "pick0"),
        (asked.feedback(asked.question("Which?")), "pick0"),
    ],
)
def test_a_button_that_was_not_offered_answers_nothing(row: Requirement, verb: str) -> None:
    assert complaints(row, {}, verb) == [("", "That is not one of the options")]


def test_two_questions_with_one_text_keep_their_answers_apart() -> None:
    row = asked.feedback(REGION, REGION)

    assert values(row, {"f0": chosen(0), "f1": chosen(1)}) == [
        {"question": "Which region?", "answer": "eu"},
        {"question": "Which region?", "answer": "us"},
    ]


def test_two_options_with_one_label_can_both_be_chosen() -> None:
    row = asked.feedback(asked.question("Which?", "same", "same", several=True))

    assert values(row, {"f0": ticked(0, 1)}) == [{"question": "Which?", "answer": ["same", "same"]}]


@pytest.mark.parametrize(
    ("question", "states", "answer"),
    [
        (asked.question("Q?", "a", "b"), {"f0": chosen(0), "o0": text("mine")}, "mine"),
        (asked.question("Q?", "a", "b"), {"f0": chosen(0), "o0": text(" ")}, "a"),
        (asked.question("Q?", "a", several=True), {"f0": ticked(0), "o0": text("c")}, ["a", "c"]),
        (asked.question("Q?", "a", several=True), {"f0": ticked(), "o0": text("c")}, ["c"]),
        (asked.question("Q?"), {"f0": text("freely")}, "freely"),
    ],
)
def test_own_words_count_as_an_answer(question: Any, states: Any, answer: Any) -> None:
    row = asked.feedback(question)

    assert values(row, states, "answer") == [{"question": "Q?", "answer": answer}]


def test_every_question_needs_an_answer() -> None:
    row = asked.feedback(REGION, asked.question("Which tags?", "a", several=True))

    assert complaints(row, {"f0": chosen(None), "f1": ticked()}) == [
        ("f0", "Which region? needs an answer"),
        ("f1", "Which tags? needs an answer"),
    ]


def test_more_questions_than_a_form_holds_are_answered_as_one_list() -> None:
    row = asked.feedback(*[asked.question(f"Q{number}?") for number in range(31)])

    found = values(row, {"f0": text(json.dumps(["yes"] * 31))}, "answer")

    assert found[30] == {"question": "Q30?", "answer": "yes"}
    ((_, said),) = complaints(row, {"f0": text('["yes"]')}, "answer")
    assert said == "Answers to all 31 questions must be a list of 31 answers"


def test_questions_of_a_strange_shape_are_still_questions() -> None:
    plain = asked.requirement(
        REGIONAL.ask, {"questions": [{"question": "Q?", "options": ["a", 2]}]}
    )
    none = asked.requirement(REGIONAL.ask, {"questions": "none"})

    assert values(plain, {"f0": chosen(1)}) == [{"question": "Q?", "answer": "2"}]
    assert forms.fields_of(none) == ()


def test_one_list_for_all_questions_has_to_be_json() -> None:
    row = asked.feedback(*[asked.question(f"Q{number}?") for number in range(31)])

    ((_, said),) = complaints(row, {"f0": text("yes")}, "answer")

    assert said.startswith("Answers to all 31 questions must be JSON")


def test_one_object_for_all_fields_has_to_be_json() -> None:
    row = form_of({f"x{number}": {"type": "integer"} for number in range(99)})

    ((_, said),) = complaints(row, {"f0": text("yes")})

    assert said.startswith("All 99 fields must be JSON")


@pytest.mark.parametrize("state", [asked.chosen(0), text("\ud800")])
def test_an_answer_that_is_no_text_is_refused(state: Any) -> None:
    row = asked.feedback(asked.question("Why?"))

    assert isinstance(forms.read(row, "submit", {"f0": state}), Invalid)


@pytest.mark.parametrize("row", [asked.confirmation(), asked.external(), asked.unknown()])
def test_what_asks_for_no_form_takes_none(row: Requirement) -> None:
    assert complaints(row, {}) == [("", "This request can't be answered with that form")]


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(
                st.sampled_from(["v", "value", "selected_option", "selected_options"]),
                st.sampled_from(["selected_date", "selected_time", "selected_date_time"]),
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=8,
)
BLOCK_IDS = st.one_of(
    st.sampled_from([f"{kind}{n}{s}" for kind in "fo" for n in range(5) for s in ("", ".1.2.0.3")]),
    st.text(max_size=5),
)


@given(st.dictionaries(BLOCK_IDS, st.dictionaries(st.sampled_from(["v", "w"]), JUNK, max_size=2)))
@settings(deadline=None)
def test_whatever_is_sent_ends_in_an_answer_or_in_words(states: dict[str, Any]) -> None:
    several = asked.question("Which?", "a", "b", several=True)
    kinds = form_of({"a": {"format": "date-time"} | TEXT, "b": {"type": "number"}, "c": {}})
    for row in (asked.form(), asked.feedback(REGION, several, asked.question("Why?")), kinds):
        found = forms.read(row, "submit", states)

        assert isinstance(found, Answered) or all(each.message for each in found.problems)  # type: ignore[union-attr]
