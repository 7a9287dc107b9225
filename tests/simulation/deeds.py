"""What the simulated agents can do: one tool of each kind, and a record of what was done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from signoff import Agent, OpenAIResponses, UserFeedbackTools, tool
from signoff.adapters.tools import FunctionTools
from signoff.agent.tool import Tool
from signoff.core.canonical import JsonObject, canonical
from tests.simulation.faults import Kind
from tests.simulation.scheduler import Scheduler


@tool(requires_confirmation=True)
def send_email(to: str, subject: str) -> str:
    """Send an e-mail."""
    return f"sent {subject} to {to}"


@tool
def look_up(order: str) -> str:
    """Look an order up."""
    return f"{order} is paid"


@tool(idempotent=True)
def book(order: str, idempotency_key: str) -> str:
    """Book a refund."""
    return f"booked {order}, {len(idempotency_key)}"


@tool(on_interrupt="fail", requires_confirmation=True)
def wipe(table: str) -> str:
    """Wipe a table."""
    return f"wiped {table}"


@tool(requires_user_input=True, user_input_fields=["amount"])
def refund(order: str, amount: int) -> str:
    """Refund an order."""
    return f"refunded {amount} for {order}"


@tool(external_execution=True)
def roll_back(deployment: str) -> None:
    """Roll a deployment back."""


@tool
def explode(what: str) -> str:
    """Raise."""
    raise RuntimeError(f"{what} went off")


@tool(requires_confirmation=True, quorum=2)
def close_account(account: str) -> str:
    """Close an account."""
    return f"closed {account}"


@tool(requires_confirmation=True, editable=["subject", "body"])
def announce(channel: str, subject: str, body: str = "") -> str:
    """Tell everybody."""
    return f"announced {subject}: {body} in {channel}"


@tool(requires_confirmation=True, quorum=2, editable=["amount"])
def pay_out(to: str, amount: int) -> str:
    """Pay somebody out."""
    return f"paid {amount} out to {to}"


@tool(requires_confirmation=True, channel="C0APPROVALS", approvers=["U0BOB", "U0EVE"])
def publish(title: str) -> str:
    """Publish an article; people decide on it elsewhere."""
    return f"{title} is out"


@tool(
    requires_confirmation=True,
    approvers=["U0BOB"],
    expires_in=timedelta(hours=1),
    remind_after=timedelta(minutes=10),
    escalate_to=["U0EVE"],
    escalate_after=timedelta(minutes=30),
)
def archive(what: str) -> str:
    """Archive something; people are called to it."""
    return f"{what} is archived"


_TOOLS = (
    send_email,
    look_up,
    book,
    wipe,
    refund,
    roll_back,
    explode,
)
_VOTED_ON = (close_account, announce, pay_out, publish, archive)
_MODEL = OpenAIResponses(id="gpt-5.4")

_MAILER = Agent(name="Mailer", model=_MODEL, tools=[send_email, look_up])
_CLERK = Agent(name="Clerk", model=_MODEL, tools=[_MAILER.as_tool(), book])
_AGENTS = (_MAILER.as_tool(), _CLERK.as_tool())

AGENT = Agent(
    name="Assistant",
    model=_MODEL,
    tools=[*_TOOLS, UserFeedbackTools(), *_VOTED_ON, *_AGENTS],
    max_steps=100,
)
"""The agent of all simulated threads."""

TAKEN_AWAY = tuple(tool.name for tool in AGENT.tools if tool not in (*_VOTED_ON, *_AGENTS))
"""What a deployment may take away: the tools that random schedules call."""


@cache
def an_agent_without(name: str) -> Agent:
    """Declare it as it is after a deployment that took one tool away."""
    kept = [each for each in AGENT.tools if each.name != name]
    return Agent(name="Assistant", model=_MODEL, tools=kept, max_steps=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that a tool really did.

    Attributes:
        tool: The tool.
        arguments: With what, as canonical JSON.
        key: The idempotency key it was handed.
        at: When, in milliseconds since 1970.
    """

    tool: Tool
    arguments: str
    key: str
    at: int


@dataclass(slots=True, kw_only=True)
class Hands:
    """The `Tools` port: it runs the real functions, and keeps what was done.

    Attributes:
        scheduler: Who is next.
        takes_ms: How long a tool runs.
        done: Everything that was done, in order.
        watch: Looks at each deed just before it is done.
    """

    scheduler: Scheduler
    takes_ms: int = 0
    done: list[Deed] = field(default_factory=list[Deed])
    watch: Callable[[Deed], None] = lambda _deed: None

    def __call__(self, tool: Tool, arguments: JsonObject, *, idempotency_key: str) -> str:
        """Run a tool."""
        written = canonical(arguments)

        def run() -> str:
            deed = Deed(tool=tool, arguments=written, key=idempotency_key, at=self.scheduler.now)
            self.watch(deed)
            self.done.append(deed)
            return FunctionTools()(tool, arguments, idempotency_key=idempotency_key)

        told = self.scheduler.call(Kind.TOOL, f"tool {tool.name} {written:.60}", run)
        if self.takes_ms:
            self.scheduler.sleep(self.takes_ms)
        return told
