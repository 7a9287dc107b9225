"""Somebody pressed Stop in Slack: the run ends, or they are told why not."""

import re
from contextlib import suppress
from enum import StrEnum
from typing import Final, assert_never

from signoff.core.observations.presence import StopTaken
from signoff.core.person import Bar, bar_to_decide
from signoff.core.presence import Activity, StopPressed
from signoff.core.who import Who
from signoff.ports import PermanentError, TransientError, UnreachableError
from signoff.usecases.stop_run import Stopping, StopPorts, Wanted, stop_wanted
from signoff.usecases.turn import TurnPorts

NOTHING_RUNS: Final = "Nothing runs here any more, so there was nothing to stop."
LATE: Final = "What you stopped had ended by itself; what runs here now began later and goes on."
OUTSIDER: Final = (
    "Guests and people from other organisations can't stop a run here. Nothing was stopped."
)
NOT_YOU: Final = "You can't stop a run here. Nothing was stopped."
WHO: Final = "Slack does not know you here, so nothing was stopped."
SOMEBODY: Final = "somebody whom Slack could not name just now"

MEMBER: Final = "pressed Stop; member of the workspace"
UNCHECKED: Final = "pressed Stop; Slack did not say who they are"
"""The evidence of a stop: nothing runs by one, so that it need not wait for Slack."""

_ALIVE = re.compile(r"[<>@#*_~`|\\\[\]\s]+")
_LONGEST_NAME = 80


class Pressed(StrEnum):
    """What became of a press of Stop, for the log."""

    STOPPED = "stopped"
    STOPPED_BEFORE = "stopped_before"
    NOTHING_RUNS = "nothing_runs"
    LATE = "late"
    REFUSED = "refused"
    KNOWN = "known"


def press_stop(pressed: StopPressed, *, ports: TurnPorts) -> Pressed:
    """End the run of a thread as its button asks for, once, and tell who pressed it if it can't.

    Whoever may take part in decisions may stop: members of the workspace.

    Raises:
        TransientError: It could not be stored now: the queue is to deliver it again.
    """
    became = _pressed(pressed, ports)
    ports.tell(StopTaken(thread=pressed.thread, user=pressed.user, became=became.value))
    return became


def _pressed(pressed: StopPressed, ports: TurnPorts) -> Pressed:
    wanted = _wanted(pressed, ports)
    if isinstance(wanted, str):
        _whisper(pressed, wanted, ports)
        return Pressed.REFUSED
    given = StopPorts(store=ports.store, queue=ports.queue, clock=ports.clock)
    answer = stop_wanted(pressed.thread, wanted, ports=given)
    match answer.stopping:
        case Stopping.ASKED:
            return Pressed.STOPPED
        case Stopping.ASKED_BEFORE:
            return Pressed.STOPPED_BEFORE
        case Stopping.KNOWN:
            return Pressed.KNOWN
        case Stopping.LATE:
            _whisper(pressed, LATE, ports)
            return Pressed.LATE
        case Stopping.NOTHING_RUNS:
            # Slack shows the button for as long as nobody says that it is over.
            ports.presence.show(pressed.thread, Activity.ACTIVE)
            _whisper(pressed, NOTHING_RUNS, ports)
            return Pressed.NOTHING_RUNS
        case _:
            assert_never(answer.stopping)


def _wanted(pressed: StopPressed, ports: TurnPorts) -> Wanted | str:
    """Say who wants it; or, in words for them, why they can't."""
    user, called, evidence = Who(id=pressed.user, name=pressed.user), SOMEBODY, UNCHECKED
    try:
        person = ports.chat.person(pressed.user)
    except UnreachableError:
        pass
    except (TransientError, PermanentError):
        return WHO
    else:
        bar = bar_to_decide(person, team=pressed.thread.team)
        if bar is not None:
            return OUTSIDER if bar is Bar.OUTSIDER else NOT_YOU
        user = Who(id=person.id, name=person.name)
        called, evidence = f"@{_plain(person.name)}", MEMBER
    return Wanted(by=user, called=called, evidence=evidence, mark=pressed.mark, until=pressed.ts)


def _plain(name: str) -> str:
    """Give a name without what would come alive in a message."""
    return _ALIVE.sub(" ", name).strip()[:_LONGEST_NAME]


def _whisper(pressed: StopPressed, said: str, ports: TurnPorts) -> None:
    with suppress(TransientError, PermanentError):
        ports.chat.whisper(pressed.thread, pressed.user, said)
