"""A world to fuzz in, and a thread in it with everything open that can be."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from signoff.core.canonical import canonical
from signoff.core.decision import Answered, Approved, Rejected
from signoff.core.items import Item
from signoff.core.requirement import Requirement
from signoff.usecases.accept_event import accept_event
from signoff.usecases.turn import TurnPorts
from tests.core.rows import NOON
from tests.fuzz.doubles import CountedStore, CrashError, DrawingChat, PlainModel, WatchedTools
from tests.usecases.tools import ALL
from tests.usecases.world import World

Rows = tuple[Item, ...]

EMAIL = ("send_email", {"to": "bob@example.com", "subject": "Hi"})
LONG = ("send_email", {"to": "eve@example.com", "subject": "line\n" * 900})
QUESTIONS = {
    "questions": [
        {
            "question": "Which region?",
            "header": "Region",
            "options": [
                {"label": "eu-west-1", "description": "near"},
                {"label": "us-east-1", "description": "far"},
            ],
            "multi_select": False,
        }
    ]
}
FEEDBACK = ("ask_user", QUESTIONS)
WIPE = ("wipe", {"table": "orders"})
REFUND = ("refund", {"order": "8841"})
ROLL_BACK = ("roll_back", {"deployment": "api"})
PAY = ("pay", {"amount": 500})
ANNOUNCE = ("announce", {"channel": "ops", "subject": "Down", "body": "Since noon."})
PAY_OUT = ("pay_out", {"to": "ana", "amount": 120})
LOOK_UP = ("look_up", {"order": "8841"})
BOOK = ("book", {"order": "8841"})
UNKNOWN = ("no_such_tool", {"a": 1})
FILLED = Answered(values='{"amount":120}')


class FuzzedWorld(World):
    """A world whose tools only write down that they were started, and whose Slack draws."""

    def __init__(self, *made: tuple[str, Any], rows: Iterable[Item] = ()) -> None:
        super().__init__(tools=ALL)
        self.tools = WatchedTools()
        self.drawing = self.chat = DrawingChat()
        self.store = self.counted = CountedStore(*rows)
        self.plain = PlainModel(*made)

    @property
    def ports(self) -> TurnPorts:
        return replace(super().ports, model=self.plain, tools=self.tools)

    def accept(self, text: str) -> None:
        """Take a message in, and have nobody work on it yet."""
        accept_event(self.message(text), store=self.store, clock=self.clock)

    def propose(self, *made: tuple[str, Any]) -> None:
        """Have the model call these next."""
        self.plain = PlainModel(*made)

    def die_at(self, tool: str) -> None:
        """Have the worker die in a tool, and somebody else take over later."""
        self.tools.dies_at = tool
        try:
            self.turn()
        except CrashError:
            self.clock.advance(ms=1)
        self.tools.dies_at = ""


def everything_open() -> FuzzedWorld:
    """A thread with every kind of request open, some decided, one past its expiry."""
    made = (
        EMAIL,
        WIPE,
        REFUND,
        ROLL_BACK,
        FEEDBACK,
        LONG,
        PAY,
        EMAIL,
        BOOK,
        EMAIL,
        UNKNOWN,
        ANNOUNCE,
        PAY_OUT,
    )
    world = FuzzedWorld(*made)
    world.say("Do it all")
    written = canonical(EMAIL[1])
    first, late, crashed = (each for each in world.requirements if each.arguments == written)
    world.decide(first, Rejected(reason="no"))
    world.decide(crashed, Approved())
    world.die_at("send_email")
    world.turn()
    return with_expired(world, late)


def with_expired(world: FuzzedWorld, late: Requirement) -> FuzzedWorld:
    """Let the time of one request be over, with nobody having noticed yet."""
    key = world.thread.requirement(late.at).sk
    rows = tuple(
        {**row, "exp": NOON - 1, "due": NOON - 1} if row["sk"] == key else row
        for row in world.store.rows
    )
    world.store = world.counted = CountedStore(*rows)
    return world
