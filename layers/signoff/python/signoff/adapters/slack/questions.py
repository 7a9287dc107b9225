"""The model's questions, as the fields of a form."""

import json
from collections.abc import Mapping

from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.limits import FIELDS_IN_FORM, OPTIONS_IN_GROUPS
from signoff.adapters.slack.widgets import Choice, Choices, Field, Option, Structure, Text, Widget
from signoff.core.canonical import Json, JsonObject
from signoff.core.requirement import Requirement


def questions_of(requirement: Requirement) -> tuple[str, ...]:
    """List the words of the questions, as the model asked them."""
    return tuple(str(asked.get("question") or "") for asked in _asked(requirement))


def answers_in(values: str) -> tuple[tuple[str, str], ...]:
    """List each question with its answer in words; several chosen stand behind one another."""
    entries: Json = json.loads(values)
    listed = entries if isinstance(entries, list) else []
    return tuple(
        (one_line(str(entry.get("question") or "")), one_line(_spoken(entry.get("answer"))))
        for entry in listed
        if isinstance(entry, dict)
    )


def _spoken(answer: Json) -> str:
    return ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer)


def fields_of_questions(requirement: Requirement) -> tuple[Field, ...]:
    """List a field for each question; so many that no form holds them become one."""
    questions = _asked(requirement)
    if len(questions) > FIELDS_IN_FORM:
        return (_all_in_one(len(questions)),)
    return tuple(_field(f"f{index}", asked) for index, asked in enumerate(questions))


def _asked(requirement: Requirement) -> tuple[JsonObject, ...]:
    given: JsonObject = json.loads(requirement.arguments)
    asked = given.get("questions")
    if not isinstance(asked, list):
        return ()
    return tuple(question for question in asked if isinstance(question, Mapping))


def _all_in_one(count: int) -> Field:
    return Field(
        key="f0",
        name="",
        label=f"Answers to all {count} questions",
        hint="As one JSON list of texts, in the order of the questions.",
        widget=Structure(),
    )


def _field(key: str, asked: JsonObject) -> Field:
    listed = asked.get("options")
    options = tuple(map(_option, listed)) if isinstance(listed, list) else ()
    is_several = asked.get("multi_select") is True
    return Field(
        key=key,
        name="",
        label=one_line(str(asked.get("question") or "")),
        widget=_widget(options, is_several=is_several),
        hint="Choose any number." if is_several and options else "",
    )


def _widget(options: tuple[Option, ...], *, is_several: bool) -> Widget:
    if not options or len(options) > OPTIONS_IN_GROUPS:
        return Text(is_long=True)
    return Choices(options=options) if is_several else Choice(options=options)


def _option(listed: Json) -> Option:
    if not isinstance(listed, Mapping):
        return Option(value=str(listed), label=one_line(str(listed)))
    label = str(listed.get("label") or "")
    description = str(listed.get("description") or "")
    return Option(
        value=label,
        label=one_line(label),
        description=one_line(description) if description.strip() else "",
    )
