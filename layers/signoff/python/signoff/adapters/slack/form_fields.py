"""The fields of a tool's arguments that a person fills in, read from the stored schema."""

import json
import re
from dataclasses import replace

from signoff.adapters.slack.escapes import hides_something, one_line
from signoff.adapters.slack.limits import FIELDS_IN_FORM, OPTIONS_IN_GROUPS
from signoff.adapters.slack.schemas import (
    Property,
    item_format,
    item_of,
    property_of,
    stored_schema,
)
from signoff.adapters.slack.untouched import can_stand
from signoff.adapters.slack.widgets import (
    ABSENT,
    Absent,
    Choice,
    Choices,
    Day,
    Email,
    Field,
    Hour,
    Link,
    Listed,
    Moment,
    Number,
    Option,
    Structure,
    Text,
    Widget,
)
from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.merging import final_arguments
from signoff.core.requirement import Requirement
from signoff.core.schema import check

_LONG_NAMES = re.compile(r"(.*_)?(body|comment|content|description|details|message|notes|text)")
_LONG_FROM = 200
_LISTED = {"slack-user": Listed(of="user"), "slack-channel": Listed(of="channel")}


def fields_of_form(requirement: Requirement, names: tuple[str, ...]) -> tuple[Field, ...]:
    """List the fields with these names; so many that no form holds them become one."""
    schema = stored_schema(requirement)
    given = _to_start_from(requirement)
    if len(names) > FIELDS_IN_FORM:
        return (_all_in_one({name: given.get(name) for name in names}),)
    hidden = requirement.terms.redact
    fields = (
        _field(f"f{index}", name, schema, given.get(name)) for index, name in enumerate(names)
    )
    # Not even a default: what stands in a field that is to be hidden would be seen.
    return tuple(replace(each, value=None) if each.name in hidden else each for each in fields)


def _to_start_from(requirement: Requirement) -> JsonObject:
    """Give what a form begins with: the arguments so far, without those that nobody sees."""
    given: JsonObject = json.loads(final_arguments(requirement))
    hidden = requirement.terms.redact
    return {name: value for name, value in given.items() if name not in hidden}


def _all_in_one(given: JsonObject) -> Field:
    return Field(
        key="f0",
        name="",
        label=f"All {len(given)} fields",
        hint="As one JSON object.",
        widget=Structure(),
        value=given,
    )


def _field(key: str, name: str, schema: JsonObject, given: Json) -> Field:
    found = property_of(schema, name)
    value = found.shape.get("default") if given is None else given
    widget = _widget(schema, found, name, value)
    field = Field(
        key=key,
        name=name,
        label=_label(name, found.shape),
        widget=widget,
        is_optional=found.is_nullable or not found.is_required or _may_be_none(found, widget),
        blank=_blank(found, widget),
        value=value,
    )
    return replace(field, hint=_hint(found.shape, field))


def _may_be_none(found: Property, widget: Widget) -> bool:
    """Tell whether nothing chosen is an answer: an empty list."""
    is_several = isinstance(widget, Choices) or (isinstance(widget, Listed) and widget.is_several)
    return is_several and not check(found.shape, [])


def _blank(found: Property, widget: Widget) -> "Json | Absent":
    if found.is_nullable:
        return None
    if "default" in found.shape:
        return found.shape["default"]
    return () if _may_be_none(found, widget) else ABSENT


def _label(name: str, words: JsonObject) -> str:
    title = words.get("title")
    if isinstance(title, str) and title.strip():
        return one_line(title)
    spaced = one_line(name.replace("_", " "))
    return f"{spaced[0].upper()}{spaced[1:]}"


def _hint(words: JsonObject, field: Field) -> str:
    hints = [str(words.get("description") or ""), _form_of(field.widget), _caution(field)]
    said = " ".join(hint.strip() for hint in hints if hint.strip())
    return one_line(said) if said else ""


def _form_of(widget: Widget) -> str:
    match widget:
        case Number(least=least, most=most) if least is not None and most is not None:
            return f"{canonical(least)} to {canonical(most)}"
        case Number(least=least) if least is not None:
            return f"{canonical(least)} or more"
        case Number(most=most) if most is not None:
            return f"{canonical(most)} or less"
        case Moment():
            return "In your time zone."
        case Structure():
            return "As JSON."
        case _:
            return ""


def _caution(field: Field) -> str:
    if not can_stand(field):
        return "What was proposed is too long to stand here."
    if not isinstance(field.value, str) or not isinstance(field.widget, Text | Email | Link):
        return ""
    return "What was proposed holds invisible characters." if hides_something(field.value) else ""


def _widget(schema: JsonObject, found: Property, name: str, value: Json) -> Widget:
    shape = found.shape
    if found.choices:
        return _choice(found.choices)
    match shape.get("type"):
        case "string":
            widget = _text(shape, name, value)
        case "integer" | "number" as kind:
            widget = _number(shape, is_whole=kind == "integer")
        case "boolean":
            widget = _choice((True, False))
        case "array":
            listed = _LISTED.get(item_format(schema, shape))
            of_many = replace(listed, is_several=True) if listed else None
            widget = of_many or _several(item_of(schema, shape))
        case _:
            widget = Structure()
    return widget


def _text(shape: JsonObject, name: str, value: Json) -> Widget:
    formats: dict[str, Widget] = {
        "date": Day(),
        "time": Hour(),
        "date-time": Moment(),
        "email": Email(),
        "uri": Link(),
        **_LISTED,
    }
    form = shape.get("format")
    if isinstance(form, str) and form in formats:
        return formats[form]
    most = _whole(shape.get("maxLength"))
    is_long = isinstance(value, str) and (len(value) > _LONG_FROM or "\n" in value)
    is_long = is_long or (bool(_LONG_NAMES.fullmatch(name)) if most is None else most > _LONG_FROM)
    return Text(is_long=is_long, least=_whole(shape.get("minLength")) or 0, most=most)


def _number(shape: JsonObject, *, is_whole: bool) -> Number:
    return Number(
        is_whole=is_whole, least=_limit(shape.get("minimum")), most=_limit(shape.get("maximum"))
    )


def _choice(values: tuple[Json, ...]) -> Widget:
    # A list that nobody can scroll through is typed, and checked against the list.
    if len(values) <= OPTIONS_IN_GROUPS:
        return Choice(options=tuple(Option(value=value, label=_shown(value)) for value in values))
    return Text() if all(isinstance(value, str) for value in values) else Structure()


def _several(values: tuple[Json, ...]) -> Widget:
    if not 0 < len(values) <= OPTIONS_IN_GROUPS:
        return Structure()
    return Choices(options=tuple(Option(value=value, label=_shown(value)) for value in values))


def _shown(value: Json) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return one_line(value) if isinstance(value, str) else canonical(value)


def _whole(limit: Json) -> int | None:
    return limit if isinstance(limit, int) and not isinstance(limit, bool) else None


def _limit(limit: Json) -> float | None:
    return None if isinstance(limit, bool) or not isinstance(limit, int | float) else limit
