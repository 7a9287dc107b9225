"""Your agent: what it is told, what it can do, and where it must stop for a person."""

from datetime import date
from typing import Literal

from signoff import Agent, OpenAIResponses, UserFeedbackTools, tool

Payout = Literal["card", "bank transfer", "store credit", "gift card", "PayPal", "cheque"]


@tool(idempotent=True)
def look_up_order(order_id: str) -> str:
    """Look an order up: what was bought, what was paid, where it is.

    Args:
        order_id: The order's number, such as 8841.
    """
    return f"Order {order_id}: one espresso machine, 120.00 EUR, paid by card, delivered Nov 12."


@tool(requires_confirmation=True, editable=["subject", "body"], summary="Send email to {to}")
def send_email(to: str, subject: str, body: str) -> str:
    """Send an e-mail to a customer.

    Args:
        to: The customer's address.
        subject: The subject line.
        body: The whole text.
    """
    return f"E-mail “{subject}” with {len(body)} characters sent to {to}."


@tool(
    requires_user_input=True,
    user_input_fields=["amount", "payout", "restock", "pay_on", "note"],
    summary="Refund order {order_id}",
    risk="medium",
)
def refund(
    *, order_id: str, amount: float, payout: Payout, restock: bool, pay_on: date, note: str = ""
) -> str:
    """Refund an order. A person says how much, how and when.

    Args:
        order_id: The order's number.
        amount: How much to pay back, in EUR.
        payout: How the customer gets the money.
        restock: Whether the goods go back on the shelf.
        pay_on: The day of the payment.
        note: A word for the books.
    """
    goods = "restocked" if restock else "written off"
    return f"{amount:.2f} EUR for order {order_id} by {payout} on {pay_on}; goods {goods}. {note}"


@tool(requires_confirmation=True, quorum=2, risk="high", summary="Close {email}'s account")
def close_account(email: str, reason: str) -> str:
    """Close a customer's account for good. Two people have to approve it.

    Args:
        email: The customer's address.
        reason: Why, for the books.
    """
    return f"The account of {email} is closed: {reason}"


@tool(external_execution=True, summary="Release order {order_id} in the warehouse")
def run_in_warehouse(order_id: str, command: str) -> None:
    """Have a colleague run a command on the warehouse terminal, which no agent can reach.

    Args:
        order_id: The order it is about.
        command: The command, as it is to be typed.
    """


agent = Agent(
    name="Signoff",
    model=OpenAIResponses(id="gpt-5.4"),
    instructions=[
        "You look after the orders of a small shop, in Slack, for the people who work there.",
        "Call the tools directly: whatever needs a person's yes is put to them before it runs.",
        "If a choice is theirs to make, ask with ask_user instead of guessing.",
        "Answer in a few plain sentences, and say what was done, rejected or left open.",
    ],
    tools=[
        look_up_order,
        send_email,
        refund,
        close_account,
        run_in_warehouse,
        UserFeedbackTools(),
    ],
    suggested_prompts=[
        ("What can you do?", "What can you do, and what do you ask me about first?"),
        ("Where is an order?", "Where is order 8841?"),
        ("Refund an order", "Refund order 8841, please."),
    ],
)
