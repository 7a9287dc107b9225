"""An agent whose tools take a value of every kind, and say what reached them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Literal, NotRequired, TypedDict

from pydantic import BaseModel, HttpUrl

from signoff import Agent, Email, OpenAIResponses, Range, SlackChannel, SlackUser, Url, tool


class Env(Enum):
    PROD = "production"
    TEST = "test"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


@dataclass(frozen=True)
class Line:
    sku: str
    count: int = 1
    on: date | None = None


class Choice(TypedDict):
    first: int
    second: NotRequired[str]


class Money(BaseModel):
    amount: Decimal
    currency: Literal["EUR", "USD"] = "EUR"


def book(
    *,
    text: str,
    whole: int,
    number: float,
    truth: bool,
    word: Literal["x", "y"],
    env: Env,
    level: Level,
    maybe: int | None,
    day: date,
    moment: datetime,
    hour: time,
    texts: list[str],
    envs: list[Env],
    line: Line,
    lines: list[Line],
    choice: Choice,
    money: Money,
    counts: dict[str, int],
    share: Annotated[int, Range(1, 5)],
    email: Email,
    link: Url,
    page: HttpUrl,
    owner: SlackUser,
    watchers: list[SlackUser],
    room: SlackChannel,
    rooms: set[SlackChannel],
    backup: SlackUser | None = None,
    later: date | None = None,
    seven: int = 7,
    otherwise: Env = Env.TEST,
) -> str:
    """Take one value of every kind, and write down each as it arrived."""
    return "\n".join(f"{name}={value!r}" for name, value in locals().items())


@tool(requires_user_input=True)
def hand_over(owner: SlackUser, room: SlackChannel | None, env: Env, day: date) -> str:
    """Take four values that fit on a card."""
    return f"{owner!r} {room!r} {env!r} {day!r}"


agent = Agent(
    model=OpenAIResponses(),
    tools=[
        hand_over,
        tool(name="book_as_asked", requires_confirmation=True)(book),
        tool(name="book_as_filled", requires_user_input=True)(book),
        tool(
            name="book_as_edited",
            requires_confirmation=True,
            editable=[name for name in book.__annotations__ if name != "return"],
        )(book),
    ],
)
