"""An agent whose tools are decided by user groups: one group for each thing that may change."""

from signoff import Agent, OpenAIResponses, tool


@tool(
    requires_confirmation=True,
    approvers=["S0SRE", "not_requester"],
    editable=["reason"],
    summary="Restart {host}",
)
def restart(host: str, reason: str = "") -> str:
    """Restart a host."""
    return f"{host} is up again: {reason}"


@tool(requires_user_input=True, user_input_fields=["share"], approvers="S0SRE")
def shift(host: str, share: int) -> str:
    """Shift traffic to a host."""
    return f"{share} percent to {host}"


@tool(external_execution=True, approvers="S0SRE")
def unplug(host: str) -> None:
    """Have somebody pull the plug."""


@tool(requires_confirmation=True, approvers="S0LOST")
def drain(host: str) -> str:
    """Take a host out of the pool."""
    return f"{host} is drained"


@tool(requires_confirmation=True, approvers="S0SLOW")
def silence(host: str) -> str:
    """Silence a host's alarms."""
    return f"{host} is silent"


@tool(requires_confirmation=True, approvers="S0NONE")
def rename(host: str) -> str:
    """Rename a host; its group is not there any more."""
    return f"{host} has a new name"


@tool(requires_confirmation=True, approvers="S0WIPE", risk="high")
def wipe(host: str) -> str:
    """Wipe a host's disks."""
    return f"{host} is wiped"


@tool(requires_confirmation=True, approvers="S0DUO", quorum=2, risk="high")
def retire(host: str) -> str:
    """Retire a host for good."""
    return f"{host} is gone"


@tool(requires_confirmation=True, approvers="channel")
def page(host: str) -> str:
    """Page whoever is on call."""
    return f"{host}'s owner was paged"


agent = Agent(
    name="Signoff",
    model=OpenAIResponses(id="gpt-5.4"),
    tools=[restart, shift, unplug, drain, silence, rename, wipe, retire, page],
)
