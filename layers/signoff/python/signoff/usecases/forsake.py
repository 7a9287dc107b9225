"""A part of what is stored of a thread is gone: end the run, and begin after it."""

from dataclasses import replace

from signoff.core.audit import Fact
from signoff.core.inbound import Inbound
from signoff.core.lost import text_lost
from signoff.core.requirement import OutcomeState, Requirement
from signoff.core.snapshot import Snapshot
from signoff.usecases.ask_model import MESSAGES_A_STEP
from signoff.usecases.end_run import Ending, Left, end_run, lets_run
from signoff.usecases.introduce import introduced
from signoff.usecases.turn import Turn, TurnPorts, reread

FORSAKEN = (
    "I had to stop: a part of what is stored of this thread is gone, or is not what was stored. "
    "Nothing that waited here is run. I don't know what was said before this; "
    "write to me to begin anew."
)

_WHY = "what is stored of it can't be read any more"


def forsake(turn: Turn, *, ports: TurnPorts) -> Turn:
    """End the run without what is lost, once and for good.

    Nothing is run: open requests are cancelled, and what was let through is noted as not run, or
    as unknown. What was said so far is not read again; messages that can be read count as heard.
    """
    view, run = turn.view, turn.view.meta.run + 1
    missed = tuple(str(item["sk"]) for item in view.missed)
    lost = Fact(action="lost", at=ports.clock(), by=None, about=missed, digests=(), note=_WHY)
    ending = Ending(
        run=run,
        step=1,
        said=FORSAKEN,
        # Of what is lost nothing is read, not even who is called what.
        heard=introduced(Snapshot.of(turn.thread, ()), _waiting(view), chat=ports.chat),
        left=_left(view),
        why=_WHY,
        cause="a stored text is lost",
        lost=view.lost_inbox,
        base=run,
        facts=(lost,),
    )
    after = end_run(turn, ending, ports=ports)
    for item in view.missed:
        ports.tell(text_lost(item))
    return reread(after, ports)


def _waiting(view: Snapshot) -> tuple[Inbound, ...]:
    return view.sound_inbox[:MESSAGES_A_STEP]


def _left(view: Snapshot) -> Left:
    """Find what is open without the journal, which may be what is lost."""
    under_way = (each for each in view.requirements if _is_under_way(each))
    return Left(
        asked=tuple(each for each in view.requirements if each.is_open),
        let_through=tuple(
            (each, view.execution_at(replace(each.at, again=0))) for each in under_way
        ),
    )


def _is_under_way(requirement: Requirement) -> bool:
    """Tell whether a call was let run and has no end yet."""
    outcome = requirement.outcome
    is_running = outcome is not None and outcome.state is OutcomeState.RUNNING
    return is_running or (lets_run(requirement) and requirement.consumed_by is None)
