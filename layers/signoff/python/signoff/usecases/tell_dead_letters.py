"""A message was given up on: say so in its thread, once, and leave the message where it lies."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from signoff.core.failure import failure
from signoff.core.hearing import Message
from signoff.core.items import Item
from signoff.core.keys import ThreadKey
from signoff.core.observations.upkeep import DeadLetterTold, LetterFailed
from signoff.core.transitions import asking
from signoff.ports import (
    ChatOf,
    Clock,
    DeadLetter,
    DeadLetters,
    RefusedError,
    Store,
    Tell,
    TransientError,
    silent,
)
from signoff.usecases.send_out import send_out

NOT_READ = (
    "A message in this thread failed again and again, and was set aside: I have not read it. "
    "Nothing more happens with it by itself. Write it again, or have an operator look into it "
    "and send it once more (`signoff dlq redrive`)."
)
NOT_GONE_ON = (
    "I could not go on in this thread: my next step failed again and again, and was set aside. "
    "Nothing more happens with it by itself. Write to me here, or have an operator look into it "
    "and send it once more (`signoff dlq redrive`)."
)

_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterPorts:
    """What telling of dead letters needs."""

    dead_letters: DeadLetters
    store: Store
    chat_of: ChatOf
    clock: Clock
    tell: Tell = silent


def tell_dead_letters(ports: DeadLetterPorts, *, has_time: Callable[[], bool]) -> Mapping[str, int]:
    """Go through all dead letters, and tell of those that were not told yet.

    They stay: the alarm goes on seeing them, and an operator can send them again.

    Returns:
        How many were found, by what became of them.

    Raises:
        ExceptionGroup: What went wrong with some, once all the others were seen to.
    """
    counts: dict[str, int] = {}
    failed: list[Exception] = []
    found: dict[str, DeadLetter] = {}
    try:
        while has_time() and (new := _more(found, ports)):
            for letter in new:
                try:
                    became = _see_to(letter, ports)
                except Exception as error:  # noqa: BLE001 - one bad letter must not hide the others
                    failed.append(error)
                    ports.tell(LetterFailed(message_id=letter.id, failure=failure(error)))
                else:
                    counts[became] = counts.get(became, 0) + 1
    finally:
        with suppress(TransientError):
            # They are back after a minute anyway.
            ports.dead_letters.put_back(*found.values())
    if failed:
        raise ExceptionGroup(f"{len(failed)} dead letters could not be told; {counts}", failed)
    return counts


def _more(found: dict[str, DeadLetter], ports: DeadLetterPorts) -> list[DeadLetter]:
    """Take what was not taken yet; the first look is short, as it mostly finds nothing."""
    taken = ports.dead_letters.take(is_patient=bool(found))
    new = [letter for letter in taken if letter.id not in found]
    found.update({letter.id: letter for letter in taken})
    return new


def _see_to(letter: DeadLetter, ports: DeadLetterPorts) -> str:
    about, thread = letter.about, letter.thread
    chat = ports.chat_of(thread.team) if thread is not None else None
    if about is None or thread is None or chat is None or thread.team != chat.team():
        return "dead_letters_without_thread"
    name = _name(letter)
    told, meta = ports.store.read(thread.out(0, name), thread.meta())
    if told is not None:
        return "dead_letters_told_before"
    if _is_seen_to(about, meta, ports.store):
        return "dead_letters_settled"
    text = NOT_READ if isinstance(about, Message) else NOT_GONE_ON
    out = asking.new_out(run=0, name=name, text=text, now=ports.clock())
    try:
        ports.store.commit(asking.said(thread, out))
    except RefusedError:
        return "dead_letters_told_before"
    ports.tell(DeadLetterTold(thread=thread, message_id=letter.id))
    send_out(thread, out, store=ports.store, chat=chat, clock=ports.clock, tell=ports.tell)
    return "dead_letters_told"


def _name(letter: DeadLetter) -> str:
    """Name what is said after the letter; all wakes of a thread are one, on one day."""
    if isinstance(letter.about, Message):
        return f"dead.{letter.id}"
    return f"dead.wake.{letter.sent_at // _DAY_MS}"


def _is_seen_to(about: Message | ThreadKey, meta: Item | None, store: Store) -> bool:
    """Tell whether the thread got over it meanwhile, or never was the agent's."""
    is_at_rest = meta is not None and "due" not in meta and meta.get("tries") == 0
    if not isinstance(about, Message):
        return is_at_rest
    thread, ts = about.thread, about.inbound.ts
    seen, waiting = store.read(thread.seen(ts), thread.inbound(ts))
    if seen is None:
        return meta is None and not about.opens
    return waiting is None or is_at_rest
