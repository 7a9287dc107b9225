"""What people were shown of their inboxes."""

from dataclasses import dataclass
from typing import ClassVar

from signoff.core.keys import ThreadKey
from signoff.core.observations.observed import Level, Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeShown(Observed):
    """Slack shows somebody their inbox.

    Attributes:
        thread: Their workspace, which is no thread.
        user: The person's id.
        section: Which part of it.
        waits: How many requests wait on them.
    """

    thread: ThreadKey
    user: str
    section: str
    waits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeNotShown(Observed):
    """Slack did not take somebody's inbox.

    Attributes:
        thread: Their workspace, which is no thread.
        user: The person's id.
        why: What Slack said.
    """

    thread: ThreadKey
    user: str
    why: str

    level: ClassVar[Level] = "WARNING"
