"""The one error of the Web API: a name of Slack's, and what it says beside it."""

from dataclasses import dataclass, field

from playground.slack.payload import Payload


@dataclass(slots=True)
class SlackError(Exception):
    """A call that Slack refuses, by the name that Slack gives it."""

    code: str
    messages: tuple[str, ...] = ()
    extra: Payload = field(default_factory=dict[str, object])

    def as_payload(self) -> Payload:
        """Write the refusal as the Web API answers it."""
        body: Payload = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": list(self.messages)}
        return body


def missing(*fields: str) -> SlackError:
    """Refuse a call that lacks these arguments."""
    lines = [f"[ERROR] missing required field: {name}" for name in fields]
    return SlackError("invalid_arguments", tuple(lines))


def invalid(pointer: str, why: str) -> SlackError:
    """Refuse a call for one argument."""
    return SlackError("invalid_arguments", (f"[ERROR] {why} [json-pointer:{pointer}]",))
