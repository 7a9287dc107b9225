"""Scenarios of what stays or moves: standing decisions, switches, rights, calls to people."""

from functools import partial

from signoff.core.switches import EveryTool, OneAgent, OneTool, Scope
from signoff.testing.model import call, calls, say
from signoff.usecases.grants import list_grants, revoke_as_operator
from tests.simulation.deeds import HIDDEN, PRECIOUS
from tests.simulation.endings import requirements
from tests.simulation.people import HEIR
from tests.simulation.scenes import SAID, Scenario, Stage, Story
from tests.simulation.system import OPERATOR

_EMAIL = call("send_email", to="bob", subject="Hi")
_OTHER = call("send_email", to="eve", subject="Yo")
_THIRD = call("send_email", to="kim", subject="Ho")
_ARCHIVE = call("archive", what="logs")
_CALL_IN = call("call_in", whom="kim")
_PAGES = "All of it is read before anybody lets it. "
_LETS = ("approve",) * 20
_REFUSES = ("reject",) * 20


def _decide(*verbs: str) -> Story:
    def story(stage: Stage) -> None:
        stage.write("Do it")
        stage.settle()
        stage.decide(*verbs)

    return story


def _place(stage: Stage) -> str:
    return requirements(stage.system)[0][1].at.place


def _all_at_once(verb: str) -> Story:
    """Decide all rows of a card with one click."""

    def story(stage: Stage) -> None:
        stage.write("Do it")
        stage.settle()
        stage.press(verb, _place(stage))
        stage.settle()
        stage.decide(*(_LETS if verb == "yesall" else _REFUSES))

    return story


def _revoked(stage: Stage) -> None:
    """Take back on its receipt what stands, and ask again for the same."""
    stage.write("Do it")
    stage.settle()
    stage.decide("keep")
    stage.press("revoke", _place(stage), by="U0EVE")
    stage.settle()
    stage.write("And this")
    stage.settle()
    stage.decide(*_REFUSES)


def _revoked_at_once(stage: Stage) -> None:
    """Take back what stands in the moment in which a call is to start by it."""
    stage.write("Do it")
    stage.settle()
    stage.decide("keep")
    stage.write("And this")
    stage.system.scheduler.before_call(stage.moment, partial(_take_back_now, stage))
    stage.settle()
    stage.decide(*_REFUSES)


def _take_back_now(stage: Stage) -> None:
    """An operator takes back what stands between two calls of the others."""
    store, clock = stage.system.table.rows, stage.system.scheduler.clock
    team = stage.system.teams[0]
    for grant in list_grants(team, store=store, now=clock()):
        revoke_as_operator(team, grant.id, by=OPERATOR, store=store, clock=clock)
        stage.system.taken_back.add(grant.id)


def _switched(scope: Scope) -> Story:
    """Somebody approves in the moment in which a switch is thrown over what they approve."""

    def story(stage: Stage) -> None:
        stage.write("Do it")
        stage.settle()
        stage.press("approve", _place(stage))
        stage.system.scheduler.before_call(stage.moment, partial(stage.kill_now, scope))
        stage.settle()
        stage.decide(*_REFUSES)

    return story


def _off_and_on(stage: Stage) -> None:
    """Throw a switch, approve in vain, release it, and approve once more."""
    system, scope = stage.system, OneTool(name="send_email")
    stage.write("Do it")
    stage.settle()
    system.scheduler.spawn("kill", partial(system.kill, system.teams[0], scope))
    stage.settle()
    stage.press("approve", _place(stage))
    stage.settle()
    system.scheduler.spawn("revive", partial(system.revive, system.teams[0], scope))
    stage.settle()
    stage.decide(*_LETS)


def _two_of_a_group(*, leaves: bool) -> Story:
    """Two of a group approve what is of high risk; perhaps the first is not in it any more."""

    def story(stage: Stage) -> None:
        stage.write("Do it")
        stage.settle()
        place = _place(stage)
        stage.press("approve", place)
        stage.settle()
        if leaves:
            stage.system.slacks[stage.system.teams[0]].groups["S0SRE"].remove("U0BOB")
            stage.system.advance(seconds=120)
        stage.press("approve", place, by="U0EVE")
        stage.settle()
        stage.decide(*_LETS, by="U0KIM")

    return story


def _revealed(stage: Stage) -> None:
    """Have a hidden value shown, and approve."""
    stage.write("Do it")
    stage.settle()
    stage.press("reveal", _place(stage))
    stage.settle()
    stage.decide(*_LETS)


def _reminded(stage: Stage) -> None:
    """Wait until people are reminded, hand the request over, and let the heir approve."""
    stage.write("Do it")
    stage.settle()
    stage.system.advance(seconds=660)
    stage.settle()
    place = _place(stage)
    stage.press("hand", place)
    stage.settle()
    stage.press("approve", place)
    stage.press("approve", place, by=HEIR)
    stage.settle()
    stage.decide(*_LETS, by=HEIR)


