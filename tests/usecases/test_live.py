"""What people see of a turn while it goes on: how often, for how long, and what is left of it."""

from dataclasses import dataclass, field, replace

from signoff.agent.agent import Agent
from signoff.agent.model import OpenAIResponses
from signoff.agent.streaming import Stream
from signoff.core.effects import Out
from signoff.core.items import Item
from signoff.core.keys import ThreadKey
from signoff.core.transitions import lease
from signoff.ports import (
    PermanentError,
    Task,
    TaskState,
    TransientError,
    UndeliverableError,
    UnreachableError,
)
from signoff.testing import InMemoryStore, ManualClock, RecordingChat
from signoff.testing.streams import Streamed
from signoff.usecases.finish import finish
from signoff.usecases.growing import Hands
from signoff.usecases.live import Live
from signoff.usecases.shown import Shown

THREAD = ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts="1795096800.000001")
MARK = "1.reply.1"
PIECE = "Order 8841 is paid, and so is the next.\n"


@dataclass(slots=True)
class Show:
    """A turn that is shown, in a thread of its own."""

    stream: Stream = "all"
    clock: ManualClock = field(default_factory=ManualClock)
    chat: RecordingChat = field(default_factory=RecordingChat)
    store: InMemoryStore = field(default_factory=InMemoryStore)
    live: Live = field(init=False)

    def __post_init__(self) -> None:
        agent = Agent(model=OpenAIResponses(id="gpt-5.4"), stream=self.stream)
        self.store.change(lease.woken(THREAD, due=0))
        claimed = self.store.change(lease.claim(THREAD, now=self.clock(), lease_ms=600_000))
        hands = Hands(
            thread=THREAD,
            fence=int(str(claimed["fence"])),
            agent=agent,
            store=self.store,
            chat=self.chat,
            clock=self.clock,
        )
        self.live = Live(hands=hands, user="U0ANA")

    def speak(self, pieces: int, *, every_ms: int) -> str:
        """The model says some pieces, one after the other, and is not at its end."""
        self.live.begins()
        for _ in range(pieces):
            self.live.hears(PIECE)
            self.clock.advance(ms=every_ms)
        return PIECE * pieces

    def end(self, said: str) -> str:
        """The answer is journalled, and said."""
        shown = self.live.hand_over()
        out = Out(run=1, name="reply.1", text=said, streams=shown.streams)
        self.live.over()
        if not shown.streams:
            return self.chat.say(THREAD, said, mark=MARK)
        return finish(THREAD, out, shown, chat=self.chat, mark=MARK, was_tried=False)

    def task(self, state: TaskState, id_: str = "1.1.0") -> None:
        """A tool call comes so far."""
        self.live.task(Task(id=id_, title=f"Look up {id_}", state=state))

    @property
    def messages(self) -> tuple[Streamed, ...]:
        """What stands in the thread."""
        return self.chat.grown(THREAD)

    @property
    def meta(self) -> Item:
        """The thread's own row."""
        (found,) = self.store.read(THREAD.meta())
        assert found is not None
        return found


def test_a_long_answer_grows_forty_times_in_its_first_minute_at_most() -> None:
    show = Show()

    said = show.speak(1_500, every_ms=100)
    show.end(said)

    (message,) = show.messages
    assert len(said) == 60_000
    assert message.text == said
    assert 40 < message.grew < 70


def test_a_slow_model_is_seen_every_few_seconds() -> None:
    show = Show()

    show.speak(10, every_ms=2_000)

    (message,) = show.messages
    assert message.grew == 5


def test_a_message_that_grows_too_old_ends_at_a_line_and_another_goes_on() -> None:
    show = Show()
    show.task(TaskState.IN_PROGRESS)

    said = show.speak(1_250, every_ms=200)
    show.end(said)

    first, second = show.messages
    assert not first.is_open
    assert [task.state for task in first.tasks] == [TaskState.COMPLETE]
    assert first.text.endswith("\n")
    assert first.text + second.text == said
    assert second.last is not None


def test_an_answer_in_two_messages_that_is_not_the_journalled_one_is_said_anew() -> None:
    show = Show()
    show.speak(1_250, every_ms=200)

    show.end("It was cut.")

    assert show.messages == ()
    assert show.chat.words(THREAD) == ("It was cut.",)


def test_while_slack_wants_to_be_left_alone_the_text_waits() -> None:
    show = Show()
    show.chat.fail_next("grow_stream", UnreachableError("limited", retry_after_s=30))

    said = show.speak(100, every_ms=100)
    show.end(said)

    (message,) = show.messages
    assert (message.text, message.grew, message.rewritten) == (said, 0, 0)


