"""A message to the thread is sent and noted; what Slack would not take is left for later."""

from dataclasses import dataclass

from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.effects import Out, OutState
from signoff.core.failure import reason
from signoff.core.files_out import OutFile
from signoff.core.items import Update
from signoff.core.journal import Step, ToolReturned
from signoff.core.keys import ThreadKey
from signoff.core.observations.people import MessageSent, PutOff, Undeliverable
from signoff.core.transitions import drawing
from signoff.ports import (
    Chat,
    Clock,
    LostContentError,
    RefusedError,
    Store,
    Tell,
    UndeliverableError,
    UnreachableError,
    silent,
)
from signoff.usecases import patience
from signoff.usecases.finish import finish
from signoff.usecases.open_view import open_view
from signoff.usecases.shown import Shown

UNKNOWN = Shown()

_TRIES = 50
"""So often a message that Slack refuses is tried: for about two days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sending:
    """A message on its way."""

    thread: ThreadKey
    out: Out
    store: Store
    chat: Chat
    clock: Clock
    tell: Tell
    shown: Shown

    @property
    def mark(self) -> str:
        return f"{self.out.run}.{self.out.name}"

    @property
    def place(self) -> str:
        """A name that no other message has."""
        return f"{self.thread.pk}.{self.mark}"

    @property
    def tries(self) -> int:
        """How often it was tried before."""
        return max(self.out.tries - 1, 0)

    def arrived(self) -> None:
        """Tell the operator how long it was on its way."""
        out, now = self.out, self.clock()
        lag = now - out.stored_at if out.stored_at else 0
        self.tell(MessageSent(thread=self.thread, mark=self.mark, tries=out.tries, lag_ms=lag))

    def note(self, update: Update) -> None:
        try:
            self.store.change(update)
        except RefusedError:
            # Somebody took it over while Slack was slow, and has sent it: one copy too many.
            return


def send_out(
    thread: ThreadKey,
    out: Out,
    *,
    store: Store,
    chat: Chat,
    clock: Clock,
    tell: Tell = silent,
    was_tried: bool = False,
    shown: Shown = UNKNOWN,
) -> int:
    """Send a message that the caller has stored, or taken over from somebody who was cut off.

    Args:
        thread: The thread.
        out: The message.
        store: Where it is noted what became of it.
        chat: Where it is sent.
        clock: The time.
        tell: Who is told.
        was_tried: Whether somebody may have sent it without being able to say so.
        shown: What stands in the messages that grew while it was made.

    Returns:
        Until when Slack is to be left alone, in milliseconds since 1970; 0: it answered.
    """
    sending = _Sending(
        thread=thread, out=out, store=store, chat=chat, clock=clock, tell=tell, shown=shown
    )
    try:
        ts = _said(sending, was_tried=was_tried)
    except RefusedError:
        # Whoever took it over sends it.
        return 0
    except UnreachableError as error:
        return _put_off(sending, error)
    except UndeliverableError as error:
        return _tell_instead(sending, error)
    if not ts:
        sending.note(drawing.moot(thread, out))
        return 0
    sending.note(drawing.sent(thread, out, ts))
    sending.arrived()
    return 0


def _said(sending: _Sending, *, was_tried: bool) -> str:
    """Say it, unless it was said already; empty: nobody needs it any more."""
    chat, thread, nudge, mark = sending.chat, sending.thread, sending.out.nudge, sending.mark
    if nudge is not None:
        view = open_view(thread, nudge, store=sending.store, now=sending.clock())
        return chat.nudge(view, nudge, mark=mark, was_tried=was_tried) if view else ""
    if sending.out.streams:
        known = sending.shown
        return finish(thread, sending.out, known, chat=chat, mark=mark, was_tried=was_tried)
    out = sending.out
    if out.file is not None:
        return _brought(sending, out.file, was_tried=was_tried)
    found = chat.find(thread, mark) if was_tried else ()
    return found[0] if found else chat.say(thread, out.text, mark=mark, is_rated=out.is_rated)


def _brought(sending: _Sending, file: OutFile, *, was_tried: bool) -> str:
    """Put a file into the thread, unless it is there; give its id.

    Raises:
        RefusedError: Somebody else has taken it over.
    """
    chat, thread, out = sending.chat, sending.thread, sending.out
    if was_tried and out.ts and chat.has_file(thread, out.ts):
        return out.ts
    try:
        content = sending.store.kept(file.kept)
    except LostContentError as error:
        raise UndeliverableError(str(error)) from error
    identity = chat.upload(file, content)
    sending.store.change(drawing.uploaded(thread, out, identity))
    chat.share(thread, identity, title=file.title)
    return identity


def _put_off(sending: _Sending, error: UnreachableError) -> int:
    """Leave it to the clock, however long Slack is down: what was said is never given up."""
    now = sending.clock()
    due = now + patience.after_no_answer(error, tries=sending.tries, mark=sending.place)
    sending.note(drawing.not_sent(sending.thread, sending.out, due=due))
    why = reason(error)
    sending.tell(PutOff(thread=sending.thread, what="message", mark=sending.mark, why=why))
    return now + patience.for_all(error)


def _tell_instead(sending: _Sending, error: UndeliverableError) -> int:
    """Say it to whoever opened the run: their thread does not take it."""
    thread, out = sending.thread, sending.out
    if out.nudge is not None:
        # Its card is not there either, and of that the requester is told.
        sending.note(drawing.not_told(thread, out, due=None))
        why = reason(error)
        sending.tell(PutOff(thread=thread, what="message", mark=sending.mark, why=why))
        return 0
    if out.file is not None and _is_said_in_words(sending):
        return 0
    user = _opener(sending)
    if user is None:
        return _fail(sending, error)
    try:
        ts = sending.chat.forward(thread, user, out.text, mark=sending.mark, why=error)
    except UnreachableError as unreachable:
        return _put_off(sending, unreachable)
    except UndeliverableError:
        return _fail(sending, error)
    sending.note(drawing.told(thread, out, ts))
    sending.arrived()
    return 0


def _is_said_in_words(sending: _Sending) -> bool:
    """Say in the thread that it does not get a file; False: it does not take words, either."""
    chat, thread, out, mark = sending.chat, sending.thread, sending.out, sending.mark
    try:
        found = chat.find(thread, mark) if sending.tries else ()
        ts = found[0] if found else chat.say(thread, out.text, mark=mark)
    except UndeliverableError:
        return False
    except UnreachableError as error:
        _put_off(sending, error)
        return True
    sending.note(drawing.told(thread, out, ts))
    sending.arrived()
    return True


def _fail(sending: _Sending, error: UndeliverableError) -> int:
    due = sending.clock() + patience.after_refusal(tries=sending.tries)
    is_last = sending.out.tries >= _TRIES
    sending.note(drawing.not_told(sending.thread, sending.out, due=None if is_last else due))
    kind = PutOff if sending.out.state is OutState.FAILED else Undeliverable
    why = reason(error)
    sending.tell(kind(thread=sending.thread, what="message", mark=sending.mark, why=why))
    return 0


def _opener(sending: _Sending) -> str | None:
    """Read who opened the run that a message belongs to; a notice outside of runs has nobody."""
    (item,) = sending.store.read(sending.thread.step(sending.out.run, 1))
    try:
        entry = from_item(Step, item).entry if item is not None else None
    except UnreadableRowError:
        return None
    if entry is None or isinstance(entry, ToolReturned):
        return None
    return next((each.user for each in entry.heard if not each.is_bot), None)
