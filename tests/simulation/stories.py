"""The scenarios that every single fault is tried on: what the model says, what people do."""

from collections.abc import Sequence
from functools import partial
from random import Random

from signoff.core.canonical import Json
from signoff.core.thread import Stop
from signoff.core.transitions import stopping
from signoff.testing.model import call, calls, say, unavailable
from signoff.usecases.give_up import TRIES
from signoff.usecases.take_turn import TRIED_TOO_OFTEN
from tests.simulation.endings import at_the_end, requirements
from tests.simulation.faults import Faults
from tests.simulation.invariants import Violation, Watch
from tests.simulation.lasting import LASTING
from tests.simulation.mind import script
from tests.simulation.people import HEIR, Crowd, tampered
from tests.simulation.scenes import SAID, Scenario, Stage, Story
from tests.simulation.streamed import STREAMED
from tests.simulation.system import GUEST, OPERATOR, STOPPED_BY_OP, Furnish, System

DAY_S = 86_400
EMAIL = call("send_email", to="bob", subject="Hi")
OTHER = call("send_email", to="eve", subject="Yo")
CLOSE = call("close_account", account="8841")
ANNOUNCE = call("announce", channel="ops", subject="Down")
PAY_OUT = call("pay_out", to="ana", amount=120)
QUESTION: dict[str, Json] = {
    "question": "Which region?",
    "header": "Region",
    "options": [{"label": "eu", "description": "near"}],
    "multi_select": False,
}


def _decide(*verbs: str) -> Story:
    def story(stage: Stage) -> None:
        stage.write("Do it")
        stage.settle()
        stage.decide(*verbs)

    return story


def _wait(stage: Stage) -> None:
    stage.write("Do it")
    stage.settle()
    stage.system.advance(seconds=DAY_S + 60)
    stage.settle()


def _stop(stage: Stage) -> None:
    stage.write("Do it")
    stage.settle()
    stage.stop()
    stage.settle()


def _hurry(stage: Stage) -> None:
    """Write twice more while the request is open."""
    stage.write("Do it")
    stage.settle()
    stage.write("And this")
    stage.write("And that")
    stage.settle()
    stage.decide("approve")


def _correct(stage: Stage) -> None:
    """Change and delete messages that wait, while their events are under way."""
    stage.write("Do it")
    stage.settle()
    stage.write("And this")
    stage.edit("And that")
    stage.write("Never mind")
    stage.delete()
    stage.settle()
    stage.decide("approve")


def _correct_first(stage: Stage) -> None:
    """Change the message that opens the thread, while it is under way and read."""
    stage.write("Do it")
    stage.edit("Do it now")
    stage.settle()
    stage.decide("approve")


def _read_now(stage: Stage) -> None:
    """Write while two requests are open, and have it read at once while one is approved."""
    stage.write("Do it")
    stage.settle()
    stage.write("And this")
    stage.settle()
    stage.press_now()
    stage.press("approve", requirements(stage.system)[0][1].at.place, by="U0EVE")
    stage.settle()
    stage.decide("reject", "reject")


def _pass_on(stage: Stage) -> None:
    """Somebody hands a request over, and whoever has it now approves."""
    stage.write("Do it")
    stage.settle()
    place = requirements(stage.system)[0][1].at.place
    stage.press("hand", place)
    stage.settle()
    stage.press("approve", place)
    stage.press("approve", place, by=HEIR)
    stage.settle()
    stage.decide("approve", by=HEIR)


def _long_wait(stage: Stage) -> None:
    """Nobody decides: people are called once, then more of them, and then its time is over."""
    stage.write("Do it")
    stage.settle()
    for seconds in (600, 1_200, 1_800):
        stage.system.advance(seconds=seconds + 60)
        stage.settle()


def _race(stage: Stage) -> None:
    """Two people decide one request at the same time, one of them twice."""
    stage.write("Do it")
    stage.settle()
    (place,) = {each.at.place for _, each in requirements(stage.system)}
    stage.press("approve", place)
    stage.press("reject", place, by="U0EVE")
    stage.press("approve", place)
    stage.settle()
    stage.decide("approve")


def _both_at_once(stage: Stage) -> None:
    """Two people decide two requests of one card at the same time."""
    stage.write("Do it")
    stage.settle()
    first, second = (each.at.place for _, each in requirements(stage.system))
    stage.press("approve", first)
    stage.press("approve", second, by="U0EVE")
    stage.settle()
    stage.decide("approve", "approve")


