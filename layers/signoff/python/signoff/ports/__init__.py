"""Every door to the outside, in our words; an adapter stands behind each."""

from signoff.core.dead_letter import DeadLetter
from signoff.core.errors import PermanentError, TransientError
from signoff.core.observations.observed import silent
from signoff.ports.chat import (
    CardView,
    Chat,
    ChatOf,
    Held,
    Standing,
    UndeliverableError,
    UnfetchableError,
    UnreachableError,
)
from signoff.ports.given import Clock, NewId, Tell
from signoff.ports.hand import Begin, at_once
from signoff.ports.installations import Authority, Granted, Installations
from signoff.ports.live import Chunk, Reader, Streams, Task, TaskState, Words
from signoff.ports.presence import UNSEEN, Presence
from signoff.ports.queues import LONGEST_DELAY_S, DeadLetters, Queue
from signoff.ports.store import LostContentError, RefusedError, Store

__all__ = [
    "LONGEST_DELAY_S",
    "UNSEEN",
    "Authority",
    "Begin",
    "CardView",
    "Chat",
    "ChatOf",
    "Chunk",
    "Clock",
    "DeadLetter",
    "DeadLetters",
    "Granted",
    "Held",
    "Installations",
    "LostContentError",
    "NewId",
    "PermanentError",
    "Presence",
    "Queue",
    "Reader",
    "RefusedError",
    "Standing",
    "Store",
    "Streams",
    "Task",
    "TaskState",
    "Tell",
    "TransientError",
    "UndeliverableError",
    "UnfetchableError",
    "UnreachableError",
    "Words",
    "at_once",
    "silent",
]