def _escalated(stage: Stage) -> None:
    """Wait until more people may decide, and let one of them approve."""
    stage.write("Do it")
    stage.settle()
    place = _place(stage)
    stage.press("approve", place, by="U0EVE")
    stage.settle()
    stage.system.advance(seconds=1_860)
    stage.settle()
    stage.press("approve", place, by="U0EVE")
    stage.settle()
    # A question about its outcome is a new one: it begins with those who may decide from the first.
    stage.decide(*_LETS)


def _reminded_at_once(stage: Stage) -> None:
    """Somebody approves in the minute in which people are reminded."""
    stage.write("Do it")
    stage.settle()
    stage.system.advance(seconds=600)
    stage.press("approve", _place(stage))
    stage.settle()
    stage.decide(*_LETS)


def _at_home(stage: Stage) -> None:
    """Decide from the inbox, and look into it again."""
    stage.write("Do it")
    stage.settle()
    stage.press_at_home("approve")
    stage.settle()
    stage.decide(*_LETS)


def _taken_back_elsewhere(stage: Stage) -> None:
    """Whoever asked takes back what others decide in direct messages, as one of them approves."""
    stage.write("Do it")
    stage.settle()
    place = _place(stage)
    stage.press("cancel", place, by="U0BOB")
    stage.press("approve", place, by="U0EVE")
    stage.settle()
    stage.decide(*_LETS)


LASTING = {
    "approve and keep": Scenario(
        lines=(
            call("restart", service="api", reason="slow"),
            call("restart", service="api", reason="slow again"),
            call("restart", service="db"),
            say(SAID),
        ),
        story=_decide("keep", *_REFUSES),
        done=("restart", "restart"),
    ),
    "revoked": Scenario(
        lines=(
            call("restart", service="api"),
            say("First."),
            call("restart", service="api"),
            say(SAID),
        ),
        story=_revoked,
        done=("restart",),
    ),
    "revoked at once": Scenario(
        lines=(
            call("restart", service="api"),
            say("First."),
            call("restart", service="api"),
            say(SAID),
        ),
        story=_revoked_at_once,
        clock_is_needed=True,
    ),
    "not asked again": Scenario(
        lines=(_EMAIL, _OTHER, say(SAID)), story=_decide("why"), never=("send_email",)
    ),
    "all at once": Scenario(
        lines=(calls(_EMAIL, _OTHER, _THIRD), say(SAID)),
        story=_all_at_once("yesall"),
        done=("send_email",) * 3,
    ),
    "none at once": Scenario(
        lines=(calls(_EMAIL, _OTHER, _THIRD), say(SAID)),
        story=_all_at_once("noall"),
        never=("send_email",),
    ),
    "answered for": Scenario(
        lines=(_EMAIL, say(SAID)), story=_decide("instead"), never=("send_email",)
    ),
    "a tool killed at once": Scenario(
        lines=(_EMAIL, say(SAID)), story=_switched(OneTool(name="send_email"))
    ),
    "an agent killed at once": Scenario(
        lines=(call("mailer", input="Mail Bob"), say(SAID)),
        inside={"Mail Bob": (_EMAIL, say("Mailed."))},
        story=_switched(OneAgent(id="mailer")),
    ),
    "all killed at once": Scenario(lines=(_EMAIL, say(SAID)), story=_switched(EveryTool())),
    "off and on": Scenario(lines=(_EMAIL, say(SAID)), story=_off_and_on, done=("send_email",)),
    "high risk": Scenario(
        lines=(call("demolish", house="9"), say(SAID)),
        story=_two_of_a_group(leaves=False),
        done=("demolish",),
    ),
    "left before the start": Scenario(
        lines=(call("demolish", house="9"), say(SAID)),
        story=_two_of_a_group(leaves=True),
        never=("demolish",),
    ),
    "hidden": Scenario(
        lines=(call("rotate", service="api", key=HIDDEN), say(SAID)),
        story=_revealed,
        done=("rotate",),
    ),
    "too long": Scenario(
        lines=(call("print_out", text=_PAGES * 2_500), say(SAID)),
        story=_decide("review"),
        done=("print_out",),
    ),
    "forbidden": Scenario(
        lines=(
            calls(call("erase", volume=f"{PRECIOUS}-1"), call("erase", volume="old")),
            say(SAID),
        ),
        story=_decide(),
        done=("erase",),
    ),
    "reminded": Scenario(
        lines=(_CALL_IN, say(SAID)), story=_reminded, done=("call_in",), clock_is_needed=True
    ),
    "reminded at once": Scenario(
        lines=(_ARCHIVE, say(SAID)),
        story=_reminded_at_once,
        done=("archive",),
        clock_is_needed=True,
    ),
    "escalated": Scenario(
        lines=(_ARCHIVE, say(SAID)), story=_escalated, done=("archive",), clock_is_needed=True
    ),
    "in direct messages": Scenario(
        lines=(_CALL_IN, say(SAID)), story=_decide("approve"), done=("call_in",)
    ),
    "taken back elsewhere": Scenario(lines=(_CALL_IN, say(SAID)), story=_taken_back_elsewhere),
    "at home": Scenario(lines=(_EMAIL, say(SAID)), story=_at_home, done=("send_email",)),
}