def _stop_at_once(stage: Stage) -> None:
    """Somebody approves in the moment in which somebody else stops the run."""
    stage.write("Do it")
    stage.settle()
    ((_, asked),) = requirements(stage.system)
    stage.press("approve", asked.at.place)
    stage.system.scheduler.before_call(stage.moment, stage.stop_now)
    stage.settle()


def _taken_over(stage: Stage) -> None:
    """A worker stands still, and goes on when the thread is in other hands."""
    stage.write("Do it")
    stage.settle()
    ((_, asked),) = requirements(stage.system)
    stage.press("approve", asked.at.place)
    stage.system.scheduler.before_call(stage.moment, stage.take_over)
    stage.settle()
    stage.decide("approve")


def _stop_again(stage: Stage) -> None:
    """A stop came late, and stands there still when the next run is stopped in its turn."""
    stage.write("Do it")
    stage.settle()
    if stage.thread is not None:
        late = Stop(run=1, upto="", by=OPERATOR.name)
        due = stage.system.scheduler.now
        stage.system.table.rows.change(stopping.stop(stage.thread, late, before=None, due=due))
        stage.watch.stops.add((stage.thread.pk, late.run))
    stage.write("And this")
    stage.system.scheduler.before_call(stage.moment, stage.stop_now)
    stage.settle()


def _kill_at_once(stage: Stage) -> None:
    """Somebody approves in the moment in which an administrator switches the workspace off.

    If the switch was first, the click is refused; a no still counts.
    """
    stage.write("Do it")
    stage.settle()
    ((_, asked),) = requirements(stage.system)
    stage.press("approve", asked.at.place)
    stage.system.scheduler.before_call(stage.moment, stage.kill_now)
    stage.settle()
    stage.decide("reject")


def _forge(stage: Stage) -> None:
    """Somebody forges a button, and somebody from elsewhere presses a real one."""
    stage.write("Do it")
    stage.settle()
    yes = next(each for each in stage.crowd.seen("T0LOCAL") if each.verb == "approve")
    for offer, by, team in (
        (tampered(yes), "U0BOB", "T0LOCAL"),
        (yes, GUEST, "T0LOCAL"),
        (yes, "U0BOB", "T0OTHER"),
    ):
        click = partial(stage.crowd.press, offer, by=by, team=team)
        stage.system.scheduler.spawn("forger", click)
        stage.settle()
    stage.decide("reject")


def _late(stage: Stage) -> None:
    """Somebody approves after the expiry, while the clock is down."""
    stage.write("Do it")
    stage.settle()
    stage.system.clock_is_down = True
    stage.system.advance(seconds=DAY_S + 60)
    ((_, asked),) = requirements(stage.system)
    stage.press("approve", asked.at.place)
    stage.system.advance(seconds=60)
    stage.system.clock_is_down = False
    stage.settle()


_MORE = ("approve",) * 20
"""Bob again, where something is still open: he counts once."""


def _vote(*verbs: str, people: Sequence[str] = ("U0BOB", "U0EVE", "U0ANA")) -> Story:
    """Let one person after the other answer one request."""

    def story(stage: Stage) -> None:
        stage.write("Do it")
        stage.settle()
        place = requirements(stage.system)[0][1].at.place
        for verb, user in zip(verbs, people, strict=False):
            stage.press(verb, place, by=user)
            stage.settle()
        stage.decide(*_MORE)

    return story


def _vote_at_once(stage: Stage) -> None:
    """Let three people approve at the same time what two must."""
    stage.write("Do it")
    stage.settle()
    place = requirements(stage.system)[0][1].at.place
    for user in ("U0BOB", "U0EVE", "U0ANA"):
        stage.press("approve", place, by=user)
    stage.settle()
    stage.decide(*_MORE)


def _long(stage: Stage) -> None:
    """Each call takes a minute: the worker hands the thread on."""
    stage.system.hands.takes_ms = 60_000
    stage.write("Do it")
    stage.settle()
    stage.decide()