def test_a_message_of_which_nobody_knows_whether_it_grew_is_written_anew() -> None:
    show = Show()
    lost = UnreachableError("no answer", is_ambiguous=True)
    show.chat.fail_next("grow_stream", lost, took_effect=True)

    said = show.speak(100, every_ms=100)
    show.end(said)

    (message,) = show.messages
    assert (message.text, message.rewritten) == (said, 1)


def test_a_message_that_slack_took_away_is_said_anew() -> None:
    show = Show()
    said = show.speak(100, every_ms=100)
    show.chat.remove_stream(THREAD, show.messages[0].ts)

    show.end(said)

    assert show.chat.words(THREAD) == (said,)


def test_what_the_model_begins_anew_does_not_count_and_is_written_over() -> None:
    show = Show()
    show.speak(20, every_ms=500)
    show.live.begins()
    show.live.hears("It is ")

    show.end("It is paid.")

    (message,) = show.messages
    assert message.text == "It is paid."


def test_words_that_are_written_otherwise_once_more_is_known_are_written_over() -> None:
    show = Show()
    show.live.write = lambda text: text.replace("`", "") if text.count("`") > 1 else text
    show.speak(20, every_ms=500)
    show.live.hears("`")
    show.clock.advance(seconds=5)
    show.live.hears("a ")
    show.clock.advance(seconds=5)
    show.live.hears("` b ")

    show.end("It is paid.")

    assert [each.text for each in show.messages] == ["It is paid."]


def test_where_slack_cannot_be_asked_who_reads_nothing_is_begun() -> None:
    show = Show()
    show.live.user = ""

    show.speak(20, every_ms=500)

    assert show.messages == ()


def test_nothing_is_begun_where_the_agent_does_not_want_it() -> None:
    show = Show(stream="dm")

    show.speak(20, every_ms=500)
    show.task(TaskState.IN_PROGRESS)
    show.live.tidy((), is_unsure=True)

    assert show.messages == ()
    assert not show.meta.get("streams")


def test_what_is_begun_is_noted_before_anything_stands_in_it() -> None:
    show = Show()

    show.live.begins()
    show.live.hears("It ")

    (message,) = show.messages
    assert (message.text, show.meta["streams"]) == ("", (message.ts,))


def test_whoever_has_lost_the_thread_takes_away_what_they_began() -> None:
    show = Show()
    show.clock.advance(seconds=601)
    show.store.change(lease.claim(THREAD, now=show.clock(), lease_ms=600_000))

    show.speak(20, every_ms=500)

    assert show.messages == ()


def test_a_refusal_is_final_for_the_turn() -> None:
    show = Show()
    show.chat.fail_next("start_stream", UndeliverableError("team_not_found"))

    show.speak(20, every_ms=500)
    show.task(TaskState.IN_PROGRESS)

    assert show.messages == ()


def test_a_start_that_is_limited_is_tried_again_when_slack_says_so() -> None:
    show = Show()
    show.chat.fail_next("start_stream", UnreachableError("limited", retry_after_s=5))

    show.speak(20, every_ms=500)

    assert len(show.messages) == 1


def test_a_start_whose_answer_is_lost_leaves_nothing_behind() -> None:
    show = Show()
    lost = UnreachableError("no answer", is_ambiguous=True)
    show.chat.fail_next("start_stream", lost, took_effect=True)

    show.speak(20, every_ms=500)
    show.live.close()

    assert show.messages == ()


def test_a_search_for_what_was_lost_that_fails_touches_nothing() -> None:
    show = Show()
    show.chat.fail_next("lost_streams", UnreachableError("down"))

    show.live.tidy((), is_unsure=True)

    assert show.messages == ()


def test_what_a_worker_left_that_died_is_taken_away() -> None:
    dead = Show()
    dead.speak(20, every_ms=500)
    later = ManualClock(dead.clock.advance(minutes=20))
    after = Show(chat=dead.chat, store=dead.store, clock=later)

    after.live.tidy((dead.messages[0].ts,), is_unsure=True)

    assert after.messages == ()


def test_an_answer_that_never_came_is_taken_away() -> None:
    show = Show()
    show.speak(20, every_ms=500)

    show.live.close()

    assert show.messages == ()


def test_tool_calls_stay_when_the_answer_after_them_never_came() -> None:
    show = Show()
    show.task(TaskState.IN_PROGRESS)
    show.task(TaskState.COMPLETE)
    show.live.begins()

    show.live.close()

    (message,) = show.messages
    assert not message.is_open
    assert [task.state for task in message.tasks] == [TaskState.COMPLETE]


def test_a_message_that_slack_would_not_end_is_ended_when_the_turn_closes() -> None:
    show = Show()
    show.task(TaskState.IN_PROGRESS)
    for _ in range(2):
        show.chat.fail_next("end_stream", UnreachableError("down"))

    show.live.stop()
    show.live.close()

    (message,) = show.messages
    assert not message.is_open
    assert [task.state for task in message.tasks] == [TaskState.COMPLETE]


