"""The threads that every version leaves behind as golden journals, and what must come of each."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from signoff.core.canonical import Json
from signoff.core.decision import Answered, Approved, Executed, ItHappened, Rejected, RunAgain
from signoff.core.items import Put
from signoff.core.switches import EveryTool, switch_key
from signoff.ports import UnreachableError
from signoff.testing.model import Line, ScriptedCall, call, calls, say, turned_down
from tests.golden.journal import Decided, Sequel, Waited, Wrote
from tests.golden.tools import ALL, DONE
from tests.simulation.faults import CrashError
from tests.usecases.world import World

DAY_S = 86_400
MAIL = call("send_email", to="bob@example.com", subject="Grüße 🎉")
MAILED = "sent Grüße 🎉 to bob@example.com"
MAIL_IS_SENT = "Grüße 🎉 is sent"
END = say("That is all.")
SAID = ("That is all.",)
QUESTION: dict[str, Json] = {
    "question": "Which region?",
    "header": "Region",
    "options": [{"label": "eu", "description": "near"}, {"label": "us", "description": "far"}],
    "multi_select": False,
}
ANSWER = json.dumps([{"question": "Which region?", "answer": "eu"}])


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """How a thread comes to stand where it stands.

    Attributes:
        about: Where it stands, in a sentence.
        play: Plays it, and gives its world.
        sequel: What must come of it.
    """

    about: str
    play: Callable[[], World]
    sequel: Sequel


def _asked(*lines: Line, decided: tuple[Decided, ...] = ()) -> Callable[[], World]:
    """Have the model say its lines, and people decide; no wake is delivered after that."""

    def play() -> World:
        world = World(*lines, tools=ALL)
        world.say("Please do it")
        _decide(world, decided)
        return world

    return play


def _decide(world: World, decided: tuple[Decided, ...]) -> None:
    for each in decided:
        asked = {requirement.at.place: requirement for requirement in world.requirements}
        world.decide(asked[each.place], each.decision, by=each.by)


def _cut_off(*lines: Line, decided: tuple[Decided, ...] = ()) -> Callable[[], World]:
    """Kill the worker when a tool has just done its work: no result, and the lease still held."""

    def play() -> World:
        world = World(*lines, tools=ALL)
        DONE.then = lambda: _die(world)
        with suppress(CrashError):
            world.say("Please do it")
        _decide(world, decided)
        with suppress(CrashError):
            world.work()
        DONE.then = None
        return world

    return play


def _die(world: World) -> None:
    DONE.then = None
    world.store.fail_next("change", CrashError())
    raise CrashError


def _pass(world: World) -> None:
    world.clock.advance(seconds=61)


def _in_doubt() -> World:
    """The worker was killed in mid-call, and a person is asked how it ended."""
    world = _cut_off(MAIL, decided=(Decided(place="1.1.0", decision=Approved()),))()
    world.clock.advance(seconds=200)
    world.sweep()
    world.work()
    return world


def _half_done() -> World:
    """Of four calls one needed nobody, one was approved and ran, two are open."""
    other = call("send_email", to="eve@example.com", subject="Yo")
    form = call("refund", order="8841", amount=None)
    world = World(calls(MAIL, call("look_up", order="8841"), other, form), tools=ALL)
    world.say("Please do it")
    _decide(world, (Decided(place="1.1.0", decision=Approved()),))
    world.work()
    return world


def _one_of_seven_rejected() -> World:
    seven = calls(*(call("archive", year=2000 + number) for number in range(7)))
    world = World(seven, tools=ALL)
    world.say("Please do it")
    _decide(world, (Decided(place="1.1.2", decision=Rejected(reason="not that one")),))
    world.work()
    return world


def _handed_on() -> World:
    """The worker's time was over after two long calls; its wake is lost."""
    world = World(*(call("think", hard=str(number)) for number in (1, 2)), tools=ALL)
    DONE.then = lambda: _pass(world)
    world.say("Please do it")
    DONE.then = None
    return world


def _with_messages() -> World:
    world = _asked(MAIL)()
    world.say("And mind the tone")
    world.say("And hurry")
    return world


def _accepted_only() -> World:
    """The worker died when it had just taken a message in."""
    world = World(tools=ALL)
    world.store.fail_next("change", CrashError())
    with suppress(CrashError):
        world.say("Please do it")
    return world


def _compacted() -> World:
    long = "x" * 70_000
    world = World(say(long), MAIL, tools=ALL)
    world.say("Tell me all about order 8841")
    world.say("Please mail it")
    return world


def _reply_not_sent() -> World:
    world = World(END, tools=ALL)
    world.chat.fail_next("say", UnreachableError("down"))
    world.say("Please do it")
    return world


def _card_not_drawn() -> World:
    world = World(MAIL, tools=ALL)
    world.chat.fail_next("show", UnreachableError("down"))
    world.say("Please do it")
    return world


