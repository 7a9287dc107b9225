"""The model answered: the step, and with it all that the answer asks for, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from signoff.core.codec import to_item
from signoff.core.effects import DRAWING_MS, Card, Out
from signoff.core.files_out import OutFile, refused
from signoff.core.inbound import Inbound
from signoff.core.items import Delete, Item, Missing, Put, Update, Write
from signoff.core.journal import GaveUp, History, ModelSpoke, Step
from signoff.core.keys import Key, ThreadKey
from signoff.core.nudge import Nudge
from signoff.core.requirement import Requirement
from signoff.core.thread import DUE
from signoff.core.waiting import next_due

ROWS_A_CARD = 5
"""How many confirmations share a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """What people are asked after one answer of the model."""

    requirements: tuple[Requirement, ...] = ()
    cards: tuple[Card, ...] = ()


def spoken(
    thread: ThreadKey, run: int, entry: ModelSpoke | GaveUp, meta: Update
) -> tuple[Write, ...]:
    """Journal an answer: what it heard is heard, and the thread's own row moves on."""
    key = thread.step(run, entry.step)
    step = Put(key=key, item=to_item(Step(run=run, entry=entry), key), when=(Missing(name="pk"),))
    return (step, meta, *_heard(thread, entry.heard))


def asked(thread: ThreadKey, questions: Questions) -> tuple[Write, ...]:
    """Store what people are asked, and the cards that show it."""
    cards = ((thread.card(card.at), card) for card in questions.cards)
    return (
        *(_open(row, thread) for row in questions.requirements),
        *(_new(key, to_item(card, key)) for key, card in cards),
    )


def opened(requirement: Requirement, thread: ThreadKey) -> Requirement:
    """Give a request as it stands once people are asked: where it is looked for, and when."""
    due = next_due(requirement)
    shard = None if due is None else DUE
    return replace(requirement, open_team=thread.team, due=due, due_shard=shard)


def new_card(rows: Sequence[Requirement], *, now: int) -> Card:
    """Make a card that whoever stores it is about to draw."""
    return Card(
        at=rows[0].at,
        rows=tuple(row.at for row in rows),
        route=rows[0].terms.route,
        drawers=1,
        until=now + DRAWING_MS,
        due=now + DRAWING_MS,
        due_shard=DUE,
    )


def said(thread: ThreadKey, out: Out) -> Put:
    """Store a message to the thread, which whoever stores it is about to send."""
    key = thread.out(out.run, out.name)
    return _new(key, to_item(out, key))


def new_out(*, run: int, name: str, text: str, now: int) -> Out:
    """Make a message that whoever stores it is about to send."""
    until = now + DRAWING_MS
    return Out(
        run=run,
        name=name,
        text=text,
        stored_at=now,
        tries=1,
        until=until,
        due=until,
        due_shard=DUE,
    )


def new_file(file: OutFile, *, run: int, name: str, now: int) -> Out:
    """Make a message that brings a file."""
    return replace(new_out(run=run, name=name, text=refused(file), now=now), file=file)


def new_nudge(nudge: Nudge, *, rev: int, now: int) -> Out:
    """Make a message that calls people to a request, in the revision that it is about."""
    name = f"{nudge.why.value}.{nudge.at.place}.{rev}"
    return replace(new_out(run=nudge.at.run, name=name, text="", now=now), nudge=nudge)


def compacted(thread: ThreadKey, history: History) -> Put:
    """Store all runs so far in one row."""
    key = thread.history(history.run)
    return _new(key, to_item(history, key))


def _open(requirement: Requirement, thread: ThreadKey) -> Put:
    key = thread.requirement(requirement.at)
    return _new(key, to_item(opened(requirement, thread), key))


def _heard(thread: ThreadKey, heard: Sequence[Inbound]) -> tuple[Write, ...]:
    return tuple(Delete(key=thread.inbound(inbound.ts)) for inbound in heard)


def _new(key: Key, item: Item) -> Put:
    return Put(key=key, item=item, when=(Missing(name="pk"),))
