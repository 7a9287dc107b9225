"""`@tool`: a function that the model may call, and how a person takes part in it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Literal, overload

from signoff.agent.approvers import Named
from signoff.agent.declaration import DAY, Declaration, define
from signoff.agent.terms import Wishes
from signoff.agent.titles import Summary
from signoff.agent.tool import Tool
from signoff.agent.when import When
from signoff.core.gate import OnInterrupt, Risk


@overload
def tool(function: Callable[..., object], /) -> Tool: ...


@overload
def tool(
    *,
    name: str | None = None,
    description: str | None = None,
    requires_confirmation: bool = False,
    quorum: int = 1,
    editable: Sequence[str] | None = None,
    requires_user_input: bool = False,
    user_input_fields: Sequence[str] | None = None,
    external_execution: bool = False,
    when: When | None = None,
    expires_in: timedelta | None = DAY,
    risk: Risk | Literal["low", "medium", "high"] | None = None,
    summary: Summary | None = None,
    idempotent: bool = False,
    on_interrupt: OnInterrupt | Literal["ask", "retry", "fail"] | None = None,
    approvers: Named | None = None,
    allow_requester: bool = True,
    remind_after: timedelta | None = None,
    escalate_to: Named | None = None,
    escalate_after: timedelta | None = None,
    channel: str | None = None,
    redact: Sequence[str] | None = None,
    sticky: bool | Sequence[str] = False,
    sticky_for: timedelta | None = None,
    labels: Mapping[str, str] | None = None,
) -> Callable[[Callable[..., object]], Tool]: ...


def tool(
    function: Callable[..., object] | None = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    requires_confirmation: bool = False,
    quorum: int = 1,
    editable: Sequence[str] | None = None,
    requires_user_input: bool = False,
    user_input_fields: Sequence[str] | None = None,
    external_execution: bool = False,
    when: When | None = None,
    expires_in: timedelta | None = DAY,
    risk: Risk | str | None = None,
    summary: Summary | None = None,
    idempotent: bool = False,
    on_interrupt: OnInterrupt | str | None = None,
    approvers: Named | None = None,
    allow_requester: bool = True,
    remind_after: timedelta | None = None,
    escalate_to: Named | None = None,
    escalate_after: timedelta | None = None,
    channel: str | None = None,
    redact: Sequence[str] | None = None,
    sticky: bool | Sequence[str] = False,
    sticky_for: timedelta | None = None,
    labels: Mapping[str, str] | None = None,
) -> Tool | Callable[[Callable[..., object]], Tool]:
    """Let the model call a function; bare, or with options.

    Args:
        function: The function, where `@tool` stands bare.
        name: What the model calls it; otherwise the function's name.
        description: What the model is told of it; otherwise the docstring.
        requires_confirmation: A person approves or rejects each call.
        quorum: How many different people must approve it; the first rejection counts.
        editable: The parameters that whoever approves may change; none without the list.
        requires_user_input: A person fills fields of each call.
        user_input_fields: Which fields; all of them without the list.
        external_execution: A person runs it elsewhere, and its result is fed back.
        when: Decides on the arguments, by name, whether this call waits. Asked once per call;
            if it raises or gives no bool, the person is asked.
        expires_in: How long a call waits, 24 hours without it; None = for ever.
        risk: How much a wrong approval would hurt: low, medium or high.
        summary: The human sentence on the card: a template such as `Send email to {to}`, or a
            function from the arguments to a text.
        idempotent: Starting it twice with the same key does it once.
        on_interrupt: What to do when it was started and nobody knows how it ended: `ask` a
            person, `retry` (only if it is idempotent, and then without saying so), or `fail`.
        approvers: Who may decide: `requester`, `not_requester`, `channel` (members of the thread's
            channel), or the Slack id of a person, a user group or a channel; one, or a list of
            which any one is enough. Every member of the workspace without it.
        allow_requester: Whether whoever opened the run, or wrote into it by then, may decide.
        remind_after: When those who may decide are reminded, once; never without it.
        escalate_to: Who may decide as well, once nobody has for a while; as `approvers`.
        escalate_after: After how long; half-way to the expiry without it.
        channel: Where else the card stands: a channel's id, or `dm`: with each approver.
        redact: Parameters whose values nobody sees before they ask to.
        sticky: An approval may stand for later calls with the same arguments, or (a list) with
            the same values of these.
        sticky_for: For how long at most; 24 hours without it.
        labels: What the buttons say: `{"approve": "Refund it", "reject": "Keep it"}`.

    Returns:
        The tool, to stand in `Agent(tools=[...])`.

    Raises:
        ToolDefinitionError: It can't be described, or the options contradict one another.
    """
    declared = Declaration(
        name=name,
        description=description,
        requires_confirmation=requires_confirmation,
        quorum=quorum,
        editable=editable,
        requires_user_input=requires_user_input,
        user_input_fields=user_input_fields,
        external_execution=external_execution,
        when=when,
        expires_in=expires_in,
        risk=risk,
        summary=summary,
        idempotent=idempotent,
        on_interrupt=on_interrupt,
        wishes=Wishes(
            approvers=approvers,
            allow_requester=allow_requester,
            remind_after=remind_after,
            escalate_to=escalate_to,
            escalate_after=escalate_after,
            channel=channel,
            redact=redact,
            sticky=sticky,
            sticky_for=sticky_for,
            labels=labels,
        ),
    )
    if function is not None:
        return define(function, declared)
    return lambda decorated: define(decorated, declared)
