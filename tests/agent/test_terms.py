"""The terms of a pause are read where the tool is written, and contradict nothing."""

from datetime import timedelta
from typing import Any

import pytest

from signoff import tool
from signoff.agent.errors import ToolDefinitionError
from signoff.agent.tool import Tool
from signoff.core.terms import Sticky, Terms

HOUR_MS = 3_600_000
HOUR = timedelta(hours=1)
GROUP = {"approvers": "S0SRE"}


def _declared(**options: Any) -> Tool:
    options = {"requires_confirmation": True} | options

    @tool(**options)
    def refund(order: str, amount: int, note: str = "") -> None:
        """Refund an order."""

    return refund


def _terms(**options: Any) -> Terms:
    return _declared(**options).terms


def test_without_options_there_are_no_terms() -> None:
    assert _terms() == Terms()
    assert _terms(requires_confirmation=False) == Terms()


def test_the_reminder_comes_when_it_was_said() -> None:
    assert _terms(remind_after=HOUR).remind_after_ms == HOUR_MS


@pytest.mark.parametrize(
    ("options", "hours"),
    [
        ({}, 12),
        ({"escalate_after": 2 * HOUR}, 2),
        ({"expires_in": 8 * HOUR}, 4),
        ({"expires_in": 8 * HOUR, "remind_after": 2 * HOUR}, 5),
        ({"expires_in": None, "remind_after": 2 * HOUR}, 4),
        ({"expires_in": None, "escalate_after": 3 * HOUR}, 3),
    ],
    ids=range(6),
)
def test_escalation_comes_when_it_was_said_or_half_way(options: dict[str, Any], hours: int) -> None:
    terms = _terms(**GROUP, escalate_to="U0EVE", **options)

    assert terms.escalate_after_ms == hours * HOUR_MS


@pytest.mark.parametrize("channel", ["C0AUDIT", "G0AUDIT"])
def test_a_card_may_stand_in_another_channel(channel: str) -> None:
    assert _terms(channel=channel).route == channel


def test_a_card_may_go_to_each_approver() -> None:
    assert _terms(**GROUP, channel="dm").route == "dm"


def test_hidden_arguments_stand_in_the_order_of_the_signature() -> None:
    assert _terms(redact=["note", "order"]).redact == ("order", "note")
    assert _terms(requires_confirmation=False, redact=("note",)).redact == ("note",)


@pytest.mark.parametrize(
    ("options", "sticky"),
    [
        ({"sticky": False}, None),
        ({"sticky": True}, Sticky()),
        ({"sticky": True, "sticky_for": HOUR}, Sticky(longest_ms=HOUR_MS)),
        ({"sticky": ["note", "order"]}, Sticky(arguments=("order", "note"))),
    ],
    ids=range(4),
)
def test_an_approval_stands_only_where_it_was_said(
    options: dict[str, Any], sticky: Sticky | None
) -> None:
    assert _terms(**options).sticky == sticky


def test_buttons_may_have_names_of_their_own() -> None:
    terms = _terms(labels={"approve": " Refund it ", "reject": "Keep it"})

    assert (terms.yes, terms.no) == ("Refund it", "Keep it")


