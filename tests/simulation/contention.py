"""Many people click on one request at the same time, and one event arrives many times."""

from collections import Counter
from dataclasses import dataclass
from functools import partial
from random import Random

from signoff.core.decision import RequirementState
from signoff.testing.model import say
from tests.simulation.endings import at_the_end, requirements
from tests.simulation.faults import Faults
from tests.simulation.invariants import Violation, Watch
from tests.simulation.mind import script
from tests.simulation.people import Crowd, offers
from tests.simulation.stories import EMAIL
from tests.simulation.system import System, members

TEAM = "T0LOCAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What came of one round.

    Attributes:
        decisions: How many decisions were recorded.
        executions: How often the tool worked.
        told: How many people were told privately who was first.
        runs: How many runs the events began.
        is_approved: Whether the one who was first approved it.
        violations: What did not hold.
    """

    decisions: int
    executions: int
    told: int
    runs: int
    is_approved: bool
    violations: tuple[Violation, ...]


def contended(seed: int, *, clickers: int = 50, deliveries: int = 50) -> Round:
    """Deliver one event many times; then let everybody click at once, and each once more."""
    rng = Random(seed)  # noqa: S311 - a round is to come again, not to be secret
    system = System(faults=Faults(), rng=rng)
    people = [f"U0P{number}" for number in range(clickers)]
    system.slacks[TEAM].people = members(TEAM, *people)
    crowd = Crowd(system=system)
    watch = Watch(system=system, crowd=crowd)
    system.mind.scripts["Do it"] = script(EMAIL, say("That is all."))
    system.write("Do it", times=deliveries)
    system.settle()
    (card,) = system.slacks[TEAM].cards()
    first = {offer.verb: offer for offer in offers(card)}
    for number, person in enumerate(people):
        offer = first["approve" if number % 2 else "reject"]
        for _ in range(2):
            system.scheduler.spawn(
                f"click {person}", partial(crowd.press, offer, by=person, team=TEAM)
            )
    is_quiet = system.settle()
    return _round(system, watch, is_quiet=is_quiet)


def expired_and_clicked(seed: int) -> tuple[RequirementState, tuple[Violation, ...]]:
    """Have the clock expire a request in the moment in which somebody approves it.

    The clock of the clicks' function is a second behind, so that both may.
    """
    rng = Random(seed)  # noqa: S311 - likewise
    system = System(faults=Faults(), rng=rng)
    crowd = Crowd(system=system)
    watch = Watch(system=system, crowd=crowd)
    system.mind.scripts["Do it"] = script(EMAIL, say("That is all."))
    system.write("Do it")
    system.settle()
    ((_, asked),) = requirements(system)
    system.advance(seconds=(asked.exp - system.scheduler.now) // 1000 - 1)
    system.door_skew_ms = -1000
    (card,) = system.slacks[TEAM].cards()
    yes = next(offer for offer in offers(card) if offer.verb == "approve")
    system.scheduler.spawn(
        "click",
        lambda: crowd.press(yes, by="U0BOB", team=TEAM),
        after_ms=asked.exp - system.scheduler.now,
    )
    is_quiet = system.settle()
    ((_, asked),) = requirements(system)
    found = at_the_end(watch, is_quiet=is_quiet)
    system.scheduler.drop_all()
    return asked.state, tuple(found)


def _round(system: System, watch: Watch, *, is_quiet: bool) -> Round:
    ((_, asked),) = requirements(system)
    winner = asked.verdict.by.id if asked.verdict and asked.verdict.by else ""
    name = asked.verdict.by.name if asked.verdict and asked.verdict.by else "?"
    whispers = system.slacks[TEAM].whispers
    told = {user for user, _, text in whispers if name in text or winner in text} - {winner}
    decided = Counter(
        fact
        for row in system.stored("AUD#")
        for fact in ('"action":"approved"', '"action":"rejected"')
        if fact in str(row["body"])
    )
    found = at_the_end(watch, is_quiet=is_quiet)
    system.scheduler.drop_all()
    return Round(
        decisions=sum(decided.values()),
        executions=len(system.hands.done),
        told=len(told),
        runs=len({(row["pk"], str(row["sk"]).split("#")[1]) for row in system.stored("#STEP#")}),
        is_approved=asked.state is RequirementState.APPROVED,
        violations=tuple(found),
    )
