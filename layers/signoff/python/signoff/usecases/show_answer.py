"""What becomes of what people see, when the model's answer is stored."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from signoff.agent.agent import Agent
from signoff.core.effects import Out
from signoff.core.inbound import Inbound
from signoff.core.journal import AskFirst, ModelSpoke, Refuse
from signoff.core.keys import Position
from signoff.core.mentions import addressed
from signoff.core.roll import people_of
from signoff.core.snapshot import Snapshot
from signoff.ports.live import TaskState
from signoff.ports.model import NOBODY, Listener
from signoff.usecases.live import Live
from signoff.usecases.show_task import show
from signoff.usecases.shown import Shown


def reader_of(view: Snapshot, heard: Sequence[Inbound]) -> str:
    """Name whoever opened the run, or is about to; empty: nobody has written."""
    steps = view.run if view.is_run_open else ()
    before = (each for entry in steps if isinstance(entry, ModelSpoke) for each in entry.heard)
    return next((each.user for each in (*before, *heard)), "")


def listening(
    live: Live, view: Snapshot, heard: Sequence[Inbound], within: Position | None
) -> Listener:
    """Give who hears the next answer; what agents say to each other nobody does."""
    live.user = reader_of(view, heard)
    live.write = partial(addressed, people=people_of(view, heard))
    return NOBODY if within else live


def before_stored(
    live: Live, out: Out | None, entry: ModelSpoke, *, is_asked: bool
) -> tuple[Out | None, Shown]:
    """End what grows before people are asked; have a last word stand where it grew."""
    if is_asked:
        live.stop()
    if out is None or entry.calls:
        return out, Shown()
    shown = live.hand_over()
    return replace(out, streams=shown.streams), shown


def once_stored(live: Live, entry: ModelSpoke, agent: Agent) -> None:
    """Show the calls that are to run now; those that wait for people have their card."""
    if not entry.calls:
        if entry.within is None:
            live.over()
        return
    live.answered()
    for call in entry.calls:
        tool = agent.tool(call.tool)
        if tool is not None and not isinstance(call.plan, AskFirst | Refuse):
            show(live, call, tool, call.arguments, TaskState.PENDING)
