"""Slack as a run needs it: cards, words, private words, people and forms."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TypeAlias

from signoff.adapters.slack import bare, cards, home, letters, modals, nudges, review, words
from signoff.adapters.slack.answers import in_view
from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.blocks import Drawn
from signoff.adapters.slack.chat_files import SlackFiles
from signoff.adapters.slack.circles import Circles
from signoff.adapters.slack.copies import Copies, direct_channel
from signoff.adapters.slack.held import MARK, waits
from signoff.adapters.slack.links import linked, message_link
from signoff.adapters.slack.payloads import id_at, text_at
from signoff.adapters.slack.people import People
from signoff.adapters.slack.posts import REPLY, UNDRAWABLE
from signoff.adapters.slack.ratings import thumbs
from signoff.adapters.slack.routing import Copy
from signoff.adapters.slack.speech import Speech, ends
from signoff.adapters.slack.streams import SlackStreams, StreamingChat
from signoff.adapters.slack.web import RefusedBySlackError, Renew, SlackWeb
from signoff.core.canonical import JsonObject
from signoff.core.click import ClickOutcome, OpenForm, Refusal, Stale, Surface
from signoff.core.effects import DRAWING_MS
from signoff.core.inbox import HomeView
from signoff.core.keys import ThreadKey
from signoff.core.nudge import Nudge
from signoff.core.person import Person
from signoff.core.places import channel_and_ts
from signoff.core.requirement import Requirement
from signoff.core.terms import Circle
from signoff.ports import CardView, Clock, Held, Standing, UndeliverableError

_SPEAKS_MS = DRAWING_MS // 2
"""A long text is said for so long; with one slow call more, before another may take it over."""

_TRIGGER_SPENT = {
    "exchanged_trigger_id",
    "expired_trigger_id",
    "invalid_trigger_id",
    "not_found",
    "trigger_exchanged",
    "trigger_expired",
}


Draw: TypeAlias = Callable[[CardView, Copy], Drawn]


class FormNotOpenedError(UndeliverableError):
    """Slack's permission to open a form was spent, or the form was closed: click again."""


