"""The card's actions: what each is, who makes it happen, and the code that does it."""

from enum import IntEnum, auto
from typing import Final

from tests.protocol.model import Action, Kind


class Act(IntEnum):
    """Every action of the card's model."""

    CHANGE = 0
    JOIN = auto()
    READ_OWN = auto()
    AS_WRITTEN = auto()
    READ_CARD = auto()
    READ_ROWS = auto()
    FIND = auto()
    POST = auto()
    UPDATE = auto()
    DRAWN = auto()
    DRAW_AGAIN = auto()
    JOIN_AGAIN = auto()
    NOTE = auto()
    LEAVE = auto()
    LEAVE_TO_OTHERS = auto()
    PUT_OFF = auto()
    ALL_LEFT = auto()
    TAKE_OVER = auto()
    TIME = auto()
    BIND = auto()
    CRASH = auto()
    SLOW = auto()
    REFUSES = auto()
    REPLY_LOST = auto()


_DRAWING: Final = "core.transitions.drawing:"
_DRAW: Final = "usecases.draw_card:draw_card"

_TABLE: Final[dict[Act, Action]] = {
    Act.CHANGE: Action(
        words="the card's requirement changes",
        kind=Kind.PERSON,
        code=("core.transitions.deciding:redrawn",),
    ),
    Act.JOIN: Action(
        words="a worker draws the card before the tool starts, or who failed draws what is newer",
        kind=Kind.PERSON,
        code=("usecases.start_tool:start_tool", _DRAWING + "joined", _DRAWING + "joined_for_more"),
    ),
    Act.READ_OWN: Action(words="a person's function reads the card", kind=Kind.ROAD, code=(_DRAW,)),
    Act.AS_WRITTEN: Action(
        words="a drawer goes by what it has just written", kind=Kind.ROAD, code=(_DRAW,)
    ),
    Act.READ_CARD: Action(words="a drawer reads the card", kind=Kind.ROAD, code=(_DRAW,)),
    Act.READ_ROWS: Action(words="a drawer reads the rows", kind=Kind.ROAD, code=(_DRAW,)),
    Act.FIND: Action(
        words="a drawer looks for the message in Slack", kind=Kind.ROAD, code=(_DRAW,)
    ),
    Act.POST: Action(words="a drawer posts the card", kind=Kind.ROAD, code=(_DRAW,)),
    Act.UPDATE: Action(words="a drawer updates the card", kind=Kind.ROAD, code=(_DRAW,)),
    Act.DRAWN: Action(
        words="a drawer notes that Slack has it", kind=Kind.ROAD, code=(_DRAWING + "drawn",)
    ),
    Act.DRAW_AGAIN: Action(
        words="a drawer's note is refused", kind=Kind.ROAD, code=(_DRAWING + "drawn",)
    ),
    Act.JOIN_AGAIN: Action(
        words="a drawer that was taken over joins", kind=Kind.ROAD, code=(_DRAWING + "joined",)
    ),
    Act.NOTE: Action(
        words="a drawer notes where the card stands", kind=Kind.ROAD, code=(_DRAWING + "noted",)
    ),
    Act.LEAVE: Action(
        words="a drawer leaves", kind=Kind.ROAD, code=(_DRAWING + "left", _DRAWING + "done")
    ),
    Act.LEAVE_TO_OTHERS: Action(
        words="whoever changes it leaves the drawing to those who are at it",
        kind=Kind.ROAD,
        code=(_DRAWING + "left_to_others",),
    ),
    Act.PUT_OFF: Action(
        words="a drawer that failed leaves it to the clock",
        kind=Kind.ROAD,
        code=(_DRAWING + "put_off",),
    ),
    Act.ALL_LEFT: Action(
        words="the last drawer notes that Slack has it",
        kind=Kind.ROAD,
        code=(_DRAWING + "all_left",),
    ),
    Act.TAKE_OVER: Action(
        words="the clock takes the drawing over",
        kind=Kind.CLOCK,
        code=("usecases.sweep:sweep", _DRAWING + "taken_over"),
    ),
    Act.TIME: Action(words="the card falls due", kind=Kind.CLOCK),
    Act.BIND: Action(
        words="a person clicks on an old copy",
        kind=Kind.PERSON,
        code=("usecases.record_decision:record_decision", _DRAWING + "joined"),
    ),
    Act.CRASH: Action(words="a drawer is killed", kind=Kind.FAULT),
    Act.SLOW: Action(words="a drawer stands still until the card falls due", kind=Kind.FAULT),
    Act.REFUSES: Action(words="Slack does not take it now", kind=Kind.FAULT),
    Act.REPLY_LOST: Action(words="Slack takes it, and the reply is lost", kind=Kind.FAULT),
}

ACTIONS: Final = tuple(_TABLE[act] for act in Act)
