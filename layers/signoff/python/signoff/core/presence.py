"""What people see beside a thread of the agent at work in it, and what they ask of it there."""

from dataclasses import dataclass
from enum import StrEnum

from signoff.core.keys import ThreadKey


class Activity(StrEnum):
    """How a thread stands, as Slack shows it."""

    PROCESSING = "processing"
    """The agent is at work; Slack has a Stop button there."""

    SUSPENDED = "suspended"
    """It waits for a person."""

    ACTIVE = "active"
    """It has answered, and can be written to."""

    CLOSED = "closed"
    """Its run ended without an answer: it was stopped, or given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Something that a person may want to write to the agent, ready to be chosen.

    Attributes:
        title: What they choose.
        message: What is written then.
    """

    title: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPressed:
    """Somebody pressed Stop.

    Attributes:
        thread: Where.
        user: Who.
        ts: When, as Slack's time stamp; empty: Slack did not say.
        mark: What this one press is known by, however often it is delivered.
    """

    thread: ThreadKey
    user: str
    ts: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesOpened:
    """Somebody opened their direct messages with the agent.

    Attributes:
        team: Their workspace.
        user: Who.
        channel: The direct messages.
        ts: When, as Slack's time stamp; empty: Slack did not say.
    """

    team: str
    user: str
    channel: str
    ts: str