@pytest.mark.parametrize(
    ("options", "reason", "mend"),
    [
        ({"remind_after": 60}, "remind_after is no timedelta", "timedelta(hours=2)"),
        ({"remind_after": -HOUR}, "remind_after is over before it begins", "timedelta(hours=2)"),
        (
            {"remind_after": timedelta(microseconds=1)},
            "remind_after is over before it begins",
            "timedelta(hours=2)",
        ),
        (
            {"remind_after": timedelta(hours=24)},
            "remind_after is not before it expires",
            "Make it shorter, or expires_in longer",
        ),
        ({"escalate_after": HOUR}, "it has escalate_after=, but nobody to escalate to", "Add them"),
        (
            {**GROUP, "escalate_to": "U0EVE", "escalate_after": timedelta(days=2)},
            "escalate_after is not before it expires",
            "Make it shorter",
        ),
        (
            {**GROUP, "escalate_to": "U0EVE", "expires_in": None},
            "it never expires, so it is not clear when to escalate",
            "Say escalate_after=",
        ),
        ({"channel": "dm"}, 'channel="dm" needs to know whom to write to', "Name approvers="),
        ({"channel": "#ops"}, "channel='#ops' is no channel", "Write the channel's id"),
        ({"channel": 5}, "channel=5 is no channel", "Write the channel's id"),
        ({"redact": "note"}, "redact is no list of names", "Write a list"),
        ({"redact": []}, "redact is no list of names", "Write a list"),
        ({"redact": ["iban"]}, "redact names it, but the function has no such", "The parameters"),
        (
            {"redact": ["note"], "editable": ["note"]},
            "it is hidden and open to a change",
            "Take one away",
        ),
        ({"sticky_for": HOUR}, "it has sticky_for=, but is not sticky", "Add sticky=True"),
        ({"sticky": True, "quorum": 2}, "one approval can't stand where several", "quorum= away"),
        ({"sticky": True, "risk": "high"}, "what is high risk is to be looked at", "risk= away"),
        ({"sticky": "order"}, "sticky is no list of names", "Write a list"),
        ({"sticky": 1}, "sticky is no list of names", "Write a list"),
        ({"sticky": [5]}, "sticky names it, but the function has no such", "The parameters"),
        ({"sticky": True, "sticky_for": -HOUR}, "sticky_for is no time to come", "timedelta("),
        ({"sticky": True, "sticky_for": 5}, "sticky_for is no time to come", "timedelta("),
        ({"labels": ["approve"]}, "labels is no dict", 'Write {"approve"'),
        ({"labels": {"ok": "Go"}}, "labels names 'ok'", "Write approve or reject"),
        ({"labels": {"approve": " "}}, "the label ' ' fits no button", "1 to 30 characters"),
        ({"labels": {"approve": "x" * 31}}, "fits no button", "1 to 30 characters"),
        ({"labels": {"approve": "Go", "reject": "Go "}}, "both its buttons say 'Go'", "different"),
    ],
    ids=range(27),
)
def test_a_contradiction_is_refused_with_the_tool_and_the_mend(
    options: dict[str, Any], reason: str, mend: str
) -> None:
    with pytest.raises(ToolDefinitionError) as refused:
        _declared(**options)

    assert refused.value.tool == "refund"
    assert reason in str(refused.value)
    assert mend in str(refused.value)


@pytest.mark.parametrize(
    "option",
    [
        {"approvers": "S0SRE"},
        {"allow_requester": False},
        {"remind_after": HOUR},
        {"escalate_to": "S0SRE"},
        {"escalate_after": HOUR},
        {"channel": "C0AUDIT"},
        {"sticky": True},
        {"sticky_for": HOUR},
        {"labels": {"approve": "Go"}},
    ],
    ids=lambda option: next(iter(option)),
)
def test_terms_of_a_pause_that_there_is_not_are_refused(option: dict[str, Any]) -> None:
    (name,) = option

    with pytest.raises(ToolDefinitionError, match=f"it has {name}=, but waits for nobody"):
        _declared(requires_confirmation=False, **option)


@pytest.mark.parametrize(
    "pause",
    [{"requires_user_input": True}, {"external_execution": True}],
    ids=["user input", "external execution"],
)
def test_what_nobody_approves_can_not_stand(pause: dict[str, Any]) -> None:
    with pytest.raises(ToolDefinitionError, match="only an approval can stand"):
        _declared(requires_confirmation=False, sticky=True, **pause)


@pytest.mark.parametrize(
    "pause",
    [{"requires_user_input": True}, {"external_execution": True}],
    ids=["user input", "external execution"],
)
def test_a_rule_holds_for_every_kind_of_pause(pause: dict[str, Any]) -> None:
    terms = _terms(requires_confirmation=False, **pause, **GROUP, remind_after=HOUR)

    assert terms.policy.approvers
    assert terms.remind_after_ms == HOUR_MS
