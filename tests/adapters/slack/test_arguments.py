"""Arguments as a card shows them: exactly what will run, and all of it."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signoff.adapters.slack import arguments
from signoff.adapters.slack.escapes import is_invisible
from signoff.adapters.slack.limits import TEXT_IN_BLOCK
from signoff.core.canonical import canonical
from tests.adapters.slack.reading_back import read_back

HARD = st.sampled_from(
    [
        "\u200b",
        "\u202e",
        "\ufeff",
        "\U000e0041",
        "\ufe0f",
        "\u3164",
        "\u00a0",
        "\u2028",
        "\ud800",
        "\x00",
        "\x7f",
        "\x85",
        "\\",
        "\\u{200b}",
        "\\u{5c}u{",
        '"',
        '"""',
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "  ",
        "]",
        "}",
        "to:  ",
        "`",
        "<!channel>",
        "é",
        "e\u0301",
        "漢",
        "😀",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(st.one_of(HARD, st.text(max_size=5)), max_size=12).map("".join),
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXTS,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=8), st.dictionaries(TEXTS, inner, max_size=8)),
    max_leaves=12,
)
ARGUMENTS = st.dictionaries(st.one_of(TEXTS, st.sampled_from(["to", "body"])), VALUES, max_size=6)


@given(ARGUMENTS, st.booleans())
@example({"a": "x\n", "b": '"""\n  y\n"""', "c": "\\u{200b}"}, True)
@example({"\\u{41}": "\\u{41}", "": ["\\u{41}" * 30]}, False)
@settings(deadline=None)
def test_what_is_shown_reads_back_to_the_very_arguments(
    given_arguments: dict[str, Any], is_raw: bool
) -> None:
    stored = canonical(given_arguments)

    shown = arguments.written(stored, is_raw=is_raw)

    assert canonical(read_back(shown)) == stored


@given(ARGUMENTS)
@settings(deadline=None)
def test_nothing_invisible_is_shown_as_it_is(given_arguments: dict[str, Any]) -> None:
    shown = arguments.written(canonical(given_arguments))

    assert not [each for each in shown if each != "\n" and is_invisible(each)]


@given(st.text(alphabet=st.sampled_from("ab \n\\{}u0\u200b"), max_size=9_000))
@settings(deadline=None, max_examples=30)
def test_pages_hold_every_character_once_in_blocks_that_fit(text: str) -> None:
    whole = arguments.written(canonical({"text": text * 3}))

    sheets = arguments.pages(whole)

    cut = [piece for sheet in sheets for piece in sheet]
    assert "".join(cut) == whole
    assert all(0 < len(piece) <= TEXT_IN_BLOCK for piece in cut)
    assert all(len(sheet) == arguments.PIECES_IN_PAGE for sheet in sheets[:-1])


def test_pages_are_not_turned_inside_an_escape() -> None:
    for length in range(12):
        whole = arguments.written(canonical({"t": "x" * length + "\u200b" * 3_000}))

        for piece in arguments.pieces(whole):
            assert piece.count("\\u{") == piece.count("}")


def test_names_stand_in_line_in_the_order_of_the_signature() -> None:
    stored = canonical({"to": "bob@example.com", "body": "Hi", "subject": "Refund"})

    shown = arguments.written(stored, order=("to", "subject", "body"))

    assert shown == 'to:       "bob@example.com"\nsubject:  "Refund"\nbody:     "Hi"'


def test_a_text_of_several_lines_reads_as_it_is() -> None:
    shown = arguments.written(canonical({"script": 'set -e\necho "hi"\t\\o/'}))

    assert shown == 'script:  """\n  set -e\n  echo "hi"\\u{9}\\o/\n"""'


def test_a_command_can_be_copied_without_further_quotes() -> None:
    stored = canonical({"command": 'sh -c "ls"'})

    assert arguments.written(stored) == 'command:  "sh -c \\"ls\\""'
    assert arguments.written(stored, is_raw=True) == 'command:  """\n  sh -c "ls"\n"""'


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [("x" * 888, True), ("x" * 900, False), ("x\n" * 12, True), ("x\n" * 16, False)],
)
def test_what_is_longer_than_a_row_shows_its_beginning_and_its_length(
    text: str, is_whole: bool
) -> None:
    stored = canonical({"text": text})

    found = arguments.shown(stored)

    assert found.is_whole is is_whole
    assert found.length == len(arguments.written(stored))
    assert arguments.written(stored).startswith(found.text)


def test_a_beginning_never_ends_inside_an_escape() -> None:
    for length in range(560, 600):
        found = arguments.shown(canonical({"t": "x" * length + "\u200b" * 100}))

        assert not found.is_whole
        assert found.text.count("\\u{") == found.text.count("}")
        assert not found.text.endswith(("\\", "\\u"))


@pytest.mark.parametrize(
    ("value", "has_escapes"),
    [
        ("plain\ntext\twith tab", False),
        ("zero\u200bwidth", True),
        ({"inside": ["\u202e"]}, True),
        ({"\u200bname": 1}, True),
        (["é", 3, None], False),
        ("\r", True),
    ],
)
def test_a_warning_is_given_only_for_what_hides(value: Any, has_escapes: bool) -> None:
    assert arguments.shown(canonical({"value": value})).has_escapes is has_escapes


def test_no_arguments_are_no_text() -> None:
    assert arguments.shown("{}") == arguments.Shown(
        text="", is_whole=True, length=0, has_escapes=False
    )


def test_a_list_too_long_for_a_line_is_one_entry_a_line() -> None:
    hosts = [f"host-{number}.example.com" for number in range(4)]

    shown = arguments.written(canonical({"hosts": hosts, "n": 1}), order=("hosts", "n"))

    assert shown.split("\n") == [
        "hosts:  [",
        *json.dumps(hosts, indent=2).split("\n")[1:],
        "n:      1",
    ]
