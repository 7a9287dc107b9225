"""Names in arguments stand for the ids that a tool asks for, and nothing else does."""

import json
from typing import Any

import pytest

from signoff.core.addressees import with_ids
from signoff.core.who import Who

PEOPLE = (
    Who(id="U0ANA", name="Ana Alves"),
    Who(id="U0BOB", name="bob"),
    Who(id="C0OPS", name="ops"),
    Who(id="U1", name="twin"),
    Who(id="U2", name="twin"),
)
USER: dict[str, Any] = {"type": "string", "format": "slack-user"}
CHANNEL: dict[str, Any] = {"type": "string", "format": "slack-channel"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "to": USER,
        "cc": {"type": "array", "items": USER},
        "where": {"anyOf": [CHANNEL, {"type": "null"}]},
        "text": {"type": "string"},
    },
}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"to": "@Ana Alves"}, {"to": "U0ANA"}),
        ({"to": "bob"}, {"to": "U0BOB"}),
        ({"to": "U0EVE"}, {"to": "U0EVE"}),
        ({"to": "@eve"}, {"to": "@eve"}),
        ({"to": "@twin"}, {"to": "@twin"}),
        ({"cc": ["@bob", "U9"]}, {"cc": ["U0BOB", "U9"]}),
        ({"where": "#ops"}, {"where": "C0OPS"}),
        ({"where": None}, {"where": None}),
        ({"text": "@bob", "more": 5}, {"text": "@bob", "more": 5}),
    ],
    ids=range(9),
)
def test_a_name_stands_for_the_id_where_one_is_asked_for(
    given: dict[str, Any], found: dict[str, Any]
) -> None:
    assert json.loads(with_ids(json.dumps(given), SCHEMA, PEOPLE)) == found


@pytest.mark.parametrize("raw", ["", "no json", '{"to": "bob", "to": "bob"}', '"bob"', "[1"])
def test_what_is_no_sound_object_stays_as_it_is(raw: str) -> None:
    assert with_ids(raw, SCHEMA, PEOPLE) == raw


def test_arguments_without_names_stay_byte_for_byte() -> None:
    raw = '{ "to":"U0ANA" ,"text": "a\\u00e9"}'

    assert with_ids(raw, SCHEMA, PEOPLE) == raw