SCENARIOS = {
    "reply": Scenario(lines=(say(SAID),), story=_decide()),
    "approve": Scenario(lines=(EMAIL, say(SAID)), story=_decide("approve"), done=("send_email",)),
    "reject": Scenario(lines=(EMAIL, say(SAID)), story=_decide("reject")),
    "user input": Scenario(
        lines=(call("refund", order="1", amount=None), say(SAID)),
        story=_decide("fill"),
        done=("refund",),
    ),
    "external": Scenario(
        lines=(call("roll_back", deployment="api"), say(SAID)), story=_decide("done")
    ),
    "feedback": Scenario(
        lines=(call("ask_user", questions=[QUESTION]), say(SAID)), story=_decide("pick0")
    ),
    "cancelled": Scenario(lines=(EMAIL, say(SAID)), story=_decide("cancel")),
    "cancelled in doubt": Scenario(
        lines=(EMAIL, say(SAID)), story=_decide("approve"), doubt="cancel"
    ),
    "handed over": Scenario(
        lines=(EMAIL, say(SAID)), story=_pass_on, done=("send_email",), clock_is_needed=True
    ),
    "read now": Scenario(lines=(calls(EMAIL, OTHER), say(SAID)), story=_read_now),
    "called": Scenario(
        lines=(call("archive", what="logs"), say(SAID)), story=_long_wait, clock_is_needed=True
    ),
    "elsewhere": Scenario(
        lines=(call("publish", title="News"), say(SAID)),
        story=_decide("approve"),
        done=("publish",),
    ),
    "mixed": Scenario(
        lines=(calls(EMAIL, call("look_up", order="1")), say(SAID)),
        story=_decide("approve"),
        done=("look_up", "send_email"),
    ),
    "two rows": Scenario(
        lines=(calls(EMAIL, OTHER), say(SAID)),
        story=_decide("approve", "reject"),
        done=("send_email",),
    ),
    "quorum": Scenario(
        lines=(CLOSE, say(SAID)), story=_vote("approve", "approve"), done=("close_account",)
    ),
    "quorum at once": Scenario(
        lines=(CLOSE, say(SAID)), story=_vote_at_once, done=("close_account",)
    ),
    "quorum twice": Scenario(
        lines=(CLOSE, say(SAID)),
        story=_vote("approve", "approve", "approve", people=("U0BOB", "U0BOB", "U0EVE")),
        done=("close_account",),
    ),
    "quorum rejected": Scenario(lines=(CLOSE, say(SAID)), story=_vote("approve", "reject")),
    "edit": Scenario(lines=(ANNOUNCE, say(SAID)), story=_vote("edit"), done=("announce",)),
    "quorum and edit": Scenario(
        lines=(PAY_OUT, say(SAID)),
        story=_vote("approve", "edit", "approve"),
        done=("pay_out",),
    ),
    "expiry": Scenario(lines=(EMAIL, say(SAID)), story=_wait, clock_is_needed=True),
    "messages": Scenario(lines=(EMAIL, say(SAID)), story=_hurry, done=("send_email",)),
    "edits": Scenario(lines=(EMAIL, say(SAID)), story=_correct, done=("send_email",)),
    "edit at once": Scenario(lines=(EMAIL, say(SAID)), story=_correct_first, done=("send_email",)),
    "both at once": Scenario(lines=(calls(EMAIL, OTHER), say(SAID)), story=_both_at_once),
    "late click": Scenario(lines=(EMAIL, say(SAID)), story=_late, clock_is_needed=True),
    "forged click": Scenario(lines=(EMAIL, say(SAID)), story=_forge),
    "stop in doubt": Scenario(lines=(EMAIL, say(SAID)), story=_decide("approve"), doubt="stop"),
    "again in doubt": Scenario(lines=(EMAIL, say(SAID)), story=_decide("approve"), doubt="again"),
    "stop at once": Scenario(
        lines=(EMAIL, say(SAID)), story=_stop_at_once, said="", clock_is_needed=True
    ),
    "taken over": Scenario(
        lines=(EMAIL, say(SAID)), story=_taken_over, said="", clock_is_needed=True
    ),
    "stop again": Scenario(
        lines=(say("First."), call("look_up", order="1"), say(SAID)),
        story=_stop_again,
        said="",
        clock_is_needed=True,
    ),
    "kill at once": Scenario(lines=(EMAIL, say(SAID)), story=_kill_at_once),
    "sub-agent": Scenario(
        lines=(call("clerk", input="Have it mailed"), say(SAID)),
        inside={
            "Have it mailed": (call("mailer", input="Mail Bob"), say("It is mailed.")),
            "Mail Bob": (EMAIL, say("Mailed.")),
        },
        story=_decide("approve"),
        done=("send_email",),
    ),
    "sub-agents": Scenario(
        lines=(
            calls(call("mailer", input="Mail Bob"), call("clerk", input="Book and mail")),
            say(SAID),
        ),
        inside={
            "Mail Bob": (EMAIL, say("Mailed.")),
            "Book and mail": (
                calls(call("book", order="1"), call("mailer", input="Mail Eve")),
                say("Booked."),
            ),
            "Mail Eve": (OTHER, say("I was not let.")),
        },
        story=_decide("approve", "reject"),
        done=("book", "send_email"),
    ),
    "stop a sub-agent": Scenario(
        lines=(call("clerk", input="Have it mailed"), say(SAID)),
        inside={
            "Have it mailed": (call("mailer", input="Mail Bob"),),
            "Mail Bob": (calls(EMAIL, OTHER),),
        },
        story=_stop,
        said=STOPPED_BY_OP,
    ),
    "race": Scenario(lines=(EMAIL, say(SAID)), story=_race),
    "idempotent": Scenario(
        lines=(call("book", order="1"), say(SAID)), story=_decide(), done=("book",)
    ),
    "ambiguous": Scenario(
        lines=(call("wipe", table="orders"), say(SAID)), story=_decide("approve"), done=("wipe",)
    ),
    "long": Scenario(
        lines=(*[call("look_up", order=str(n)) for n in range(12)], say(SAID)),
        story=_long,
        done=("look_up",) * 12,
    ),
    "give up": Scenario(
        lines=(unavailable(),) * 99,
        story=_decide(),
        said=TRIED_TOO_OFTEN.format(tries=TRIES),
        clock_is_needed=True,
    ),
    "stop": Scenario(lines=(calls(EMAIL, OTHER), say(SAID)), story=_stop, said=STOPPED_BY_OP),
    **LASTING,
    **STREAMED,
}


