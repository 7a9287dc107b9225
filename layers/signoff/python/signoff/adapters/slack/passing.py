"""A request is handed to somebody else, or taken back: the two forms, and what they carry."""

from typing import Literal

from signoff.adapters.slack.blocks import Block, labelled, line, modal, rich, run, section
from signoff.adapters.slack.elements import field_blocks
from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.limits import TEXT_IN_BLOCK, clipped
from signoff.adapters.slack.payloads import id_at, object_at
from signoff.adapters.slack.states import States
from signoff.adapters.slack.widgets import ACTION, Field, Text
from signoff.core.click import FieldProblem, Invalid
from signoff.core.decision import Reconcile
from signoff.core.gate import Confirmation, UserFeedback
from signoff.core.requirement import Requirement
from signoff.core.titles import title_of
from signoff.core.voting import HandTo
from signoff.usecases.hand_over import WHOM

WHY_CANCEL = Field(
    key="why",
    name="",
    label="Reason",
    widget=Text(is_long=True, most=1_000),
    is_optional=True,
    hint="The agent reads this. It also stands on the card.",
)


def form(which: Literal["hand", "cancel"], requirement: Requirement, metadata: str) -> Block:
    """Draw the form that such a line of the menu opens."""
    drawn = _hand_form if which == "hand" else _cancel_form
    return drawn(requirement, metadata)


def _hand_form(requirement: Requirement, metadata: str) -> Block:
    """Draw the form that asks who decides from now on."""
    can = "decide" if isinstance(requirement.ask, Confirmation | Reconcile) else "answer"
    chosen: Block = {"type": "users_select", "action_id": ACTION, "focus_on_load": True}
    return modal(
        callback_id="hand",
        metadata=metadata,
        title="Hand to someone else",
        blocks=[
            _title(requirement),
            labelled(WHOM, f"Who should {can} instead of you?", chosen),
            section(
                "n",
                f"They are told in the thread and can {can}; you can't any more. "
                "Who else can stays as it is, and so does the time it expires.",
            ),
        ],
        submit="Hand over",
        close="Go back",
    )


def _cancel_form(requirement: Requirement, metadata: str) -> Block:
    """Draw the form that asks whether a request is to be taken back, and why."""
    return modal(
        callback_id="cancel",
        metadata=metadata,
        title="Cancel this request",
        blocks=[
            _title(requirement),
            section("n", _consequence(requirement)),
            *field_blocks(WHY_CANCEL),
        ],
        submit="Cancel the request",
        close="Go back",
    )


def handed_to(values: States) -> HandTo | Invalid:
    """Read who was chosen."""
    user = id_at(object_at(values, WHOM, ACTION), "selected_user")
    if not user:
        return Invalid(problems=(FieldProblem(field=WHOM, message="Choose somebody"),))
    return HandTo(id=user)


def _consequence(requirement: Requirement) -> str:
    match requirement.ask:
        case Reconcile():
            return (
                "Nobody says how it ended, and it is not started again. "
                "The agent is told that its outcome is unknown, and goes on."
            )
        case UserFeedback():
            return "Nobody answers. The agent is told that you cancelled it, and goes on."
        case _:
            return "It is not run. The agent is told that you cancelled it, and goes on."


def _title(requirement: Requirement) -> Block:
    title = clipped(one_line(title_of(requirement)), TEXT_IN_BLOCK)
    return rich("t", line(run(title, bold=True)))
