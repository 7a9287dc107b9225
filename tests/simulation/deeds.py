"""What the simulated agents can do: one tool of each kind, and a record of what was done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from signoff import Agent, OpenAIResponses, Rule, UserFeedbackTools, tool
from signoff.adapters.tools import FunctionTools
from signoff.agent.files import ToolResult
from signoff.agent.tool import Tool
from signoff.core.canonical import JsonObject, canonical
from tests.simulation.faults import Kind
from tests.simulation.scheduler import Scheduler

HIDDEN = "xoxo-canary-7261"
"""A value that nobody is to see."""

PRECIOUS = "prod"
"""How the volumes begin that a rule protects."""


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


@tool(requires_confirmation=True, sticky=["service"], sticky_for=timedelta(hours=8))
def restart(service: str, reason: str = "") -> str:
    """Restart a service; an approval of it may stand."""
    return f"{service} is up again {reason}"


@tool(requires_confirmation=True, approvers=["S0SRE"], risk="high", quorum=2)
def demolish(house: str) -> str:
    """Demolish a house; whoever let it must still be allowed to when it starts."""
    return f"{house} is gone"


@tool(requires_confirmation=True, redact=["key"], summary="Rotate {service} to {key}")
def rotate(service: str, key: str) -> str:
    """Put a new key in place, which nobody sees."""
    return f"{service} has {key}"


@tool(requires_confirmation=True)
def print_out(text: str) -> str:
    """Print something that is too long to be shown on a card."""
    return f"{len(text)} characters"


@tool
def erase(volume: str) -> str:
    """Erase a volume; of some, nobody can let it."""
    return f"{volume} is empty"


@tool(
    requires_confirmation=True,
    channel="dm",
    approvers=["U0BOB", "U0EVE"],
    expires_in=timedelta(hours=1),
    remind_after=timedelta(minutes=10),
)
def call_in(whom: str) -> str:
    """Call somebody in; people decide on it in direct messages."""
    return f"{whom} comes"


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
_LASTING = (restart, demolish, rotate, print_out, erase, call_in)
_DENIED = (Rule(tool="erase", when=lambda given: given["volume"].startswith(PRECIOUS)),)
_MODEL = OpenAIResponses(id="gpt-5.4")

_MAILER = Agent(name="Mailer", model=_MODEL, tools=[send_email, look_up])
_CLERK = Agent(name="Clerk", model=_MODEL, tools=[_MAILER.as_tool(), book])
_AGENTS = (_MAILER.as_tool(), _CLERK.as_tool())

AGENT = Agent(
    name="Assistant",
    model=_MODEL,
    tools=[*_TOOLS, UserFeedbackTools(), *_VOTED_ON, *_LASTING, *_AGENTS],
    deny=_DENIED,
    max_steps=100,
)
"""The agent of all simulated threads."""

STREAMING = Agent(
    name="Assistant",
    model=_MODEL,
    tools=AGENT.tools,
    deny=_DENIED,
    max_steps=100,
    stream="all",
)
"""The same agent, whose answers grow while they are made."""

_STAYS = (*_VOTED_ON, *_LASTING, *_AGENTS)
TAKEN_AWAY = tuple(tool.name for tool in AGENT.tools if tool not in _STAYS)
"""What a deployment may take away: the tools that random schedules call."""


@cache
def an_agent_without(name: str) -> Agent:
    """Declare it as it is after a deployment that took one tool away."""
    kept = [each for each in AGENT.tools if each.name != name]
    return Agent(name="Assistant", model=_MODEL, tools=kept, deny=_DENIED, max_steps=100)


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

    def __call__(
        self, tool: Tool, arguments: JsonObject, *, idempotency_key: str
    ) -> str | ToolResult:
        """Run a tool."""
        written = canonical(arguments)

        def run() -> str | ToolResult:
            deed = Deed(tool=tool, arguments=written, key=idempotency_key, at=self.scheduler.now)
            self.watch(deed)
            self.done.append(deed)
            return FunctionTools()(tool, arguments, idempotency_key=idempotency_key)

        told = self.scheduler.call(Kind.TOOL, f"tool {tool.name} {written:.60}", run)
        if self.takes_ms:
            self.scheduler.sleep(self.takes_ms)
        return told
