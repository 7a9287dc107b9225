"""The model is to go on: its answer is journalled before anybody sees or does anything of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from signoff.agent.agent import Agent
from signoff.agent.rules import Rules
from signoff.core.canonical import JsonObject
from signoff.core.conversation import conversation, conversation_within, items, said_by_us, weight
from signoff.core.effects import Out
from signoff.core.inbound import Inbound
from signoff.core.items import Update, Write
from signoff.core.journal import Call, History, ModelSpoke
from signoff.core.keys import Position
from signoff.core.mentions import addressed
from signoff.core.mentions import named as named_in
from signoff.core.moves import Rest, next_move
from signoff.core.roll import last_asker, people_of
from signoff.core.snapshot import Snapshot
from signoff.core.stopping import place
from signoff.core.thread import ThreadState
from signoff.core.transitions import asking
from signoff.core.transitions.lease import progress
from signoff.core.transitions.stopping import unless_stopped
from signoff.core.who import Who
from signoff.ports import RefusedError
from signoff.ports.model import Answer
from signoff.usecases.askers import joined, requester
from signoff.usecases.authorise import named
from signoff.usecases.draw_card import draw_card
from signoff.usecases.fill_in import filled
from signoff.usecases.holding import release
from signoff.usecases.introduce import introduced
from signoff.usecases.plan_calls import Asking, plan_calls
from signoff.usecases.precedent import Precedents
from signoff.usecases.read_files import read_files, unread
from signoff.usecases.say_granted import notice
from signoff.usecases.send_out import send_out
from signoff.usecases.show_answer import before_stored, listening, once_stored
from signoff.usecases.spoken import Spoken, not_run
from signoff.usecases.turn import Turn, TurnPorts, reread, written

MESSAGES_A_STEP = 12
"""So many messages one answer hears, more the next: with 40 calls and their rows 97 writes."""

HISTORY_CHARACTERS = 16_384
"""Past so much of a journal, the runs so far are written as one row.

A turn reads the journal row by row, and more than once; the history in one piece, from the bucket
once it is long. So this bounds what a turn reads of the table, however long its thread.
"""

NOTHING_SAID = "I have no answer to that."
NOTHING_TOLD = "It came to its end and said nothing."
CUT_OFF = "\n\n_(My answer was cut off: {why}.)_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who is to go on.

    Attributes:
        agent: The agent.
        within: The call that it works for; None: it is the thread's own.
        callers: The ids of the agents above it, the thread's own first.
        path: The names of the agents from below the thread's own down to it.
        above: The rules of the agents above it.
    """

    agent: Agent
    within: Position | None = None
    callers: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    above: tuple[Rules, ...] = ()


def ask_model(turn: Turn, speaker: Speaker, *, ports: TurnPorts) -> Turn | ThreadState:
    """Have the model answer, store the answer, and show what it asks or says.

    Only the thread's own agent hears messages; they wait while another one works for it.

    Returns:
        The turn; or how the thread rests, when its lease was given back with the same write.
    """
    began = ports.clock()
    heard = read_files(turn, _heard_now(turn, speaker, ports), ports)
    before, live = filled(_before(turn.view, speaker.within, heard), ports.store), turn.live
    listener = listening(live, turn.view, heard, speaker.within)
    answer = ports.model.answer(speaker.agent, before, listener)
    now = ports.clock()
    spoken = _spoken(turn.view, heard, answer, speaker=speaker, ports=ports, now=now)
    is_asked = bool(spoken.questions.cards)
    out, shown = before_stored(live, spoken.out, spoken.entry, is_asked=is_asked)
    spoken = replace(spoken, out=out)
    after = _store(turn, spoken, ports)
    once_stored(live, spoken.entry, speaker.agent)
    ports.tell(spoken.answered(turn.thread, speaker.agent.id, took_ms=now - began))
    for call in spoken.forbidden:
        ports.tell(not_run(turn.thread, call))
    for card in spoken.questions.cards:
        asked = [each for each in spoken.questions.requirements if each.card == card.at]
        rows = tuple(asking.opened(each, turn.thread) for each in asked)
        draw_card(ports.canvas, turn.thread, card, rows=rows)
    for out in spoken.outs:
        send_out(
            turn.thread,
            out,
            store=ports.store,
            chat=ports.chat,
            clock=ports.clock,
            tell=ports.tell,
            shown=shown,
        )
    release(turn.view, heard, ports)
    return after


def _heard_now(turn: Turn, speaker: Speaker, ports: TurnPorts) -> tuple[Inbound, ...]:
    if speaker.within:
        return ()
    waiting = turn.view.inbox[:MESSAGES_A_STEP]
    with_zones = speaker.agent.people == "names_and_zones"
    return introduced(turn.view, waiting, chat=ports.chat, with_zones=with_zones)


def _before(
    view: Snapshot, within: Position | None, heard: Sequence[Inbound]
) -> tuple[JsonObject, ...]:
    return conversation_within(view, within) if within else conversation(view, heard)


