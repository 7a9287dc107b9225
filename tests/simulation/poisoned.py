"""One message kills whoever works on it, until somebody mends that and sends it again."""

from dataclasses import replace

from signoff.testing.model import say
from tests.simulation.endings import at_the_end, lost, silent
from tests.simulation.faults import Faults
from tests.simulation.invariants import Violation, Watch
from tests.simulation.mailbox import Letter
from tests.simulation.mind import script
from tests.simulation.people import Crowd
from tests.simulation.scenes import SAID, Stage
from tests.simulation.stories import EMAIL
from tests.simulation.system import System

LONGEST_FUSE = 9
"""Whoever lives through so many calls gets the message done."""


def poisoned(fuse: int) -> Stage:
    """Let a thread begin with such a message, until all has gone quiet.

    Args:
        fuse: After how many calls to the outside whoever works on it dies.
    """
    system = System(faults=Faults())
    crowd = Crowd(system=system)
    stage = Stage(system=system, crowd=crowd, watch=Watch(system=system, crowd=crowd))
    system.mind.scripts["Do it"] = script(EMAIL, say(SAID))
    system.mailbox.poison = lambda body: fuse if '"kind": "event"' in body else None
    stage.write("Do it")
    stage.settle()
    return stage


def redriven(stage: Stage, *letters: Letter, fuse: int | None = None) -> None:
    """Send dead letters again: those that lie there, and some that did before.

    With `fuse`, whoever does it is cut off first, and begins again once the letters are back.
    """
    system = stage.system
    system.mailbox.poison = lambda _body: None
    system.mailbox.dead += [replace(each, hidden_until=0) for each in letters]

    def send_again() -> None:
        if fuse is not None:
            system.redrive(fuse=fuse)
            system.scheduler.sleep(61_000)
        system.redrive()

    system.scheduler.spawn("operator", send_again)
    stage.settle()
    stage.decide("approve")


def mended(fuse: int, *, cut_off_after: int) -> list[Violation]:
    """Play it all, and list what does not hold."""
    stage = poisoned(fuse)
    dead = tuple(stage.system.mailbox.dead)
    found = silent(stage.system)
    redriven(stage, fuse=cut_off_after)
    found += lost(stage.system)
    redriven(stage, *dead)
    found += at_the_end(stage.watch, is_quiet=stage.is_quiet)
    stage.system.scheduler.drop_all()
    return found
