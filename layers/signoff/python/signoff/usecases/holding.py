"""Messages that wait until open requests are decided: their authors are told, each once."""

from collections.abc import Sequence
from contextlib import suppress

from signoff.core.codec import UnreadableRowError
from signoff.core.hearing import decides_in_words
from signoff.core.inbound import Inbound
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.snapshot import Snapshot
from signoff.core.transitions import lease
from signoff.ports import CardView, Held, PermanentError, RefusedError, TransientError
from signoff.usecases.turn import Turn, TurnPorts


def hold(turn: Turn, ports: TurnPorts) -> None:
    """Show on each message that it waits, and tell its author, once it is sure that it does.

    It is a courtesy: the message is stored and waits, shown or not.
    """
    told: set[str] = set()
    for inbound in turn.view.sound_inbox:
        key = turn.thread.inbound(inbound.ts)
        if "told" not in turn.view.rows[key] and _is_mine(turn.thread, inbound, ports):
            # An app reads no private word.
            is_first = inbound.user not in told and not inbound.is_bot
            told.add(inbound.user)
            with suppress(TransientError, PermanentError, UnreadableRowError):
                ports.chat.hold(_held(turn, inbound, is_first=is_first))
                _let_go_if_read(turn.thread, inbound, ports)


def release(before: Snapshot, heard: Sequence[Inbound], ports: TurnPorts) -> None:
    """Take off messages that they wait, now that they are read; a run's first ones never did."""
    if not any(each.at.run == before.meta.run for each in before.requirements):
        return
    for inbound in heard:
        with suppress(TransientError, PermanentError):
            ports.chat.release(before.thread, inbound.ts)


def _is_mine(thread: ThreadKey, inbound: Inbound, ports: TurnPorts) -> bool:
    """Note that this worker tells; nobody does what another does, or of what is read by now."""
    try:
        ports.store.change(lease.told_to_wait(thread, inbound))
    except (RefusedError, TransientError):
        return False
    return True


def _let_go_if_read(thread: ThreadKey, inbound: Inbound, ports: TurnPorts) -> None:
    """Look once more: whoever read it meanwhile may have been before the mark."""
    (row,) = ports.store.read(thread.inbound(inbound.ts))
    if row is None:
        ports.chat.release(thread, inbound.ts)


def _held(turn: Turn, inbound: Inbound, *, is_first: bool) -> Held:
    waiting = [each for each in turn.view.requirements if each.is_open]
    return Held(
        thread=turn.thread,
        ts=inbound.ts,
        user=inbound.user,
        waiting=_view(turn, waiting[0]) if waiting else None,
        count=len(waiting),
        is_decision=decides_in_words(inbound.text),
        is_first=is_first,
    )


def _view(turn: Turn, asked: Requirement) -> CardView | None:
    card = turn.view.card(asked.card)
    return CardView(thread=turn.thread, card=card, rows=(asked,)) if card else None
