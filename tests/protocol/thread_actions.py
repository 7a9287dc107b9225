"""The thread's actions: what each is, who makes it happen, and the code that does it."""

from enum import IntEnum, auto
from typing import Final

from tests.protocol.model import Action, Kind


class Act(IntEnum):
    """Every action of the thread's model."""

    WRITE = 0
    DELIVER_EVENT = auto()
    DELIVER_WAKE = auto()
    ACCEPT = auto()
    KNOW = auto()
    SEND_BACK = auto()
    CLAIM = auto()
    FIND_BUSY = auto()
    LOAD = auto()
    LOOK = auto()
    ASK = auto()
    REPLY = auto()
    PARK = auto()
    REFUSED = auto()
    LOSE = auto()
    REREAD = auto()
    START = auto()
    EFFECT = auto()
    RESULT = auto()
    TELL = auto()
    SWITCHED_OFF = auto()
    QUESTION = auto()
    FAIL = auto()
    RESTART = auto()
    CLOSE = auto()
    GIVE_UP = auto()
    FORGET_STOP = auto()
    RELEASE = auto()
    HAND_ON = auto()
    RETURN = auto()
    APPROVE = auto()
    REJECT = auto()
    RUN_AGAIN = auto()
    CLOSE_QUESTION = auto()
    SEND_WAKE = auto()
    EXPIRE = auto()
    SWEEP = auto()
    LEASE_ENDS = auto()
    TIME_PASSES = auto()
    WANT_STOP = auto()
    STOP = auto()
    STOP_REFUSED = auto()
    SWITCH_OFF = auto()
    CRASH = auto()
    STALL = auto()
    ERROR = auto()
    SENDER_DIES = auto()
    AGAIN_EVENT = auto()
    AGAIN_WAKE = auto()
    DOOR_DIES = auto()


def _road(words: str, *code: str) -> Action:
    return Action(words=words, kind=Kind.ROAD, code=code)


def _other(words: str, kind: Kind, *code: str) -> Action:
    return Action(words=words, kind=kind, code=code)


_PARK = "core.transitions.lease:park"
_DECIDED = "core.transitions.deciding:decided"