def test_an_empty_message_that_slack_would_not_take_away_goes_when_the_turn_closes() -> None:
    show = Show()
    show.live.begins()
    show.live.hears("")
    show.live.hears("I")
    show.live.answer = ""
    show.chat.fail_next("remove_stream", UnreachableError("down"))

    show.live.stop()
    show.live.close()

    assert show.messages == ()


def test_a_message_that_slack_keeps_stays_beside_the_answer() -> None:
    show = Show()
    show.speak(20, every_ms=500)
    show.chat.fail_next("remove_stream", UndeliverableError("cant_delete_message"))

    show.live.close()

    assert len(show.messages) == 1


def test_a_broken_message_with_calls_is_left_with_all_of_them_ended() -> None:
    show = Show()
    show.task(TaskState.IN_PROGRESS)
    show.chat.fail_next("grow_stream", UndeliverableError("stopped_by_user"))
    show.task(TaskState.IN_PROGRESS, "1.1.1")

    show.live.stop()

    (message,) = show.messages
    assert [task.state for task in message.tasks] == [TaskState.COMPLETE]
    assert message.rewritten == 1


def test_a_broken_message_is_left_when_the_answer_calls_more_tools() -> None:
    show = Show()
    show.chat.fail_next("grow_stream", UndeliverableError("stopped_by_user"))
    show.speak(20, every_ms=500)

    show.live.answered()
    show.task(TaskState.IN_PROGRESS)

    (message,) = show.messages
    assert message.text == PIECE * 20
    assert [task.state for task in message.tasks] == [TaskState.IN_PROGRESS]


def test_many_calls_in_a_moment_are_not_shown_one_by_one() -> None:
    show = Show()

    for number in range(20):
        show.task(TaskState.PENDING, f"1.1.{number}")
    for number in range(20):
        show.task(TaskState.IN_PROGRESS, f"1.1.{number}")
        show.task(TaskState.COMPLETE, f"1.1.{number}")
    show.end("Done.")

    (message,) = show.messages
    assert message.grew == 4
    assert [task.state for task in message.tasks] == [TaskState.COMPLETE] * 20


def test_a_call_of_another_agent_ends_with_its_word() -> None:
    show = Show()
    show.task(TaskState.IN_PROGRESS)

    show.live.ended("1.1.0", has_failed=True)
    show.live.ended("1.9.9", has_failed=False)

    ((message,), live) = show.messages, replace(show.live.tasks["1.1.0"])
    assert message.tasks == (live,)
    assert live.title == "Failed: Look up 1.1.0"


def test_a_run_that_dies_turns_its_open_calls_red() -> None:
    show = Show()
    show.task(TaskState.IN_PROGRESS)

    shown = show.live.hand_over(as_=TaskState.ERROR)

    assert [task.state for task in shown.tasks] == [TaskState.ERROR]


def test_a_turn_without_hands_shows_nothing() -> None:
    live = Live()

    live.begins()
    live.hears("It is paid.")
    live.task(Task(id="1.1.0", title="Look up", state=TaskState.IN_PROGRESS))
    live.stop()
    live.tidy(("1.1",), is_unsure=True)
    live.close()

    assert live.hand_over() == Shown()


def test_no_trouble_of_slacks_is_raised() -> None:
    for error in (TransientError("later"), PermanentError("never")):
        for method in ("start_stream", "grow_stream"):
            show = Show()
            show.chat.fail_next(method, error)
            said = show.speak(20, every_ms=500)
            show.end(said)
            assert show.chat.words(THREAD) == (said,)


def test_a_message_of_calls_alone_that_grows_too_old_stands_and_another_goes_on() -> None:
    show = Show()
    show.task(TaskState.IN_PROGRESS)
    show.clock.advance(seconds=230)
    show.task(TaskState.IN_PROGRESS, "1.3.0")

    show.end("It is paid.")

    first, second = show.messages
    assert [task.state for task in first.tasks] == [TaskState.COMPLETE]
    assert (second.text, len(second.tasks)) == ("It is paid.", 2)


def test_an_end_that_was_taken_already_is_found_and_stays() -> None:
    show = Show()
    said = show.speak(20, every_ms=500)
    shown = show.live.hand_over()
    out = Out(run=1, name="reply.1", text=said, streams=shown.streams)
    finish(THREAD, out, shown, chat=show.chat, mark=MARK, was_tried=False)

    again = finish(THREAD, out, Shown(), chat=show.chat, mark=MARK, was_tried=True)

    (message,) = show.messages
    assert (again, message.text, message.rewritten) == (message.ts, said, 0)
