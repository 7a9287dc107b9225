from collections.abc import Sequence
from dataclasses import replace
from threading import Event

from signoff.adapters.beside import Beside
from signoff.adapters.errands import Errands
from signoff.core.keys import ThreadKey
from signoff.core.presence import Activity, Prompt
from signoff.testing import RecordingPresence, RecordingTell
from tests.core.rows import THREAD

PATIENCE_S = 30
PROCESSING, SUSPENDED, ACTIVE = Activity.PROCESSING, Activity.SUSPENDED, Activity.ACTIVE
PROMPT = Prompt(title="Refund", message="Refund order 8841")


class SlowPresence(RecordingPresence):
    """A Slack that takes a status, and says so once it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.answers = Event(), Event()

    def show(self, thread: ThreadKey, activity: Activity, *, title: str = "") -> None:
        self.begun.set()
        assert self.answers.wait(PATIENCE_S)
        super().show(thread, activity, title=title)

    def suggest(self, channel: str, prompts: Sequence[Prompt]) -> None:
        assert self.answers.wait(PATIENCE_S)
        super().suggest(channel, prompts)


class Desk:
    """Somebody who works, and beside whom a slow Slack shows that they do."""

    def __init__(self) -> None:
        self.slack = SlowPresence()
        self.errands = Errands(RecordingTell())
        self.shown = Beside(self.slack, self.errands)

    def settle(self) -> None:
        self.slack.answers.set()
        self.errands.settle(within_s=PATIENCE_S)


def test_a_status_is_shown_while_the_work_goes_on() -> None:
    desk = Desk()

    desk.shown.show(THREAD, PROCESSING)
    before = desk.slack.activities(THREAD)
    desk.settle()

    assert before == ()
    assert desk.slack.activities(THREAD) == (PROCESSING,)


def test_what_is_shown_last_of_a_thread_is_seen_last() -> None:
    desk = Desk()

    desk.shown.show(THREAD, PROCESSING)
    assert desk.slack.begun.wait(PATIENCE_S)
    for activity in (SUSPENDED, PROCESSING, ACTIVE):
        desk.shown.show(THREAD, activity)
    desk.settle()

    assert desk.slack.activities(THREAD) == (PROCESSING, ACTIVE)


def test_a_title_is_not_lost_with_the_status_that_it_came_with() -> None:
    desk = Desk()
    other = replace(THREAD, thread_ts="1795096900.000100")

    desk.shown.show(THREAD, PROCESSING)
    assert desk.slack.begun.wait(PATIENCE_S)
    desk.shown.show(other, PROCESSING, title="Refund")
    desk.shown.show(other, SUSPENDED)
    desk.settle()
    desk.shown.show(other, ACTIVE)
    desk.settle()

    seen = [(each.activity, each.title) for each in desk.slack.seen if each.thread == other]
    assert seen == [(SUSPENDED, "Refund"), (ACTIVE, "")]


def test_prompts_are_offered_beside_the_work_too() -> None:
    desk = Desk()

    desk.shown.suggest("D0ANA", [PROMPT])
    before = list(desk.slack.suggested)
    desk.settle()

    assert before == []
    assert [each.prompts for each in desk.slack.suggested] == [(PROMPT,)]
