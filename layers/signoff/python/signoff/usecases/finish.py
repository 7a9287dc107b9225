"""A last word comes to stand where it grew: as it was journalled, once, whatever stands there."""

from collections.abc import Iterable
from contextlib import suppress

from signoff.core.effects import Out
from signoff.core.keys import ThreadKey
from signoff.ports import Chat, UndeliverableError
from signoff.ports.live import Last, Task, Words
from signoff.usecases.shown import Shown


def finish(
    thread: ThreadKey, out: Out, shown: Shown, *, chat: Chat, mark: str, was_tried: bool
) -> str:
    """Have a message stand that grew while it was made; give its `ts`.

    Args:
        thread: The thread.
        out: The message.
        shown: What stands there, so far as this worker knows.
        chat: Slack.
        mark: Its name in Slack.
        was_tried: Whether somebody may have got so far already.
    """
    found = chat.find(thread, mark) if was_tried else ()
    last = Last(mark=mark, is_rated=out.is_rated)
    if not found and _is_ended(thread, out, shown, chat=chat, last=last):
        return out.streams[-1]
    if not found and _is_rewritten(thread, out, shown.tasks, chat=chat, last=last):
        return out.streams[-1]
    ts = found[0] if found else chat.say(thread, out.text, mark=mark, is_rated=out.is_rated)
    if ts not in out.streams:
        for each in out.streams:
            chat.remove_stream(thread, each)
    return ts


def _is_ended(thread: ThreadKey, out: Out, shown: Shown, *, chat: Chat, last: Last) -> bool:
    """Append what is missing, where what stands there is how the journalled text begins."""
    if not shown.is_sound or not out.text.startswith(shown.words):
        return False
    rest = out.text[len(shown.words) :]
    words = (Words(text=rest),) if rest else ()
    try:
        chat.end_stream(thread, out.streams[-1], (*words, *shown.tasks), last=last)
    except UndeliverableError:
        return False
    return True


def _is_rewritten(
    thread: ThreadKey, out: Out, tasks: Iterable[Task], *, chat: Chat, last: Last
) -> bool:
    """Write the journalled text over what stands there, if it is one message that takes that."""
    with suppress(UndeliverableError):
        # Refused: it does not grow any more, or is gone.
        chat.end_stream(thread, out.streams[-1])
    return len(out.streams) == 1 and chat.rewrite_stream(
        thread, out.streams[-1], out.text, tuple(tasks), last=last
    )
