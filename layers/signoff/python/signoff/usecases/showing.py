"""A turn is seen: that the agent is at work, and how the thread stands when it rests."""

from signoff.core.journal import GaveUp
from signoff.core.presence import Activity
from signoff.core.snapshot import Snapshot
from signoff.core.thread import ThreadState
from signoff.core.thread_title import title_of
from signoff.ports import Chat, PermanentError, TransientError
from signoff.usecases.introduce import MOST_ASKED
from signoff.usecases.turn import Turn, TurnPorts


class Showing:
    """What one turn shows beside its thread: each thing once, however often it comes to it.

    A turn that finds nothing to do shows nothing.
    """

    def __init__(self, ports: TurnPorts) -> None:
        """Show nothing yet."""
        self._ports = ports
        self._shown: Activity | None = None
        self._has_moved = False

    def works(self, turn: Turn) -> None:
        """Show that the agent is at work, and what with, the first time."""
        if self._shown is None:
            title = _title(turn.view, self._ports)
            self._show(turn, Activity.PROCESSING, title=title)

    def moved(self) -> None:
        """Know that something was done, seen or not."""
        self._has_moved = True

    def answered(self, turn: Turn, state: ThreadState) -> None:
        """Show how the thread rests after an answer of the model."""
        is_asked = state is ThreadState.WAITING
        self._rests(turn, Activity.SUSPENDED if is_asked else Activity.ACTIVE)

    def rests(self, turn: Turn, state: ThreadState) -> None:
        """Show how the thread rests, as its rows say."""
        ended = Activity.CLOSED if _ended_early(turn.view) else Activity.ACTIVE
        self._rests(turn, Activity.SUSPENDED if state is ThreadState.WAITING else ended)

    def _rests(self, turn: Turn, activity: Activity) -> None:
        if self._has_moved or self._shown is not None:
            self._show(turn, activity)

    def _show(self, turn: Turn, activity: Activity, *, title: str = "") -> None:
        self._shown = activity
        self._ports.presence.show(turn.thread, activity, title=title)


def _ended_early(view: Snapshot) -> bool:
    match view.run[-1:]:
        case (GaveUp(),):
            return True
        case _:
            return False


def _title(view: Snapshot, ports: TurnPorts) -> str:
    """Give a thread that begins its title; later it has one, which may be a person's own."""
    if view.meta.run or not view.inbox:
        return ""

    return title_of(view.inbox[0].text, name_of=_Names(ports.chat).name_of)


class _Names:
    """The names in a title, whose people the model is told of next: Slack is asked of them once."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._left = MOST_ASKED

    def name_of(self, user: str) -> str:
        """Give somebody's name; empty: Slack does not say, or is left alone."""
        if not self._left:
            return ""
        self._left -= 1
        try:
            return self._chat.person(user).name
        except TransientError:
            # It does not answer now: no run waits for it once more.
            self._left = 0
        except PermanentError:
            # It knows nobody of that id, and may know the next.
            pass
        return ""
