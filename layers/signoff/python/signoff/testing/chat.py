"""A Slack that remembers everything it was told, and knows whom a test says it knows."""

from signoff.core.canonical import digest
from signoff.core.click import ClickOutcome, OpenForm, Refusal, Surface
from signoff.core.inbox import HomeView
from signoff.core.keys import Position, ThreadKey
from signoff.core.nudge import Nudge
from signoff.core.person import Person
from signoff.core.places import place
from signoff.core.requirement import Requirement
from signoff.core.terms import DM, Circle
from signoff.ports import CardView, Held, Standing, UndeliverableError
from signoff.testing.chat_files import RecordingFiles
from signoff.testing.chat_records import (
    Announced,
    Forwarded,
    Nudged,
    Opened,
    Said,
    Shown,
    Told,
    ToldInView,
    Whispered,
)
from signoff.testing.people import TEAM
from signoff.testing.streams import RecordingStreams


class RecordingChat(RecordingFiles, RecordingStreams):
    """The `Chat` port, without a Slack.

    Attributes:
        shown: Every drawing of a card, in order.
        said: Every message.
        nudged: Every message that called people to a request.
        announced: Every direct message about a card.
        forwarded: Every direct message in place of one in a thread.
        is_bare: Whether it takes no card but in words.
        modal_holds: How many characters of arguments it shows; of more, files are made.
        attached: Every file, by its card and its request.
        told: Every answer to a click.
        whispered: Every private word.
        held: Every message that was shown to wait.
        released: Every message of which that was taken off, by thread and `ts`.
        opened: Every modal.
        told_in_view: Every answer to a click in a view.
        homes: Every inbox that was shown.
        streamed: Every message that grew.
    """

    def __init__(self, *people: Person, team: str = TEAM) -> None:
        """Know some people, and be a workspace; nobody else is known."""
        RecordingFiles.__init__(self)
        self.shown: list[Shown] = []
        self.said: list[Said] = []
        self.nudged: list[Nudged] = []
        self.announced: list[Announced] = []
        self.forwarded: list[Forwarded] = []
        self.is_bare = False
        self.modal_holds = 87_000
        self.attached: list[tuple[Position, Position]] = []
        self.told: list[Told] = []
        self.whispered: list[Whispered] = []
        self.held: list[Held] = []
        self.released: list[tuple[ThreadKey, str]] = []
        self.opened: list[Opened] = []
        self.told_in_view: list[ToldInView] = []
        self.homes: list[HomeView] = []
        self._people = {person.id: person for person in people}
        self._circles: dict[str, frozenset[str]] = {}
        self._team = team
        RecordingStreams.__init__(self, faults=self._faults, stamp=self._stamp)

    def show(self, view: CardView) -> Standing:
        """Draw a card: anew where it stands nowhere, otherwise where it stands."""
        with self._faults.around("show"), self._lock:
            known = tuple(dict.fromkeys(view.card.ts))
            away = view.card.route if view.card.route != DM else ""
            new = [place(self._stamp(), channel=at) for at in dict.fromkeys(("", away))]
            drawn = Shown(view=view, ts=known or tuple(new))
            self.shown.append(drawn)
            return Standing(ts=drawn.ts, is_bare=self.is_bare)

    def needs_file(self, requirement: Requirement) -> bool:
        """Tell whether a request is longer than this chat's modals hold."""
        return len(requirement.arguments) > self.modal_holds

    def attach(self, view: CardView, requirement: Requirement) -> str:
        """Keep that a file was put beside a card, and name it by what is in it."""
        with self._faults.around("attach"), self._lock:
            self.attached.append((view.card.at, requirement.at))
            return digest(requirement.arguments)

    def announce(self, view: CardView, *, why: UndeliverableError) -> str:
        """Keep what a requester was told of a card, unless they were told before."""
        with self._faults.around("announce"), self._lock:
            for earlier in self.announced:
                same = (earlier.view.thread, earlier.view.card.at)
                if same == (view.thread, view.card.at):
                    return earlier.ts
            self.announced.append(Announced(view=view, why=why, ts=self._stamp()))
            return self.announced[-1].ts

    def find(self, thread: ThreadKey, mark: str) -> tuple[str, ...]:
        """Give the `ts` of all that was said with a mark, and of every card that bears it."""
        with self._faults.around("find"), self._lock:
            said = [each.ts for each in self.said if (each.thread, each.mark) == (thread, mark)]
            drawn = [
                ts
                for each in self.shown
                if (each.view.thread, each.view.card.at.place) == (thread, mark)
                for ts in each.ts
            ]
            return tuple(dict.fromkeys((*said, *self.marked(thread, mark), *drawn)))

    def find_card(self, view: CardView) -> tuple[str, ...]:
        """Give where a card was drawn, so far."""
        with self._faults.around("find"), self._lock:
            at = (view.thread, view.card.at)
            drawn = [each for each in self.shown if (each.view.thread, each.view.card.at) == at]
            return tuple(dict.fromkeys(ts for each in drawn for ts in each.ts))

    def say(self, thread: ThreadKey, text: str, *, mark: str, is_rated: bool = False) -> str:
        """Keep a message, and give its `ts`."""
        with self._faults.around("say"), self._lock:
            ts = self._stamp()
            said = Said(thread=thread, text=text, mark=mark, ts=ts, is_rated=is_rated)
            self.said.append(said)
            return said.ts

    def nudge(self, view: CardView, nudge: Nudge, *, mark: str, was_tried: bool) -> str:
        """Keep whom a thread was to call, and to what; once, if it is asked whether it did."""
        with self._faults.around("nudge"), self._lock:
            for each in self.nudged if was_tried else ():
                if (each.view.thread, each.mark) == (view.thread, mark):
                    return each.ts
            said = Nudged(nudge=nudge, view=view, mark=mark, ts=self._stamp())
            self.nudged.append(said)
            return said.ts

    def forward(
        self, thread: ThreadKey, user: str, text: str, *, mark: str, why: UndeliverableError
    ) -> str:
        """Keep what one person was said directly, unless they were before; the reason is gone."""
        del why
        with self._faults.around("forward"), self._lock:
            for earlier in self.forwarded:
                if (earlier.thread, earlier.mark) == (thread, mark):
                    return earlier.ts
            self.forwarded.append(
                Forwarded(thread=thread, user=user, text=text, mark=mark, ts=self._stamp())
            )
            return self.forwarded[-1].ts

    def tell(self, thread: ThreadKey, user: str, refusal: Refusal) -> None:
        """Keep what one person was told of their click."""
        with self._faults.around("tell"), self._lock:
            self.told.append(Told(thread=thread, user=user, refusal=refusal))

    def whisper(self, thread: ThreadKey, user: str, text: str) -> None:
        """Keep a private word."""
        with self._faults.around("whisper"), self._lock:
            self.whispered.append(Whispered(thread=thread, user=user, text=text))

    def hold(self, held: Held) -> None:
        """Keep that a message waits."""
        with self._faults.around("hold"), self._lock:
            self.held.append(held)

    def release(self, thread: ThreadKey, ts: str) -> None:
        """Keep that a message does not wait any more."""
        with self._faults.around("release"), self._lock:
            self.released.append((thread, ts))

    def person(self, user: str) -> Person:
        """Give somebody who is known; Slack knows nobody else."""
        with self._faults.around("person"), self._lock:
            if user not in self._people:
                raise UndeliverableError(f"nobody is called {user}")
            return self._people[user]

    def members(self, of: Circle) -> frozenset[str]:
        """Give who is in a circle that is known; Slack knows no other."""
        with self._faults.around("members"), self._lock:
            if of.id not in self._circles:
                raise UndeliverableError(f"nothing is called {of.id}")
            return self._circles[of.id]

    def group_name(self, group: str) -> str:
        """Give a group's handle: a test's groups are called by their id, in small letters."""
        with self._faults.around("group_name"), self._lock:
            if group not in self._circles:
                raise UndeliverableError(f"nothing is called {group}")
            return group.lower()

    def channel_name(self, channel: str) -> str:
        """Give a channel's name: a test's channels are called by their id, in small letters."""
        with self._faults.around("channel_name"), self._lock:
            if channel not in self._circles:
                raise UndeliverableError(f"nothing is called {channel}")
            return channel.lower()

    def own_ids(self) -> frozenset[str]:
        """Give the ids of the app of every test's workspace."""
        with self._faults.around("own_ids"):
            return frozenset({"U0BOT", "B0BOT"})

    def open_form(self, form: OpenForm, requirement: Requirement) -> None:
        """Keep a modal that was opened."""
        with self._faults.around("open_form"), self._lock:
            self.opened.append(Opened(form=form, requirement=requirement))

    def tell_in_view(self, surface: Surface, outcome: ClickOutcome) -> None:
        """Keep what somebody was told who clicked in a view."""
        with self._faults.around("tell_in_view"), self._lock:
            self.told_in_view.append(ToldInView(surface=surface, outcome=outcome))

    def publish_home(self, view: HomeView) -> None:
        """Keep an inbox that was shown."""
        with self._faults.around("publish_home"), self._lock:
            self.homes.append(view)

    def team(self) -> str:
        """Give the workspace."""
        with self._faults.around("team"):
            return self._team

    def know(self, person: Person) -> None:
        """Know somebody, or know them anew as they are now."""
        with self._lock:
            self._people[person.id] = person

    def gather(self, circle: str, *users: str) -> None:
        """Have some people, and nobody else, be in a user group or a channel."""
        with self._lock:
            self._circles[circle] = frozenset(users)

    def standing(self, thread: ThreadKey, at: Position) -> CardView:
        """Give a card as it was last drawn.

        Raises:
            AssertionError: It was never drawn.
        """
        views = [drawn.view for drawn in self.shown]
        drawings = [view for view in views if (view.thread, view.card.at) == (thread, at)]
        if not drawings:
            raise AssertionError(f"no card {at.place} was drawn in {thread.thread_ts}")
        return drawings[-1]

    def words(self, thread: ThreadKey) -> tuple[str, ...]:
        """Give what was said in a thread, in order."""
        said = {each.ts: each.text for each in self.said if each.thread == thread}
        grown = {each.ts: each.text for each in self.grown(thread) if each.last}
        return tuple(text for _, text in sorted((said | grown).items()))

    def fail_next(self, method: str, error: BaseException, *, took_effect: bool = False) -> None:
        """Have the next call of a method raise; with `took_effect`, after it did its work."""
        self._faults.order(method, error, took_effect=took_effect)

    def _stamp(self) -> str:
        return f"1700000000.{next(self._stamps):06d}"
