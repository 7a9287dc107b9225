"""Doubles for every port: test an agent, or Signoff itself, without AWS, Slack or a model."""

from signoff.testing.card import AskedCard, applied
from signoff.testing.chat import RecordingChat
from signoff.testing.chat_records import (
    Announced,
    Forwarded,
    Opened,
    Said,
    SentFile,
    Shown,
    Told,
    ToldInView,
    Whispered,
)
from signoff.testing.clock import CountingIds, ManualClock
from signoff.testing.dead_letters import InMemoryDeadLetters
from signoff.testing.installations import InMemoryInstallations, ScriptedAuthority
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
from signoff.testing.people import ANA, BOB, EVE, GUEST, STRANGER, guest, member, stranger
from signoff.testing.presence import RecordingPresence, Seen, Suggested
from signoff.testing.queue import (
    HomeWish,
    InMemoryQueue,
    QueueMessage,
    RetriedEvent,
    RowPlace,
    Wake,
)
from signoff.testing.slack_thread import SlackThread
from signoff.testing.store import InMemoryStore
from signoff.testing.telling import RecordingTell
from signoff.testing.tools import Ran, RecordingTools

__all__ = [
    "ANA",
    "BOB",
    "EVE",
    "GUEST",
    "STRANGER",
    "Announced",
    "AskedCard",
    "CountingIds",
    "Forwarded",
    "HomeWish",
    "InMemoryDeadLetters",
    "InMemoryInstallations",
    "InMemoryQueue",
    "InMemoryStore",
    "Line",
    "ManualClock",
    "Opened",
    "QueueMessage",
    "Ran",
    "RecordingChat",
    "RecordingPresence",
    "RecordingTell",
    "RecordingTools",
    "Reply",
    "RetriedEvent",
    "RowPlace",
    "Said",
    "ScriptedAuthority",
    "ScriptedCall",
    "ScriptedModel",
    "Seen",
    "SentFile",
    "Shown",
    "SlackThread",
    "Suggested",
    "Told",
    "ToldInView",
    "Wake",
    "Whispered",
    "applied",
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
