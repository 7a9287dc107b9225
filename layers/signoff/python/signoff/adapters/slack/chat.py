"""Slack as a run needs it: cards, words, private words, people and forms."""

from collections.abc import Iterator, Sequence

from signoff.adapters.slack import cards, modals, sayings, words
from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.blocks import Drawn
from signoff.adapters.slack.payloads import id_at, object_at, objects_at, text_at, ts_at
from signoff.adapters.slack.people import People
from signoff.adapters.slack.web import RefusedBySlackError, Renew, SlackWeb, Web
from signoff.core.canonical import JsonObject
from signoff.core.click import OpenForm, Refusal
from signoff.core.keys import ThreadKey
from signoff.core.person import Person
from signoff.core.requirement import Requirement
from signoff.ports import CardView, Clock, UndeliverableError, UnreachableError

CARD, REPLY = "signoff_card", "signoff_reply"
"""What our messages are called in their metadata."""

_PAGE = 200

_UNDRAWABLE = {
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "msg_blocks_too_long",
    "msg_too_long",
    "too_many_blocks",
}
_NOT_OURS_TO_CHANGE = {"cant_update_message", "edit_window_closed", "message_not_found"}
_TRIGGER_SPENT = {
    "exchanged_trigger_id",
    "expired_trigger_id",
    "invalid_trigger_id",
    "not_found",
    "trigger_exchanged",
    "trigger_expired",
}


class FormNotOpenedError(UndeliverableError):
    """Slack's permission to open a form was spent, or the form was closed: click again."""