_TABLE: Final[dict[Act, Action]] = {
    Act.WRITE: _other("somebody writes, and the door queues it", Kind.PERSON),
    Act.DELIVER_EVENT: _road("the queue gives an event to a worker", "adapters.deliveries:work"),
    Act.DELIVER_WAKE: _road("the queue gives a wake to a worker", "adapters.deliveries:work"),
    Act.ACCEPT: _road(
        "a worker takes the message in",
        "usecases.accept_event:accept_event",
        "core.transitions.lease:accept",
    ),
    Act.KNOW: _road("a worker finds the message known", "usecases.accept_event:accept_event"),
    Act.SEND_BACK: _road(
        "a worker finds that nobody talks to the agent here", "usecases.hear_event:hear_event"
    ),
    Act.CLAIM: _road(
        "a worker claims the thread",
        "usecases.turn:claim",
        "usecases.turn:opened",
        "core.transitions.lease:claim",
        "core.transitions.lease:opened",
    ),
    Act.FIND_BUSY: _road("a worker finds the thread busy", "usecases.turn:claim"),
    Act.LOAD: _road("a worker reads the rows", "usecases.turn:load", "core.moves:next_move"),
    Act.LOOK: _road("a worker reads the inbox", "usecases.turn:with_inbox"),
    Act.ASK: _road(
        "a worker stores the model's calls and their requirements",
        "usecases.ask_model:ask_model",
        "usecases.plan_calls:plan_calls",
        "core.transitions.asking:asked",
    ),
    Act.REPLY: _road(
        "a worker stores the model's last word",
        "usecases.ask_model:ask_model",
        "core.transitions.asking:spoken",
    ),
    Act.PARK: _road("a worker parks the thread", _PARK, "usecases.take_turn:take_turn"),
    Act.REFUSED: _road("the store refuses a worker's write", "usecases.turn:written"),
    Act.LOSE: _road("a worker learns that its lease is lost", "usecases.turn:written"),
    Act.REREAD: _road("a worker reads the thread's own row again", "usecases.turn:reread"),
    Act.START: _road(
        "a worker stores that a tool starts",
        "usecases.start_tool:start_tool",
        "core.transitions.calling:started",
    ),
    Act.EFFECT: _road("the tool takes effect", "usecases.start_tool:run_tool"),
    Act.RESULT: _road(
        "a worker stores the tool's result",
        "usecases.give_output:give_output",
        "core.transitions.calling:returned",
        "core.transitions.calling:ended",
        "core.transitions.lease:progress",
    ),
    Act.TELL: _road(
        "a worker stores the person's word as the output",
        "usecases.work_call:work_call",
        "core.transitions.calling:taken_up",
    ),
    Act.SWITCHED_OFF: _road(
        "a worker stores that tools are switched off", "usecases.start_tool:start_tool"
    ),
    Act.QUESTION: _road(
        "a worker asks a person how the start ended",
        "usecases.after_crash:after_crash",
        "core.transitions.calling:outcome",
    ),
    Act.FAIL: _road(
        "a worker reports the start's outcome as unknown", "usecases.after_crash:after_crash"
    ),
    Act.RESTART: _road(
        "a worker starts the tool again under the same key",
        "core.transitions.calling:restarted",
    ),
    Act.CLOSE: _road("a worker stores what the person found out", "usecases.work_call:work_call"),
    Act.GIVE_UP: _road(
        "a worker gives the run up",
        "usecases.give_up:give_up",
        "core.transitions.deciding:settled",
    ),
    Act.FORGET_STOP: _road(
        "a worker forgets a stop whose run had ended by itself",
        "usecases.take_turn:take_turn",
        "core.transitions.stopping:came_late",
    ),
    Act.RELEASE: _road(
        "a worker gives the lease back, with work left", "core.transitions.lease:release"
    ),
    Act.HAND_ON: _road("a worker wakes the thread for another", "usecases.take_turn:take_turn"),
    Act.RETURN: _road("a worker is done, and its message is deleted"),
    Act.APPROVE: _other(
        "a person approves", Kind.PERSON, "usecases.record_decision:record_decision", _DECIDED
    ),
    Act.REJECT: _other(
        "a person rejects", Kind.PERSON, "usecases.record_decision:record_decision", _DECIDED
    ),
    Act.RUN_AGAIN: _other(
        "a person says: it did not happen, run it again",
        Kind.PERSON,
        "usecases.record_decision:record_decision",
    ),
    Act.CLOSE_QUESTION: _other(
        "a person says: it happened, or stop",
        Kind.PERSON,
        "usecases.record_decision:record_decision",
    ),
    Act.SEND_WAKE: _road(
        "whoever decided sends the wake",
        "usecases.record_decision:record_decision",
        "core.transitions.lease:woken",
    ),
    Act.EXPIRE: _road("the clock records that nobody answered", "usecases.sweep:sweep", _DECIDED),
    Act.SWEEP: _other("the clock wakes a due thread", Kind.CLOCK, "usecases.sweep:sweep"),
    Act.LEASE_ENDS: _other("the lease of a dead worker runs out", Kind.CLOCK),
    Act.TIME_PASSES: _other("a request's time runs out", Kind.TIME),
    Act.WANT_STOP: _other(
        "somebody reads which run there is to stop", Kind.PERSON, "usecases.stop_run:stop_run"
    ),
    Act.STOP: _other(
        "somebody stops the run",
        Kind.PERSON,
        "usecases.stop_run:stop_run",
        "core.transitions.stopping:stop",
    ),
    Act.STOP_REFUSED: _other(
        "somebody finds another stop there by now", Kind.PERSON, "usecases.stop_run:stop_run"
    ),
    Act.SWITCH_OFF: _other(
        "an administrator switches the workspace's tools off",
        Kind.PERSON,
        "core.transitions.switching:thrown",
    ),
    Act.CRASH: _other("a worker is killed", Kind.FAULT),
    Act.STALL: _other("a worker stands still past its lease", Kind.FAULT),
    Act.ERROR: _other(
        "a call fails, or its time is up: a worker hands on",
        Kind.FAULT,
        "usecases.take_turn:take_turn",
    ),
    Act.SENDER_DIES: _other("whoever decided dies before the wake is sent", Kind.FAULT),
    Act.AGAIN_EVENT: _other("Slack or the queue delivers an event again", Kind.FAULT),
    Act.AGAIN_WAKE: _other(
        "the queue delivers a wake again, or a late click sends one",
        Kind.FAULT,
        "usecases.record_decision:record_decision",
    ),
    Act.DOOR_DIES: _other("the door dies before it has queued the event", Kind.FAULT),
}

ACTIONS: Final = tuple(_TABLE[act] for act in Act)
