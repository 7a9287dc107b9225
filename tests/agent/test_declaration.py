"""The options of a tool, and their contradictions."""

from datetime import timedelta
from inspect import Parameter, Signature
from typing import Any

import pytest

from signoff.agent.declaration import Declaration, define
from signoff.agent.errors import ToolDefinitionError
from signoff.core.gate import Confirmation, ExternalExecution, OnInterrupt, Risk, UserInput


def send_email(to: str, subject: str = "") -> str:
    """Send an email."""
    return to + subject


def pay(amount: int, idempotency_key: str) -> str:
    """Pay."""
    return f"{amount} {idempotency_key}"


def tick() -> None:
    pass


def wide(**_: Any) -> None:
    """Take very many parameters."""


WIDE = [f"p{number}" for number in range(31)]
wide.__annotations__ = dict.fromkeys(WIDE, str)
wide.__signature__ = Signature(  # type: ignore[attr-defined]
    [Parameter(name, Parameter.KEYWORD_ONLY, annotation=str) for name in WIDE]
)


def test_a_plain_function_is_a_tool() -> None:
    tool = define(send_email, Declaration())

    assert (tool.name, tool.description, tool.gate) == ("send_email", "Send an email.", None)
    assert (tool.risk, tool.expires_in) == (None, timedelta(hours=24))
    assert (tool.idempotent, tool.on_interrupt) == (False, OnInterrupt.ASK)
    assert tool.function is send_email


def test_a_function_without_words_is_described_by_its_name() -> None:
    assert define(tick, Declaration()).description == "Tick"


def test_name_and_description_may_be_said() -> None:
    tool = define(send_email, Declaration(name="mail", description="Write to somebody."))

    assert (tool.name, tool.description) == ("mail", "Write to somebody.")


@pytest.mark.parametrize(
    ("declared", "gate"),
    [
        (Declaration(requires_confirmation=True), Confirmation()),
        (Declaration(requires_user_input=True), UserInput(fields=("to", "subject"))),
        (
            Declaration(requires_user_input=True, user_input_fields=["subject"]),
            UserInput(fields=("subject",)),
        ),
        (
            Declaration(requires_user_input=True, user_input_fields=["subject", "to"]),
            UserInput(fields=("to", "subject")),
        ),
        (Declaration(external_execution=True), ExternalExecution()),
        (Declaration(requires_confirmation=True, quorum=2), Confirmation(quorum=2)),
        (
            Declaration(requires_confirmation=True, editable=["subject", "to", "to"]),
            Confirmation(editable=("to", "subject")),
        ),
    ],
    ids=[
        "confirmation",
        "all fields",
        "one field",
        "fields in the signature's order",
        "external",
        "two people",
        "open to a change",
    ],
)
def test_a_pause_is_declared(declared: Declaration, gate: object) -> None:
    assert define(send_email, declared).gate == gate


def test_a_tool_that_takes_a_key_may_be_started_again() -> None:
    tool = define(pay, Declaration())

    assert (tool.takes_key, tool.idempotent) == (True, True)
    assert tool.on_interrupt is OnInterrupt.RETRY
    assert tool.schema["required"] == ["amount"]


@pytest.mark.parametrize(
    ("function", "declared", "reason"),
    [
        (
            send_email,
            {"requires_confirmation": True, "external_execution": True},
            "it pauses in 2 ways: requires_confirmation, external_execution. Keep one.",
        ),
        (send_email, {"user_input_fields": ["to"]}, "Add requires_user_input=True."),
        (
            send_email,
            {"requires_user_input": True, "user_input_fields": ["cc"]},
            "parameter 'cc': user_input_fields names it, but the function has no such parameter.",
        ),
        (send_email, {"requires_user_input": True, "user_input_fields": []}, 'Write ["to"]'),
        (send_email, {"requires_user_input": True, "user_input_fields": "to"}, 'Write ["to"]'),
        (tick, {"requires_user_input": True}, "it has no parameter to fill"),
        (send_email, {"when": bool}, "it has when=, but nothing to wait for"),
        (send_email, {"requires_confirmation": True, "when": "always"}, "its when= is no function"),
        (send_email, {"when": bool, "external_execution": True}, "only a person can run it"),
        (send_email, {"expires_in": timedelta(0)}, "expires_in is over before it begins"),
        (send_email, {"expires_in": 3600}, "expires_in is no timedelta"),
        (send_email, {"risk": "deadly"}, "'deadly' is no risk. Write low, medium or high."),
        (send_email, {"on_interrupt": "pray"}, "on_interrupt can't be 'pray'"),
        (send_email, {"on_interrupt": "retry"}, "could do it twice. Say idempotent=True"),
        (send_email, {"summary": "To {cc}"}, "its summary names {cc}, which is no parameter"),
        (send_email, {"name": "send email"}, "the model can't call it by this name"),
        (send_email, {"quorum": 2}, "it has quorum=, but nobody confirms it. Add requires_conf"),
        (send_email, {"quorum": 2, "external_execution": True}, "but nobody confirms it"),
        (send_email, {"requires_confirmation": True, "quorum": 0}, "Write 1 to 20."),
        (send_email, {"requires_confirmation": True, "quorum": 21}, "Write 1 to 20."),
        (send_email, {"requires_confirmation": True, "quorum": True}, "no number of people"),
        (send_email, {"requires_confirmation": True, "quorum": "2"}, "no number of people"),
        (send_email, {"editable": ["to"]}, "it has editable=, but nobody confirms it."),
        (send_email, {"requires_confirmation": True, "editable": []}, 'Write ["to"], or leave'),
        (send_email, {"requires_confirmation": True, "editable": "to"}, 'Write ["to"], or leave'),
        (
            send_email,
            {"requires_confirmation": True, "editable": ["cc"]},
            "parameter 'cc': editable names it, but the function has no such parameter.",
        ),
        (tick, {"requires_confirmation": True, "editable": ["x"]}, "it has no parameter to edit"),
        (
            wide,
            {"requires_confirmation": True, "editable": WIDE},
            "editable names 31 parameters, more than a form holds. Name at most 30.",
        ),
        (lambda: None, {}, "the model can't call it by this name"),
    ],
)
def test_a_contradiction_is_refused_with_its_mend(
    function: Any, declared: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ToolDefinitionError) as refusal:
        define(function, Declaration(**declared))

    assert str(refusal.value).startswith("Tool '")
    assert reason in str(refusal.value)


@pytest.mark.parametrize("wish", ["ask", "retry", "fail"])
def test_the_author_may_say_what_an_interruption_means(wish: str) -> None:
    assert define(pay, Declaration(on_interrupt=wish)).on_interrupt == wish


def test_risk_and_expiry_are_kept() -> None:
    tool = define(send_email, Declaration(risk="high", expires_in=None))

    assert (tool.risk, tool.expires_in) == (Risk.HIGH, None)
