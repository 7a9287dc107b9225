"""A message to the thread is sent and noted; what Slack would not take is left for later."""

from signoff.core.effects import Out
from signoff.core.failure import reason
from signoff.core.items import Update
from signoff.core.keys import ThreadKey
from signoff.core.observations.people import MessageSent, PutOff, Undeliverable
from signoff.core.transitions import drawing
from signoff.ports import (
    Chat,
    Clock,
    RefusedError,
    Store,
    Tell,
    UndeliverableError,
    UnreachableError,
    silent,
)

_LATER_MS = 30_000
_TRIES = 50


def send_out(
    thread: ThreadKey,
    out: Out,
    *,
    store: Store,
    chat: Chat,
    clock: Clock,
    tell: Tell = silent,
    was_tried: bool = False,
) -> None:
    """Send a message that the caller has stored, or taken over from somebody who was cut off."""
    mark = f"{out.run}.{out.name}"
    try:
        found = chat.find(thread, mark) if was_tried else None
        ts = found or chat.say(thread, out.text, mark=mark)
    except UnreachableError as error:
        wait = max(error.retry_after_s * 1000, _LATER_MS)
        due = clock() + wait if out.tries < _TRIES else None
        _note(store, drawing.not_sent(thread, out, due=due))
        kind = Undeliverable if due is None else PutOff
        tell(kind(thread=thread, what="message", mark=mark, why=reason(error)))
        return
    except UndeliverableError as error:
        _note(store, drawing.not_sent(thread, out, due=None))
        tell(Undeliverable(thread=thread, what="message", mark=mark, why=reason(error)))
        return
    _note(store, drawing.sent(thread, out, ts))
    lag = clock() - out.stored_at if out.stored_at else 0
    tell(MessageSent(thread=thread, mark=mark, tries=out.tries, lag_ms=lag))


def _note(store: Store, update: Update) -> None:
    try:
        store.change(update)
    except RefusedError:
        # Somebody took it over while Slack was slow, and has sent it: one copy too many, no less.
        return