def _spoken(
    view: Snapshot,
    heard: Sequence[Inbound],
    answer: Answer,
    *,
    speaker: Speaker,
    ports: TurnPorts,
    now: int,
) -> Spoken:
    run, step = place(view)
    people = people_of(view, heard)
    reason = named_in(answer.text, people)
    asks = _asking(view, heard, speaker, ports)
    asks = replace(asks, reason=reason, people=people, now=now)
    made = () if answer.cut or answer.refusal else answer.calls
    planned = plan_calls(speaker.agent, made, asks)
    calls = planned.calls
    entry = ModelSpoke(
        step=step,
        heard=tuple(heard),
        output=_kept(answer, calls),
        calls=calls,
        said="" if calls else _said(answer, speaker.within),
        usage=answer.usage,
        within=speaker.within,
    )
    out = notice(run, step, calls, now=now)
    if not calls and not speaker.within:
        out = replace(_reply(run, entry, people, now), is_rated=speaker.agent.feedback)
    return Spoken(
        run=run,
        entry=entry,
        questions=planned.questions,
        unread=unread(heard, run=run, step=step, now=now),
        out=out,
        forbidden=planned.forbidden,
        facts=planned.facts,
    )


def _asking(view: Snapshot, heard: Sequence[Inbound], speaker: Speaker, ports: TurnPorts) -> Asking:
    """Say what all requests of one answer have in common, whatever the answer is."""
    run, step = place(view)
    who, ts = requester(view, heard)
    return Asking(
        run=run,
        step=step,
        reason="",
        requester=who,
        joined=joined(view, heard),
        asked_ts=ts,
        now=0,
        agent=speaker.agent.id,
        callers=speaker.callers,
        path=speaker.path,
        above=speaker.above,
        channel=view.thread.channel,
        named=partial(named, chat=ports.chat),
        precedent=Precedents(
            thread=view.thread,
            store=ports.store,
            chat=ports.chat,
            clock=ports.clock,
            is_first=not view.has_requests,
        ).of,
    )


def _reply(run: int, entry: ModelSpoke, people: Sequence[Who], now: int) -> Out:
    text = addressed(entry.said, people)
    return asking.new_out(run=run, name=f"reply.{entry.step}", text=text, now=now)


def _kept(answer: Answer, calls: Sequence[Call]) -> tuple[str, ...]:
    """Leave out calls that nobody will answer: the model's next request would be refused.

    What was thought and said hangs together with them in the vendor's eyes, so only the words stay.
    """
    if calls or not answer.calls:
        return answer.items
    said = answer.refusal or answer.text
    return (said_by_us(said),) if said else ()


def _said(answer: Answer, within: Position | None) -> str:
    said = answer.refusal or answer.text or (NOTHING_TOLD if within else NOTHING_SAID)
    return said + CUT_OFF.format(why=answer.cut) if answer.cut else said


def _store(turn: Turn, spoken: Spoken, ports: TurnPorts) -> Turn | ThreadState:
    """Store an answer, parking in the same write unless something happened meanwhile."""
    rests_as = _rests_as(turn.view, spoken)
    if rests_as is None or len(turn.view.inbox) > len(spoken.entry.heard):
        return _written(turn, spoken, ports, park_as=None)
    try:
        _written(turn, spoken, ports, park_as=rests_as)
    except RefusedError as refused:
        if set(refused.old) != {turn.thread.meta()}:
            raise
        return reread(_written(turn, spoken, ports, park_as=None), ports)
    return rests_as


def _rests_as(view: Snapshot, spoken: Spoken) -> ThreadState | None:
    """Tell how the thread rests when nothing else happened; None while something can go on."""
    move = next_move(_after(view, spoken, *asking.asked(view.thread, spoken.questions)))
    return move.state if isinstance(move, Rest) else None


def _after(view: Snapshot, spoken: Spoken, *writes: Write) -> Snapshot:
    """Give the thread as it is with an answer, before that is stored."""
    step = Update(key=view.thread.meta(), put={"run": spoken.run, "step": spoken.entry.step})
    return view.after(*asking.spoken(view.thread, spoken.run, spoken.entry, step), *writes)


def _written(turn: Turn, spoken: Spoken, ports: TurnPorts, *, park_as: ThreadState | None) -> Turn:
    thread = turn.thread
    history = _history(turn.view, spoken)
    meta = progress(
        thread,
        fence=turn.fence,
        run=spoken.run,
        step=spoken.entry.step,
        base=history.run + 1 if history else None,
        drop=() if spoken.entry.calls and turn.live.messages else ("streams",),
        park_as=park_as,
        seen=turn.seen,
    )
    writes = (
        *asking.spoken(thread, spoken.run, spoken.entry, unless_stopped(meta)),
        *asking.asked(thread, spoken.questions),
        *(asking.said(thread, out) for out in spoken.outs),
        *((asking.compacted(thread, history),) if history else ()),
    )
    return written(turn, ports, *writes, facts=spoken.facts)


def _history(view: Snapshot, spoken: Spoken) -> History | None:
    """Compact a long journal when a run ends; the run's own last step is in it."""
    if spoken.entry.calls or spoken.entry.within:
        return None
    after = _after(view, spoken)
    if weight(after) <= HISTORY_CHARACTERS:
        return None
    return History(
        run=spoken.run, items=items(after), people=people_of(after), asker=last_asker(after)
    )