def _given_up() -> World:
    world = World(MAIL, turned_down("The model refused the key."), tools=ALL)
    world.say("Please do it")
    _decide(world, (Decided(place="1.1.0", decision=Approved()),))
    world.work()
    return world


def _expiry_due() -> World:
    world = _asked(MAIL)()
    world.clock.advance(seconds=DAY_S)
    return world


def _switched_off() -> World:
    world = _asked(MAIL, decided=(Decided(place="1.1.0", decision=Approved()),))()
    world.store.commit(Put(key=switch_key(world.thread.team, EveryTool()), item={"by": "U0ANA"}))
    return world


def _refused_calls() -> World:
    """One call is malformed, one is of no tool, one waits."""
    malformed = ScriptedCall(name="refund", arguments='{"order": ')
    world = World(calls(malformed, call("fly"), MAIL, text="I try all of it."), tools=ALL)
    world.say("Please do it")
    return world


def _two_agents_deep() -> World:
    """An agent looked something up and called another one, whose call of a tool waits."""
    clerk = call("clerk", input="Have Bob told that 8841 is paid")
    world = World(
        clerk, call("look_up", order="8841"), call("mailer", input="Mail Bob"), MAIL, tools=ALL
    )
    world.say("Please do it")
    return world


APPROVED = Decided(place="1.1.0", decision=Approved())

