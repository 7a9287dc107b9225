"""The human sentence on a card."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.agent.errors import ToolDefinitionError
from signoff.agent.spot import Spot
from signoff.agent.titles import LONGEST, Summary, check_summary, title_of, titled_by
from signoff.core.canonical import JsonObject


def of_two_lines(arguments: Mapping[str, Any]) -> str:
    return f"Deploy\n{arguments['service']}"


def too_long(_: Mapping[str, Any]) -> str:
    return "x" * 500


def blank(_: Mapping[str, Any]) -> str:
    return "  "


def no_text(_: Mapping[str, Any]) -> int:
    return 3


def fails(_: Mapping[str, Any]) -> str:
    raise KeyError("to")


@pytest.mark.parametrize(
    ("name", "arguments", "title"),
    [
        ("send_email", {"to": "bob@example.com", "subject": "x"}, "Send email to bob@example.com"),
        ("delete_file", {"path": "/tmp/x"}, "Delete file /tmp/x"),  # noqa: S108
        ("ship_to", {"to": "Oslo"}, "Ship to Oslo"),
        ("move", {"sent_from": "a"}, "Move from a"),
        ("get_stories", {"num_stories": 3}, "Get stories (num stories: 3)"),
        (
            "get_stories",
            {"flag": True, "tags": [], "text": "x" * 61, "n": 2.5},
            "Get stories (n: 2.5)",
        ),
        ("restart-all", {}, "Restart all"),
        ("note", {"text": "  "}, "Note"),
        ("note", {"text": "a\n b\u2028c"}, "Note a b c"),
        ("_", {}, ""),
    ],
)
def test_a_title_comes_from_the_name_and_the_first_short_argument(
    name: str, arguments: JsonObject, title: str
) -> None:
    assert title_of(name, arguments, None) == title


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        ("Deploy {service} to {env}", "Deploy api to …"),
        ("Deploy {{{service}}}", "Deploy {api}"),
        ("Share: {share}, tags: {tags}", 'Share: 5, tags: ["a"]'),
        ("Note: {empty}", 'Note: ""'),
        ("Note: {long}", f"Note: {'x' * 59}…"),
        (of_two_lines, "Deploy api"),
        (too_long, "x" * (LONGEST - 1) + "…"),
        (no_text, "Deploy api"),
        (blank, "Deploy api"),
        (fails, "Deploy api"),
    ],
)
def test_the_author_may_write_the_title(summary: Any, title: str) -> None:
    arguments: JsonObject = {
        "service": "api", "share": 5, "tags": ["a"], "empty": "", "long": "x" * 99,
    }  # fmt: skip

    assert title_of("deploy", arguments, summary) == title


@pytest.mark.parametrize(
    ("summary", "reason"),
    [
        ("To {where}", "its summary names {where}, which is no parameter. The parameters: to"),
        ("To {}", "its summary names {}, which is no parameter"),
        ("To {to.real}", "its summary names {to.real}, which is no parameter"),
        ("To {to[0]}", "its summary names {to[0]}, which is no parameter"),
        ("To {to!r}", "its summary formats {to}. Write {to} alone"),
        ("To {to:>9}", "its summary formats {to}. Write {to} alone"),
        ("To {to", "its summary can't be read: "),
    ],
)
def test_a_template_that_can_not_be_filled_is_refused(summary: str, reason: str) -> None:
    with pytest.raises(ToolDefinitionError) as refusal:
        check_summary(summary, ["to"], Spot(tool="send"))

    assert reason in str(refusal.value)


@pytest.mark.parametrize("summary", [None, fails, "To {to}", "No braces"])
def test_a_template_that_can_be_filled_passes(summary: Summary | None) -> None:
    check_summary(summary, ["to"], Spot(tool="send"))


@pytest.mark.parametrize(
    ("arguments", "summary", "names"),
    [
        ({"to": "bob", "subject": "x"}, None, ("to",)),
        ({"body": "x" * 61, "count": 3}, None, ("count",)),
        ({"is_loud": True}, None, ()),
        ({"to": "bob", "subject": "x"}, "To {to} about {subject}, {to}", ("to", "subject")),
        ({"to": "bob", "subject": "x"}, "Flush the cache", ()),
        ({"service": "api", "env": "prod"}, of_two_lines, ("service", "env")),
        ({"to": "bob", "subject": "x"}, fails, ("to",)),
        ({"to": "bob", "subject": "x"}, blank, ("to",)),
    ],
)
def test_a_title_speaks_of_some_arguments(
    arguments: JsonObject, summary: Summary | None, names: tuple[str, ...]
) -> None:
    assert titled_by(arguments, summary) == names


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()), st.text())
def test_a_title_is_one_line_of_a_bounded_length(arguments: JsonObject, name: str) -> None:
    title = title_of(name, arguments, None)

    assert len(title) <= LONGEST
    assert len(title.splitlines()) <= 1
