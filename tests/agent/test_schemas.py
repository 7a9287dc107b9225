"""Shapes written as JSON Schema."""

from signoff.agent.schemas import schema_of, schema_of_fields
from signoff.agent.shapes import Choice, Default, Field, Limited, Plain

TEXT = Plain(kind="string")


def test_an_object_keeps_the_order_of_its_fields() -> None:
    fields = [
        Field(name="to", shape=TEXT, description="Who."),
        Field(name="cc", shape=TEXT, is_required=False, default=Default(value="")),
    ]

    assert schema_of_fields(fields) == {
        "type": "object",
        "properties": {
            "to": {"type": "string", "description": "Who."},
            "cc": {"type": "string", "default": ""},
        },
        "required": ["to"],
        "additionalProperties": False,
        "x-order": ["to", "cc"],
    }


def test_choices_of_one_kind_are_one_list() -> None:
    assert schema_of(Choice(options=(("a", "a"), ("b", "b")))) == {
        "type": "string",
        "enum": ["a", "b"],
    }


def test_limits_bind_the_value_and_not_null() -> None:
    choice = Choice(options=((1, 1), (None, None)))

    assert schema_of(Limited(shape=choice, keywords={"minimum": 1})) == {
        "anyOf": [{"type": "integer", "enum": [1], "minimum": 1}, {"type": "null"}]
    }
