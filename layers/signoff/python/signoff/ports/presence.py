"""What Slack shows beside a thread of the agent's work: a courtesy, on which nothing rests."""

from collections.abc import Sequence
from typing import Protocol

from signoff.core.keys import ThreadKey
from signoff.core.presence import Activity, Prompt


class Presence(Protocol):
    """Shows people how the agent is at work.

    No method raises when Slack does not take it, and none is tried again. What is shown last of a
    thread is what people see last.
    """

    def show(self, thread: ThreadKey, activity: Activity, *, title: str = "") -> None:
        """Show how a thread stands; the title counts only where it has none yet."""
        ...

    def suggest(self, channel: str, prompts: Sequence[Prompt]) -> None:
        """Offer somebody in their direct messages what they may want to write."""
        ...


class Unseen:
    """Shows nothing: for what is about something else, and where there is no Slack."""

    def show(self, thread: ThreadKey, activity: Activity, *, title: str = "") -> None:
        """Show nothing."""

    def suggest(self, channel: str, prompts: Sequence[Prompt]) -> None:
        """Offer nothing."""


UNSEEN: Presence = Unseen()
