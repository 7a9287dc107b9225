"""A run ends without an answer: the thread is told, and nothing is left open behind it."""

from dataclasses import dataclass, replace

from signoff.core.actions import Action
from signoff.core.audit import Fact
from signoff.core.decision import Answered, Approved, ApprovedEdited, Cancelled, RunAgain, Verdict
from signoff.core.effects import Out
from signoff.core.execution import Execution, ExecutionState
from signoff.core.gate import UserInput
from signoff.core.inbound import Inbound
from signoff.core.items import Delete, Write
from signoff.core.journal import GaveUp
from signoff.core.keys import ThreadKey
from signoff.core.observations.runs import RunGivenUp
from signoff.core.requirement import Outcome, OutcomeState, Requirement
from signoff.core.transitions import asking, calling
from signoff.core.transitions.deciding import redrawn, settled
from signoff.core.transitions.lease import progress
from signoff.ports.live import TaskState
from signoff.usecases.ask_model import MESSAGES_A_STEP
from signoff.usecases.draw_card import draw_card
from signoff.usecases.holding import release
from signoff.usecases.send_out import send_out
from signoff.usecases.start_facts import begun_facts
from signoff.usecases.turn import Turn, TurnPorts, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What a run leaves open.

    Attributes:
        asked: Requests that nobody has decided.
        let_through: Decisions that let a call run which has no output, with its start, if any.
    """

    asked: tuple[Requirement, ...]
    let_through: tuple[tuple[Requirement, Execution | None], ...]

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """All of them."""
        return (*self.asked, *(each for each, _ in self.let_through))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ends.

    Attributes:
        run: The run.
        step: Its last step.
        said: What the thread is told.
        heard: The messages that count as heard.
        left: What is settled with it.
        why: What receipts and audit say, in a few words.
        cause: What the operator is told, with no word of anybody's.
        lost: Messages that nobody can read, by their `ts`: they go.
        base: The first run that is still read, if this one is to be the first.
        facts: What else the audit is told.
    """

    run: int
    step: int
    said: str
    heard: tuple[Inbound, ...]
    left: Left
    why: str
    cause: str
    lost: tuple[str, ...] = ()
    base: int | None = None
    facts: tuple[Fact, ...] = ()


def end_run(turn: Turn, ending: Ending, *, ports: TurnPorts) -> Turn:
    """End a run: open requests are cancelled, messages count as heard.

    What was approved and not started stays so, and its receipt says it.
    """
    now, thread = ports.clock(), turn.thread
    shown = turn.live.hand_over(as_=TaskState.ERROR)
    out = replace(_notice(ending, now), streams=shown.streams)
    cards = tuple(dict.fromkeys(each.card for each in ending.left.requirements))
    facts = (*ending.facts, *_facts(ending, now))
    before = turn.view
    turn = written(turn, ports, *_writes(turn, ending, out, now), facts=facts)
    turn.live.over()
    ports.tell(_given_up(thread, ending))
    for at in cards:
        card = turn.view.card(at)
        if card is not None:
            draw_card(ports.canvas, thread, card)
    send_out(
        thread,
        out,
        store=ports.store,
        chat=ports.chat,
        clock=ports.clock,
        tell=ports.tell,
        shown=shown,
    )
    release(before, ending.heard[:MESSAGES_A_STEP], ports)
    return replace(turn, tries=1)


def lets_run(requirement: Requirement) -> bool:
    """Tell whether a requirement was decided so that its call may run."""
    decision = requirement.verdict.decision if requirement.verdict else None
    is_filled = isinstance(requirement.ask, UserInput) and isinstance(decision, Answered)
    return is_filled or isinstance(decision, Approved | ApprovedEdited | RunAgain)


def _notice(ending: Ending, now: int) -> Out:
    name = f"notice.{ending.step}"
    return asking.new_out(run=ending.run, name=name, text=ending.said, now=now)


def _writes(turn: Turn, ending: Ending, out: Out, now: int) -> tuple[Write, ...]:
    thread, left = turn.thread, ending.left
    heard = ending.heard[:MESSAGES_A_STEP]
    lost = ending.lost[: MESSAGES_A_STEP - len(heard)]
    cards = dict.fromkeys(each.card for each in left.requirements)
    meta = progress(
        thread,
        fence=turn.fence,
        run=ending.run,
        step=ending.step,
        base=ending.base,
        drop=("stop", "streams"),
    )
    last = GaveUp(step=ending.step, heard=heard, said=ending.said)
    return (
        *asking.spoken(thread, ending.run, last, meta),
        asking.said(thread, out),
        *(Delete(key=thread.inbound(ts)) for ts in lost),
        *(settled(thread, each, _cancelled(ending, now)) for each in left.asked),
        *(_noted(thread, ending, each, start, now) for each, start in left.let_through),
        *(redrawn(thread, card, now=now) for card in cards),
    )


def _noted(
    thread: ThreadKey, ending: Ending, each: Requirement, start: Execution | None, now: int
) -> Write:
    """Write on the receipt that the call was not run, or that nobody knows."""
    state = OutcomeState.UNKNOWN if _is_running(start) else OutcomeState.NOT_RUN
    after = Outcome(state=state, at=now, note=ending.why)
    if each.consumed_by is not None:
        return calling.outcome(thread, each, after)
    return calling.taken_up(thread, each, thread.step(ending.run, ending.step), after=after)


def _is_running(start: Execution | None) -> bool:
    return start is not None and start.state is ExecutionState.STARTED


def _cancelled(ending: Ending, now: int) -> Verdict:
    return Verdict(decision=Cancelled(reason=f"{ending.why}."), at=now)


def _given_up(thread: ThreadKey, ending: Ending) -> RunGivenUp:
    return RunGivenUp(
        thread=thread,
        run=ending.run,
        step=ending.step,
        why=ending.cause,
        cancelled=len(ending.left.asked),
        unknown=sum(_is_running(start) for _, start in ending.left.let_through),
    )


def _facts(ending: Ending, now: int) -> tuple[Fact, ...]:
    left = ending.left
    begun = tuple(
        fact
        for each, start in left.let_through
        if start is not None and start.state is ExecutionState.STARTED
        for fact in begun_facts(start, each)
    )
    told: tuple[tuple[Action, tuple[Requirement, ...]], ...] = (
        ("cancelled", left.asked),
        ("given_up", tuple(each for each, _ in left.let_through)),
    )
    return begun + tuple(
        Fact(
            action=action,
            at=now,
            by=None,
            about=tuple(each.at.place for each in requirements),
            digests=tuple(each.digest for each in requirements),
            note=ending.why,
        )
        for action, requirements in told
        if requirements
    )
