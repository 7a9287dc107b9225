"""What taking a decision needs of the outside."""

from dataclasses import dataclass

from signoff.ports import Chat, Clock, Queue, Store, Tell, silent


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPorts:
    """What taking a decision needs."""

    store: Store
    queue: Queue
    chat: Chat
    clock: Clock
    tell: Tell = silent
