"""Fields as Slack's elements: what may stand there already."""

from typing import Any

import pytest

from signoff.adapters.slack.elements import element
from signoff.adapters.slack.widgets import (
    Choice,
    Choices,
    Day,
    Field,
    Hour,
    Listed,
    Moment,
    Number,
    Option,
    Structure,
    Text,
    Widget,
)

OPTIONS = (
    Option(value=1, label="1"),
    Option(value=True, label="Yes"),
    Option(value="1", label="1"),
)


def initial(widget: Widget, value: Any) -> Any:
    """Give what stands in a field already; None: nothing."""
    drawn = element(Field(key="f0", name="x", label="X", widget=widget, value=value))
    found = [said for key, said in drawn.items() if key.startswith("initial")]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("widget", "value", "stands"),
    [
        (Text(), "Hi", "Hi"),
        (Text(), "", None),
        (Text(), 3, None),
        (Text(), "x" * 3_000, "x" * 3_000),
        (Text(), "x" * 3_001, None),
        (Text(most=3), "four", None),
        (Text(least=3), "ab", None),
        (Number(is_whole=True), 3, "3"),
        (Number(is_whole=True), 3.5, None),
        (Number(is_whole=True), True, None),
        (Number(is_whole=False), 3.5, "3.5"),
        (Number(is_whole=False), 1e22, "1" + "0" * 22),
        (Number(is_whole=False), 1e-7, "0.0000001"),
        (Number(is_whole=False), 5e-324, None),
        (Number(is_whole=True), 10**63, "1" + "0" * 63),
        (Number(is_whole=True), 10**64, None),
        (Number(is_whole=True, least=1, most=9), 0, None),
        (Number(is_whole=True, least=1, most=9), 10, None),
        (Number(is_whole=True, least=1, most=9), 9, "9"),
        (Day(), "2026-11-20", "2026-11-20"),
        (Day(), "soon", None),
        (Hour(), "14:30:59", "14:30"),
        (Hour(), "25:00", None),
        (Moment(), "2026-11-20T14:00:00Z", 1_795_183_200),
        (Moment(), "2026-11-20T15:00:00+01:00", 1_795_183_200),
        (Moment(), "1999-12-31T23:59:59Z", None),
        (Moment(), "2026-11-20", None),
        (Listed(of="user"), "U0BOB", "U0BOB"),
        (Listed(of="user"), "bob", None),
        (Listed(of="user"), "C0OPS", None),
        (Listed(of="channel"), "C0OPS", "C0OPS"),
        (Listed(of="user", is_several=True), ["U0BOB", "x", "U0ANA"], ["U0BOB", "U0ANA"]),
        (Listed(of="channel", is_several=True), ["C0OPS"], ["C0OPS"]),
        (Listed(of="channel", is_several=True), None, None),
        (Structure(), {"a": [1]}, '{"a": [1]}'),
        (Structure(), None, None),
        (Structure(), ["a\u200bb\U000e0041"], r'["a\u200bb\udb40\udc41"]'),
    ],
)
def test_only_what_slack_would_take_stands_there_already(
    widget: Widget, value: Any, stands: Any
) -> None:
    assert initial(widget, value) == stands


@pytest.mark.parametrize(("value", "place"), [(1, "0"), (True, "1"), ("1", "2"), (False, None)])
def test_a_choice_stands_on_the_very_value(value: Any, place: str | None) -> None:
    found = initial(Choice(options=OPTIONS), value)

    assert (found and found["value"]) == place


def test_choices_stand_on_what_is_offered_of_them() -> None:
    found = initial(Choices(options=OPTIONS), ["1", "gone", True])

    assert [each["value"] for each in found] == ["1", "2"]
    assert initial(Choices(options=OPTIONS), "1") is None


@pytest.mark.parametrize(
    ("count", "kind", "groups"),
    [
        (5, "radio_buttons", 0),
        (6, "static_select", 0),
        (100, "static_select", 0),
        (101, "static_select", 2),
    ],
)
def test_a_longer_list_is_chosen_from_in_another_way(count: int, kind: str, groups: int) -> None:
    options = tuple(Option(value=number, label=str(number)) for number in range(count))

    drawn = element(Field(key="f0", name="x", label="X", widget=Choice(options=options)))

    assert drawn["type"] == kind
    assert len(drawn.get("option_groups", ())) == groups