SCENES = {
    "sub_agent_waits": Scene(
        about="A confirmation waits in an agent that another one called, two deep.",
        play=_two_agents_deep,
        sequel=Sequel(
            then=(Decided(place="1.5.0", decision=Approved()),),
            model=(say("Mailed."), say("It is paid, and Bob knows."), END),
            done=(MAILED,),
            said=SAID,
            knows=("It is paid, and Bob knows.",),
        ),
    ),
    "confirmation_waits": Scene(
        about="A confirmation waits for a person.",
        play=_asked(MAIL),
        sequel=Sequel(
            then=(APPROVED,), model=(END,), done=(MAILED,), said=SAID, knows=(MAIL_IS_SENT,)
        ),
    ),
    "user_input_waits": Scene(
        about="A form waits for a person.",
        play=_asked(call("refund", order="8841", amount=None)),
        sequel=Sequel(
            then=(Decided(place="1.1.0", decision=Answered(values='{"amount":120}')),),
            model=(END,),
            done=("refunded 120 for 8841",),
            said=SAID,
            knows=("120 paid back",),
        ),
    ),
    "external_execution_waits": Scene(
        about="A call waits for a person to run it elsewhere.",
        play=_asked(call("roll_back", deployment="api")),
        sequel=Sequel(
            then=(Decided(place="1.1.0", decision=Executed(result="rolled back to v41")),),
            model=(END,),
            said=SAID,
            knows=("rolled back to v41",),
        ),
    ),
    "user_feedback_waits": Scene(
        about="Questions wait for a person's answers.",
        play=_asked(call("ask_user", questions=[QUESTION])),
        sequel=Sequel(
            then=(Decided(place="1.1.0", decision=Answered(values=ANSWER)),),
            model=(END,),
            said=SAID,
            knows=("Which region?", "eu"),
        ),
    ),
    "mixed_turn_half_done": Scene(
        about="Of four calls two have run; a confirmation and a form are open.",
        play=_half_done,
        sequel=Sequel(
            then=(
                Decided(place="1.1.3", decision=Answered(values='{"amount":5}')),
                Decided(place="1.1.2", decision=Rejected(reason="not Eve")),
            ),
            model=(END,),
            done=("refunded 5 for 8841",),
            said=SAID,
            knows=(MAIL_IS_SENT, "8841 is paid", "not Eve", "5 paid back"),
        ),
    ),
    "several_rows_on_two_cards": Scene(
        about="Seven confirmations that never expire stand on two cards; one is rejected.",
        play=_one_of_seven_rejected,
        sequel=Sequel(
            then=tuple(
                Decided(place=f"1.1.{index}", decision=Approved(), by="U0ANA")
                for index in (6, 0, 1, 3, 4, 5)
            ),
            model=(END,),
            done=tuple(f"archived {2000 + index}" for index in (6, 0, 1, 3, 4, 5)),
            said=SAID,
            knows=("not that one", "2006 is archived"),
        ),
    ),
    "approved_not_started": Scene(
        about="A call is approved; its wake is lost and nothing has started.",
        play=_asked(MAIL, decided=(APPROVED,)),
        sequel=Sequel(model=(END,), done=(MAILED,), said=SAID, knows=(MAIL_IS_SENT,)),
    ),
    "answered_not_taken_up": Scene(
        about="A form is filled in; its wake is lost and nothing has started.",
        play=_asked(
            call("refund", order="8841", amount=None),
            decided=(Decided(place="1.1.0", decision=Answered(values='{"amount":7}')),),
        ),
        sequel=Sequel(
            model=(END,), done=("refunded 7 for 8841",), said=SAID, knows=("7 paid back",)
        ),
    ),
    "reported_not_taken_up": Scene(
        about="A person has run a call elsewhere and said so; nobody has taken it up.",
        play=_asked(
            call("roll_back", deployment="api"),
            decided=(Decided(place="1.1.0", decision=Executed(result="back to v41")),),
        ),
        sequel=Sequel(model=(END,), said=SAID, knows=("back to v41",)),
    ),
    "outcome_unknown": Scene(
        about="An approved call was started and cut off; a person is asked how it ended.",
        play=_in_doubt,
        sequel=Sequel(
            then=(Decided(place="1.1.0r1", decision=RunAgain()),),
            model=(END,),
            done=(MAILED,),
            said=SAID,
            knows=(MAIL_IS_SENT,),
        ),
    ),
    "cut_off_in_an_approved_call": Scene(
        about="The worker was killed in an approved call; nobody knows how it ended.",
        play=_cut_off(MAIL, decided=(APPROVED,)),
        sequel=Sequel(
            then=(Decided(place="1.1.0r1", decision=ItHappened()),), model=(END,), said=SAID
        ),
    ),
    "cut_off_in_a_call_that_is_to_fail": Scene(
        about="The worker was killed in an approved call whose tool says: then it failed.",
        play=_cut_off(call("wipe", table="orders"), decided=(APPROVED,)),
        sequel=Sequel(model=(END,), said=SAID),
    ),
    "cut_off_in_an_idempotent_call": Scene(
        about="The worker was killed in a call that may be started twice under one key.",
        play=_cut_off(call("book", order="8841")),
        sequel=Sequel(
            model=(END,),
            done=("booked 8841 under c28c388d927cf676bdac05f8fb283380",),
            said=SAID,
            knows=("8841 is booked",),
        ),
    ),
    "handed_on_in_mid_turn": Scene(
        about="A worker's time was over after two long calls, and the wake it sent is lost.",
        play=_handed_on,
        sequel=Sequel(
            model=(call("think", hard="3"), END),
            done=("thought 3",),
            said=SAID,
            knows=("1 is thought through", "2 is thought through", "3 is thought through"),
        ),
    ),
    "messages_wait": Scene(
        about="Two messages wait until an open request is decided.",
        play=_with_messages,
        sequel=Sequel(
            then=(APPROVED,),
            model=(END,),
            done=(MAILED,),
            said=SAID,
            knows=(MAIL_IS_SENT, "And mind the tone", "And hurry"),
        ),
    ),
    "message_accepted_only": Scene(
        about="A first message was taken in by a worker that died before its turn.",
        play=_accepted_only,
        sequel=Sequel(model=(END,), said=SAID, knows=("Please do it",)),
    ),
    "history_compacted": Scene(
        about="A long run is compacted; the next one waits for a person.",
        play=_compacted,
        sequel=Sequel(
            then=(Decided(place="2.1.0", decision=Approved()),),
            model=(END,),
            done=(MAILED,),
            said=SAID,
            knows=("Tell me all about order 8841", "xxxxxxxxxx", MAIL_IS_SENT),
        ),
    ),
    "reply_not_sent": Scene(
        about="The run's reply is stored, and Slack would not take it.",
        play=_reply_not_sent,
        sequel=Sequel(said=SAID),
    ),
    "card_not_drawn": Scene(
        about="A confirmation waits, and Slack would not take its card.",
        play=_card_not_drawn,
        sequel=Sequel(
            then=(APPROVED,), model=(END,), done=(MAILED,), said=SAID, knows=(MAIL_IS_SENT,)
        ),
    ),
    "given_up": Scene(
        about="A run was given up; somebody writes again.",
        play=_given_up,
        sequel=Sequel(
            then=(Wrote(text="And now?", ts="1795096900.000001"),),
            model=(END,),
            said=SAID,
            knows=(MAIL_IS_SENT, "The model refused the key.", "And now?"),
        ),
    ),
    "expiry_due": Scene(
        about="Nobody has answered a confirmation in time, and the clock has not looked yet.",
        play=_expiry_due,
        sequel=Sequel(model=(END,), said=SAID, knows=("Expired",)),
    ),
    "never_expires": Scene(
        about="A confirmation that never expires has waited for 400 days.",
        play=_asked(call("archive", year=1999)),
        sequel=Sequel(
            then=(Waited(seconds=400 * DAY_S), APPROVED),
            model=(END,),
            done=("archived 1999",),
            said=SAID,
            knows=("1999 is archived",),
        ),
    ),
    "tools_switched_off": Scene(
        about="A call is approved, and tools are switched off in the workspace.",
        play=_switched_off,
        sequel=Sequel(model=(END,), said=SAID, knows=("switched off",)),
    ),
    "calls_refused": Scene(
        about="Of three calls one was malformed, one of no tool; the third waits.",
        play=_refused_calls,
        sequel=Sequel(
            then=(Decided(place="1.1.2", decision=Approved()),),
            model=(END,),
            done=(MAILED,),
            said=SAID,
            knows=("Not run", "There is no tool fly", MAIL_IS_SENT),
        ),
    ),
}