def played(
    scenario: Scenario,
    faults: Faults,
    *,
    rng: Random | None = None,
    moment: int = 3,
    furnish: Furnish | None = None,
) -> Stage:
    """Play a scenario, and what goes wrong with it.

    With `rng` all order is left to chance; `moment` says before which call somebody intrudes.
    """
    system = System(faults=faults, rng=rng, furnish=furnish, agent=scenario.agent)
    crowd = Crowd(system=system)
    stage = Stage(system=system, crowd=crowd, watch=Watch(system=system, crowd=crowd))
    stage.doubt, stage.moment = scenario.doubt, moment
    system.mind.scripts["Do it"] = script(*scenario.lines)
    system.mind.scripts |= {task: script(*lines) for task, lines in scenario.inside.items()}
    scenario.story(stage)
    return stage


def wrong(stage: Stage, scenario: Scenario) -> list[Violation]:
    """List what does not hold at the end of a scenario."""
    found = at_the_end(stage.watch, is_quiet=stage.is_quiet)
    stage.system.scheduler.drop_all()
    return found + _as_told(stage, scenario)


def _as_told(stage: Stage, scenario: Scenario) -> list[Violation]:
    """Hold what was said and done against what the scenario is about."""
    thread, system = stage.thread, stage.system
    said = system.slacks[thread.team].said(thread.thread_ts) if thread else []
    found: list[Violation] = []
    if scenario.said and scenario.said not in said:
        found.append(Violation(name="unsaid", what=f"{scenario.said!r} is not among {said}"))
    is_free = not system.faults.struck and system.rng is None
    done = [deed.tool.name for deed in system.hands.done]
    if set(done) & set(scenario.never):
        found.append(Violation(name="unapproved", what=f"{done}, of which never {scenario.never}"))
    if is_free and scenario.done and sorted(done) != sorted(scenario.done):
        found.append(Violation(name="done", what=f"{done}, not {scenario.done}"))
    if is_free and system.sweeps and not scenario.clock_is_needed:
        found.append(Violation(name="repaired", what=f"the clock had work: {system.sweeps}"))
    asked = {at: times for at, times in system.mind.asked.items() if times > 1}
    if is_free and asked and not scenario.clock_is_needed:
        found.append(Violation(name="repeated", what=f"the model was asked again: {asked}"))
    return found