class SlackChat:
    """The `Chat` port over Slack's Web API."""

    def __init__(
        self,
        *,
        token: str,
        renew: Renew | None = None,
        api_url: str,
        timeout_s: float,
        clock: Clock,
    ) -> None:
        """Get ready; nothing is sent yet.

        Args:
            token: The bot's token.
            renew: Gives the token as it is now; None: this one is all there is.
            api_url: Where the Web API is; ends in `/api/`.
            timeout_s: How long one call may take.
            clock: The time.
        """
        self._web: Web = SlackWeb(
            token=token, renew=renew, api_url=api_url, timeout_s=timeout_s, clock=clock
        )
        self._people = People(web=self._web, our_team=self.team, clock=clock)
        self._us: JsonObject | None = None

    def show(self, view: CardView) -> tuple[str, ...]:
        try:
            return self._placed(view, cards.draw(view))
        except RefusedBySlackError as error:
            if error.code not in _UNDRAWABLE:
                raise
        return self._placed(view, cards.fallback(view))

    def find(self, thread: ThreadKey, mark: str) -> str | None:
        marked = self._marked(thread, mark)
        return next((ts for ts, payload in marked if _is_last(payload)), None)

    def say(self, thread: ThreadKey, text: str, *, mark: str) -> str:
        pieces = sayings.pieces(text)
        # An earlier try may have been cut off in the middle: it goes on from there.
        sent = _by_part(self._marked(thread, mark)) if len(pieces) > 1 else {}
        ts = ""
        for part, piece in enumerate(pieces, 1):
            payload: JsonObject = {"mark": mark, "part": part, "parts": len(pieces)}
            ts = sent.get(part) or self._say(thread, piece, payload)
        return ts

    def tell(self, thread: ThreadKey, user: str, refusal: Refusal) -> None:
        self.whisper(thread, user, words.refusal(refusal))

    def whisper(self, thread: ThreadKey, user: str, text: str) -> None:
        self._web(
            Method.POST_EPHEMERAL,
            json={
                "channel": thread.channel,
                "thread_ts": thread.thread_ts,
                "user": user,
                "text": text,
            },
        )

    def person(self, user: str) -> Person:
        return self._people(user)

    def open_form(self, form: OpenForm, requirement: Requirement) -> None:
        view: JsonObject = modals.view(form, requirement)
        try:
            if form.view:
                self._web(Method.VIEWS_UPDATE, json={"view_id": form.view, "view": view})
            else:
                self._web(Method.VIEWS_OPEN, json={"trigger_id": form.trigger, "view": view})
        except RefusedBySlackError as error:
            if error.code not in _TRIGGER_SPENT:
                raise
            raise FormNotOpenedError(str(error)) from error

    def team(self) -> str:
        return id_at(self._who_we_are(), "team_id")

    def _who_we_are(self) -> JsonObject:
        if self._us is None:
            self._us = self._web(Method.AUTH_TEST)
        return self._us

    def _placed(self, view: CardView, drawn: Drawn) -> tuple[str, ...]:
        # Whoever posted it and whoever clicked on it may both have noted the same message.
        known = dict.fromkeys(view.card.ts)
        standing = tuple(ts for ts in known if self._updated(view.thread, ts, drawn))
        return standing or (self._posted(view, drawn),)

    def _posted(self, view: CardView, drawn: Drawn) -> str:
        return self._post(
            view.thread,
            text=drawn.text,
            blocks=drawn.blocks,
            metadata={"event_type": CARD, "event_payload": {"mark": view.card.at.place}},
        )

    def _updated(self, thread: ThreadKey, ts: str, drawn: Drawn) -> bool:
        """Draw a card where it stands; False: it stands there no more."""
        try:
            self._web(
                Method.UPDATE,
                json={
                    "channel": thread.channel,
                    "ts": ts,
                    "text": drawn.text,
                    "blocks": drawn.blocks,
                },
            )
        except RefusedBySlackError as error:
            if error.code not in _NOT_OURS_TO_CHANGE:
                raise
            return False
        return True

    def _say(self, thread: ThreadKey, piece: str, payload: JsonObject) -> str:
        return self._post(
            thread,
            text=sayings.plain(piece),
            blocks=[{"type": "markdown", "text": piece}],
            metadata={"event_type": REPLY, "event_payload": payload},
        )

    def _post(
        self, thread: ThreadKey, *, text: str, blocks: Sequence[JsonObject], metadata: JsonObject
    ) -> str:
        answer = self._web(
            Method.POST_MESSAGE,
            json={
                "channel": thread.channel,
                "thread_ts": thread.thread_ts,
                "text": text,
                "blocks": blocks,
                "metadata": metadata,
                "unfurl_links": False,
                "unfurl_media": False,
            },
        )
        ts = ts_at(answer, "ts")
        if not ts:
            raise UnreachableError("Slack did not say where it put it", is_ambiguous=True)
        return ts

    def _marked(self, thread: ThreadKey, mark: str) -> Iterator[tuple[str, JsonObject]]:
        """Go through our messages in a thread that carry a mark; others may copy the mark."""
        us = id_at(self._who_we_are(), "user_id")
        for message in self._replies(thread):
            payload = object_at(message, "metadata", "event_payload")
            is_ours = text_at(message, "metadata", "event_type") in {CARD, REPLY}
            if is_ours and id_at(message, "user") == us and text_at(payload, "mark") == mark:
                yield ts_at(message, "ts"), payload

    def _replies(self, thread: ThreadKey) -> Iterator[JsonObject]:
        cursor: str | None = None
        while cursor != "":
            page = self._page(thread, cursor)
            yield from objects_at(page, "messages")
            cursor = text_at(page, "response_metadata", "next_cursor")

    def _page(self, thread: ThreadKey, cursor: str | None) -> JsonObject:
        try:
            return self._web(
                Method.REPLIES,
                form={
                    "channel": thread.channel,
                    "ts": thread.thread_ts,
                    "include_all_metadata": True,
                    "limit": _PAGE,
                    "cursor": cursor,
                },
            )
        except RefusedBySlackError as error:
            if error.code != "thread_not_found":
                raise
            return {}


def _is_last(payload: JsonObject) -> bool:
    return payload.get("part") == payload.get("parts")


def _by_part(marked: Iterator[tuple[str, JsonObject]]) -> dict[object, str]:
    return {payload.get("part"): ts for ts, payload in marked}
