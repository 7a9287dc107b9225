"""The tools whose cards are shown: one for each way to ask a person."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal

from signoff import Agent, OpenAIResponses, UserFeedbackTools, tool

Env = Literal["staging", "prod-eu", "prod-us"]


@tool(
    requires_confirmation=True,
    editable=["subject", "body"],
    summary="Send email to {to}",
    approvers=["S0SRE"],
    allow_requester=False,
)
def send_email(to: str, subject: str, body: str) -> str:
    """Send an e-mail to a customer."""
    return f"Sent “{subject}” with {len(body)} characters to {to}."


@tool(
    requires_confirmation=True,
    risk="high",
    summary="Delete the order index {index}",
    expires_in=timedelta(hours=2),
)
def delete_index(index: str, reason: str) -> str:
    """Delete an index."""
    raise RuntimeError(f"{index} is locked by a running backup, whatever the reason: {reason}")


@tool(requires_confirmation=True, quorum=2, risk="medium", editable=["amount"])
def refund(order_id: str, amount: float) -> str:
    """Refund an order."""
    return f"{amount:.2f} EUR are on their way for order {order_id}."


@tool(
    requires_confirmation=True,
    labels={"approve": "Ship it", "reject": "Hold it back"},
    risk="low",
    expires_in=None,
)
def ship(order_id: str) -> str:
    """Ship an order."""
    return f"{order_id} is shipped."


@tool(requires_confirmation=True, summary="Restart {service}")
def restart(service: str) -> str:
    """Restart a service."""
    return f"{service} is up."


@tool(
    requires_user_input=True,
    user_input_fields=["env", "share", "day", "note"],
    summary="Deploy {service}",
)
def deploy(*, service: str, commit: str, env: Env, share: int, day: date, note: str = "") -> str:
    """Deploy a service.

    Args:
        service: What is deployed.
        commit: The commit.
        env: Where it goes.
        share: Traffic share, percent.
        day: The day of the deployment.
        note: A word for the log.
    """
    return f"{service} {commit} is on {share} % of {env}, {day}. {note}"


@tool(requires_user_input=True, summary="Open an account")
def open_account(*, name: str, limits: dict[str, int], tags: list[str]) -> str:
    """Open an account."""
    return f"{name}: {limits}, {tags}"


@tool(external_execution=True, summary="Rotate the keys of {host}")
def rotate_keys(host: str, command: str) -> None:
    """Have a person run a command."""


@tool(requires_confirmation=True, sticky=["label"], sticky_for=timedelta(hours=24))
def tag_order(order_id: str, label: str) -> str:
    """Tag an order."""
    return f"{order_id} is {label}."


@tool(
    requires_confirmation=True,
    redact=["password"],
    summary="Set the password of {account}",
    remind_after=timedelta(hours=2),
    approvers=["U0EVE"],
    escalate_to=["S0SRE"],
    escalate_after=timedelta(hours=6),
)
def set_password(account: str, password: str) -> str:
    """Set a password."""
    return f"{account} has a password of {len(password)} characters."


class CutOffError(BaseException):
    """The worker was cut off while a tool ran."""


@tool
def pay_out(order_id: str, amount: float) -> str:
    """Pay money out."""
    raise CutOffError(f"{amount:.2f} EUR for {order_id}")


@tool(requires_confirmation=True, channel="C0APPROVALS", approvers=["S0SRE"])
def publish(title: str) -> str:
    """Publish an article."""
    return f"{title} is out."


def agent() -> Agent:
    """Give the agent of the gallery."""
    return Agent(
        name="Signoff",
        model=OpenAIResponses(),
        tools=[
            send_email,
            delete_index,
            refund,
            ship,
            restart,
            deploy,
            open_account,
            rotate_keys,
            publish,
            pay_out,
            tag_order,
            set_password,
            UserFeedbackTools(),
        ],
    )


EMAIL: Mapping[str, Any] = {
    "to": "bob@example.com",
    "subject": "Refund for order 8841",
    "body": "Hi Bob,\n\nyour refund of 120 EUR was issued today.\n\nBest, the shop",
}
