"""What would be seen beside a thread, remembered."""

from collections.abc import Sequence
from dataclasses import dataclass

from signoff.core.keys import ThreadKey
from signoff.core.presence import Activity, Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How a thread was shown."""

    thread: ThreadKey
    activity: Activity
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What somebody was offered to write."""

    channel: str
    prompts: tuple[Prompt, ...]


class RecordingPresence:
    """The `Presence` port, without a Slack.

    Attributes:
        seen: Every change that was shown, in order.
        suggested: Everything that was offered, in order.
    """

    def __init__(self) -> None:
        """Show nothing yet."""
        self.seen: list[Seen] = []
        self.suggested: list[Suggested] = []

    def show(self, thread: ThreadKey, activity: Activity, *, title: str = "") -> None:
        """Keep how a thread was shown."""
        self.seen.append(Seen(thread=thread, activity=activity, title=title))

    def suggest(self, channel: str, prompts: Sequence[Prompt]) -> None:
        """Keep what was offered."""
        self.suggested.append(Suggested(channel=channel, prompts=tuple(prompts)))

    def activities(self, thread: ThreadKey) -> tuple[Activity, ...]:
        """Give how a thread was shown, in order."""
        return tuple(each.activity for each in self.seen if each.thread == thread)
