"""What Slack shows beside threads, while the work goes on: neither waits for the other."""

from collections.abc import Sequence
from functools import partial

from signoff.adapters.errands import Errands
from signoff.core.keys import ThreadKey
from signoff.core.presence import Activity, Prompt
from signoff.ports import Presence


class Beside:
    """The `Presence` port by errands: each shows how a thread stands by the time it begins.

    How a thread stood before is shown no more once it stands otherwise; its title goes with
    whatever is shown first.
    """

    def __init__(self, presence: Presence, errands: Errands) -> None:
        """Take what shows it, in whichever thread; nobody else uses it meanwhile."""
        self._presence = presence
        self._errands = errands
        self._titles: dict[ThreadKey, str] = {}

    def show(self, thread: ThreadKey, activity: Activity, *, title: str = "") -> None:
        if title:
            self._titles[thread] = title
        self._errands.send(partial(self._show, thread, activity), about=thread)

    def suggest(self, channel: str, prompts: Sequence[Prompt]) -> None:
        shown = partial(self._presence.suggest, channel, tuple(prompts))
        self._errands.send(shown, about=("prompts", channel))

    def _show(self, thread: ThreadKey, activity: Activity) -> None:
        self._presence.show(thread, activity, title=self._titles.pop(thread, ""))
