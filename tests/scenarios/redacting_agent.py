"""An agent whose tools hide some of their arguments, and repeat them wherever they can."""

from signoff import Agent, OpenAIResponses, tool


@tool(
    requires_confirmation=True,
    redact=["key"],
    summary="Rotate {service} to {key}",
)
def rotate(service: str, key: str) -> str:
    """Put a new key in place."""
    raise RuntimeError(f"{service} does not take {key}")


@tool(
    requires_confirmation=True,
    redact=["key"],
    approvers=["U0EVE"],
    summary=lambda given: f"Publish {given['key']} of {given['service']}",
)
def publish(service: str, key: str) -> str:
    """Publish a key."""
    return f"published {key} of {service}"


@tool(requires_user_input=True, user_input_fields=["pin"], redact=["iban", "pin"])
def pay(iban: str, pin: str) -> str:
    """Pay."""
    return f"paid {iban} with {pin}"


@tool(external_execution=True, redact=["password"])
def log_in(host: str, password: str) -> None:
    """Log in somewhere."""


@tool(redact=["token"])
def fetch(token: str) -> str:
    """Fetch something at once."""
    return f"fetched with {token}"


agent = Agent(
    name="Keeper",
    model=OpenAIResponses(id="gpt-5.4"),
    tools=[rotate, publish, pay, log_in, fetch],
)
