"""Doubles for every port: test an agent, or Signoff itself, without AWS, Slack or a model."""

from signoff.testing.chat import (
    Announced,
    Forwarded,
    Opened,
    RecordingChat,
    Said,
    Shown,
    Told,
    Whispered,
    guest,
    member,
    stranger,
)
from signoff.testing.clock import CountingIds, ManualClock
from signoff.testing.dead_letters import InMemoryDeadLetters
from signoff.testing.model import (
    Line,
    Reply,
    ScriptedCall,
    ScriptedModel,
    call,
    calls,
    cut,
    refused,
    say,
    turned_down,
    unavailable,
)
from signoff.testing.queue import InMemoryQueue, QueueMessage, RetriedEvent, Wake
from signoff.testing.store import InMemoryStore
from signoff.testing.telling import RecordingTell

__all__ = [
    "Announced",
    "CountingIds",
    "Forwarded",
    "InMemoryDeadLetters",
    "InMemoryQueue",
    "InMemoryStore",
    "Line",
    "ManualClock",
    "Opened",
    "QueueMessage",
    "RecordingChat",
    "RecordingTell",
    "Reply",
    "RetriedEvent",
    "Said",
    "ScriptedCall",
    "ScriptedModel",
    "Shown",
    "Told",
    "Wake",
    "Whispered",
    "call",
    "calls",
    "cut",
    "guest",
    "member",
    "refused",
    "say",
    "stranger",
    "turned_down",
    "unavailable",
]