class SlackChat(SlackFiles, StreamingChat):
    """The `Chat` port over Slack's Web API."""

    def __init__(
        self,
        *,
        token: str,
        renew: Renew | None = None,
        team: str | None = None,
        api_url: str,
        timeout_s: float,
        clock: Clock,
    ) -> None:
        """Get ready; nothing is sent yet.

        Args:
            token: The bot's token.
            renew: Gives the token as it is now; None: this one is all there is.
            team: The workspace, where it is known; None: the token's own, as Slack says.
            api_url: Where the Web API is; ends in `/api/`.
            timeout_s: How long one call may take.
            clock: The time.
        """
        web = SlackWeb(
            token=token,
            renew=renew,
            team=team,
            api_url=api_url,
            timeout_s=timeout_s,
            clock=clock,
        )
        self._team = team
        super().__init__(web, api_url=api_url, timeout_s=timeout_s)
        self._clock = clock
        self._people = People(web=self._web, our_team=self.team, clock=clock)
        self._circles = Circles(web=self._web, clock=clock)
        self._streams = SlackStreams(web=self._web, us=self._bot)

    def show(self, view: CardView) -> Standing:
        for draw in (cards.draw, cards.fallback):
            try:
                return Standing(ts=self._copies.placed(view, self._drawing(view, draw)))
            except RefusedBySlackError as error:
                if error.code not in UNDRAWABLE:
                    raise
        drawn = bare.in_words(view)
        return Standing(ts=self._copies.placed(view, lambda _: drawn), is_bare=True)

    def find_card(self, view: CardView) -> tuple[str, ...]:
        return self._copies.found(view)

    def needs_file(self, requirement: Requirement) -> bool:
        return review.needs_file(requirement)

    def attach(self, view: CardView, requirement: Requirement) -> str:
        paper = review.paper_of(requirement)
        for place, card in self._where_people_decide(view):
            self._papers.put(replace(place, thread_ts=place.thread_ts or card), paper)
        return paper.sha256

    def announce(self, view: CardView, *, why: UndeliverableError) -> str:
        place = self._direct(view.thread, view.rows[0].requester.id)
        mark = letters.marked(view.thread, view.card.at.place)
        found = self.find(place, mark)
        if found:
            return found[0]
        drawn = Drawn(text=letters.announcement(view, why), blocks=[])
        return self._posts.post(place, drawn, event_type=REPLY, payload={"mark": mark})

    def find(self, thread: ThreadKey, mark: str) -> tuple[str, ...]:
        marked = self._posts.marked(thread, mark)
        whole = [(ts, text_at(payload, "file")) for ts, payload in marked if ends(payload)]
        # A text in a file is whole once that is there, too.
        return tuple(ts for ts, file in whole if not file or self._posts.holds_file(thread, file))

    def say(self, thread: ThreadKey, text: str, *, mark: str, is_rated: bool = False) -> str:
        speech = self._speech(thread, mark)
        speech.below = (thumbs(thread, mark),) if is_rated else ()
        return speech.say(text)

    def _speech(self, place: ThreadKey, mark: str, *, head: str = "") -> Speech:
        until = self._clock() + _SPEAKS_MS
        return Speech(
            posts=self._posts,
            place=place,
            mark=mark,
            papers=self._papers,
            head=head,
            has_time=lambda: self._clock() < until,
        )

    def nudge(self, view: CardView, nudge: Nudge, *, mark: str, was_tried: bool) -> str:
        ts = ""
        for place, card in self._where_people_decide(view):
            found = self.find(place, mark) if was_tried else ()
            link = message_link(text_at(self._who_we_are(), "url"), place, card)
            # Its text alone, as mrkdwn: a mention is heard wherever a client shows it.
            drawn = Drawn(text=nudges.called(nudge, view.rows[0], link=link), blocks=[])
            payload: JsonObject = {"mark": mark}
            ts = (
                found[0]
                if found
                else self._posts.post(place, drawn, event_type=REPLY, payload=payload)
            )
        return ts

    def _where_people_decide(self, view: CardView) -> list[tuple[ThreadKey, str]]:
        """List the threads to call people in, with the card there: beside copies elsewhere."""
        places = [channel_and_ts(name) for name in view.card.ts]
        away = [
            (ThreadKey(team=view.thread.team, channel=channel, thread_ts=ts), ts)
            for channel, ts in places
            if channel
        ]
        own = [ts for channel, ts in places if not channel]
        return away or [(view.thread, own[-1] if own else "")]

    def forward(
        self, thread: ThreadKey, user: str, text: str, *, mark: str, why: UndeliverableError
    ) -> str:
        place, own = self._direct(thread, user), letters.marked(thread, mark)
        found, head = self.find(place, own), letters.head(thread, why)
        return found[0] if found else self._speech(place, own, head=head).say(text)

    def tell(self, thread: ThreadKey, user: str, refusal: Refusal) -> None:
        self.whisper(thread, user, words.refusal(refusal, link=self._current(refusal)))

    def _current(self, refusal: Refusal) -> str:
        """Give the address of the card to decide on, where it is another."""
        if not isinstance(refusal, Stale) or refusal.card is None:
            return ""
        place, ts = refusal.card
        return message_link(text_at(self._who_we_are(), "url"), place, ts)

    def whisper(self, thread: ThreadKey, user: str, text: str) -> None:
        self._whisper(thread, user, Drawn(text=text, blocks=[]))

    def _whisper(self, thread: ThreadKey, user: str, drawn: Drawn) -> None:
        blocks: JsonObject = {"blocks": drawn.blocks} if drawn.blocks else {}
        self._web(
            Method.POST_EPHEMERAL,
            json={
                "channel": thread.channel,
                "thread_ts": thread.thread_ts,
                "user": user,
                "text": drawn.text,
                **blocks,
            },
        )

    def hold(self, held: Held) -> None:
        self._react(Method.REACT, held.thread, held.ts)
        if held.is_first:
            drawn = waits(held, link=self._card_link(held.waiting))
            self._whisper(held.thread, held.user, drawn)

    def release(self, thread: ThreadKey, ts: str) -> None:
        self._react(Method.UNREACT, thread, ts)

    def _react(self, method: Method, thread: ThreadKey, ts: str) -> None:
        """Put the mark on a message, or take it off; where Slack won't, nothing rests on it."""
        with suppress(RefusedBySlackError):
            self._web(method, json={"channel": thread.channel, "timestamp": ts, "name": MARK})

    def _card_link(self, view: CardView | None) -> str:
        if view is None:
            return ""
        place, ts = self._where_people_decide(view)[0]
        return message_link(text_at(self._who_we_are(), "url"), place, ts)

    def person(self, user: str) -> Person:
        return self._people(user)

    def members(self, of: Circle) -> frozenset[str]:
        return self._circles.members(of)

    def group_name(self, group: str) -> str:
        return self._circles.group_name(group)

    def channel_name(self, channel: str) -> str:
        return self._circles.channel_name(channel)

    def own_ids(self) -> frozenset[str]:
        us = self._who_we_are()
        return frozenset(filter(None, (id_at(us, "user_id"), id_at(us, "bot_id"))))

    def open_form(self, form: OpenForm, requirement: Requirement) -> None:
        surface = Surface(trigger=form.trigger, view=form.view)
        self._opened(surface, modals.view(form, requirement))

    def tell_in_view(self, surface: Surface, outcome: ClickOutcome) -> None:
        self._opened(surface, in_view(outcome))

    def publish_home(self, view: HomeView) -> None:
        drawn = home.draw(view, workspace_url=text_at(self._who_we_are(), "url"))
        self._web(Method.VIEWS_PUBLISH, json={"user_id": view.inbox.user, "view": drawn})

    def _opened(self, surface: Surface, view: JsonObject) -> None:
        try:
            if surface.view:
                self._web(Method.VIEWS_UPDATE, json={"view_id": surface.view, "view": view})
            else:
                self._web(Method.VIEWS_OPEN, json={"trigger_id": surface.trigger, "view": view})
        except RefusedBySlackError as error:
            if error.code not in _TRIGGER_SPENT:
                raise
            raise FormNotOpenedError(str(error)) from error

    def team(self) -> str:
        return self._team or id_at(self._who_we_are(), "team_id")

    def _direct(self, thread: ThreadKey, user: str) -> ThreadKey:
        """Give the direct messages of a person, as a place without a thread."""
        return ThreadKey(team=thread.team, channel=self._direct_channel(user), thread_ts="")

    def _direct_channel(self, user: str) -> str:
        return direct_channel(self._web(Method.OPEN, json={"users": user}))

    @property
    def _copies(self) -> Copies:
        return Copies(posts=self._posts, direct=self._direct_channel, members=self.members)

    def _drawing(self, view: CardView, draw: Draw) -> Callable[[Copy], Drawn]:
        """Draw copies with a way back to the thread, where one of them stands elsewhere."""
        if not view.card.route:
            return lambda copy: draw(view, copy)
        link = self._link_to(view.thread)
        return lambda copy: draw(view, replace(copy, link=link))

    def _link_to(self, thread: ThreadKey) -> str:
        """Give a link to a thread, as Slack's own addresses are made, in mrkdwn."""
        link = message_link(text_at(self._who_we_are(), "url"), thread)
        return linked(link, "Open the thread") if link else ""
