"""Hidden values: the words in their place, and texts without them."""

import pytest

from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.decision import Answered
from signoff.core.discretion import masked_text, secrets_of, seen_call
from signoff.core.journal import AskFirst, Call, Refuse
from signoff.core.redaction import (
    HIDDEN,
    hidden_arguments,
    hidden_words,
    masked,
    scrubbed,
    secrets_in,
    seen_arguments,
    without,
)
from signoff.core.terms import Terms
from signoff.core.titles import title_of
from tests.adapters.slack import asked

CANARY = "sk-live-4242 4242\n4242"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("x" * 24, "hidden, 24 characters"),
        ("", "hidden, 0 characters"),
        ("é", "hidden, 1 character"),
        ("x" * 12_480, "hidden, 12,480 characters"),
        (4821, "hidden, 4 characters"),
        (None, "hidden, 4 characters"),
        ({"a": [1, 2]}, "hidden, 11 characters"),
    ],
)
def test_a_hidden_value_says_only_how_long_it_is(value: Json, words: str) -> None:
    assert hidden_words(value) == words


def test_only_what_is_named_is_hidden() -> None:
    assert masked({"to": "bob", "key": CANARY}, ("key",)) == {
        "to": "bob",
        "key": f"hidden, {len(CANARY)} characters",
    }


def test_a_request_shows_its_arguments_without_what_is_hidden() -> None:
    row = asked.confirmation({"to": "bob", "key": CANARY}, terms=Terms(redact=("key",)))

    assert seen_arguments(row) == {"to": "bob", "key": f"hidden, {len(CANARY)} characters"}
    assert hidden_arguments(row) == {"key": CANARY}


def test_what_a_person_filled_in_is_hidden_as_well_and_nobody_can_ask_for_it() -> None:
    row = asked.form(terms=Terms(redact=("note", "commit")))
    values: JsonObject = {"day": "2026-11-20", "env": "prod-eu", "note": CANARY, "pct": 25}

    filled = asked.decided(row, Answered(values=canonical(values)))

    assert seen_arguments(filled)["note"] == f"hidden, {len(CANARY)} characters"
    assert hidden_arguments(row) == {"commit": "4f1c9e2"}


@pytest.mark.parametrize(
    "quoted",
    [CANARY, " ".join(CANARY.split()), CANARY.replace("\n", "\\n")],
)
def test_a_text_that_repeats_a_hidden_value_is_shown_without_it(quoted: str) -> None:
    row = asked.confirmation({"key": CANARY}, terms=Terms(redact=("key",)))

    assert scrubbed(row, f"I use {quoted}, twice: {quoted}") == (f"I use {HIDDEN}, twice: {HIDDEN}")


def test_parts_of_a_hidden_object_and_numbers_are_taken_out_too() -> None:
    found = secrets_in([{"card": {"number": 4242_4242, "names": ["Ana Ng", "An"]}}], ("card",))

    assert without(found, "Ana Ng pays with 42424242") == f"{HIDDEN} pays with {HIDDEN}"
    assert "An" not in found


def test_the_longer_of_two_values_is_taken_out_first() -> None:
    assert without({"abc", "abcdef"}, "abcdef") == HIDDEN


def test_where_nothing_is_hidden_a_text_stays_as_it_is() -> None:
    assert scrubbed(asked.confirmation(), "to bob@example.com") == "to bob@example.com"


def test_a_title_with_a_hidden_value_in_it_gives_way_to_the_name_of_the_tool() -> None:
    row = asked.confirmation({"key": CANARY}, title=f"Use {CANARY}", terms=Terms(redact=("key",)))

    assert title_of(row) == "Tool"


@pytest.mark.parametrize("chosen", ["Delete", " e ", "Delete all", "all users\n"])
def test_no_hidden_value_takes_words_of_the_author_out_of_a_title(chosen: str) -> None:
    row = asked.confirmation(
        {"key": chosen}, title="Delete all users", tool="delete_all", terms=Terms(redact=("key",))
    )

    assert title_of(row) in {"Delete all users", "Delete all"}


def test_what_is_short_without_its_blanks_is_left_in_other_texts() -> None:
    row = asked.confirmation({"key": " e "}, terms=Terms(redact=("key",)))

    assert scrubbed(row, "Delete everything") == "Delete everything"


def call(arguments: str, *, refused: bool = False) -> Call:
    """Make a call with something hidden."""
    plan = Refuse(output="no") if refused else AskFirst()
    return Call(
        at=asked.FIRST,
        call_id="c",
        tool="pay",
        tool_version="1",
        arguments=arguments,
        plan=plan,
        redact=("key",),
    )


def test_a_call_is_told_without_it_even_where_it_was_refused() -> None:
    written = canonical({"key": CANARY})

    assert CANARY[:7] not in seen_call(call(written))
    assert CANARY[:7] not in seen_call(call(written, refused=True))
    assert seen_call(call("sk-live", refused=True)) == "hidden, 7 characters"


def test_json_without_names_stays_as_it_is() -> None:
    assert masked_text("[1]", ("key",)) == "[1]"
    assert masked_text('{"key":"abc"}', ()) == '{"key":"abc"}'


def test_a_runs_secrets_are_those_of_its_calls_and_its_requests() -> None:
    row = asked.confirmation({"key": "from-request"}, terms=Terms(redact=("key",)))

    found = secrets_of([call('{"key":"from-call"}'), call("no json", refused=True)], [row])

    assert {"from-request", "from-call"} <= found
