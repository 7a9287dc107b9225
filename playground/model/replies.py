"""What a model may be made to answer: words, calls, refusals, and every way of failing."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from playground.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words for the person."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One tool call; arguments as text are sent as they are, however malformed."""

    name: str
    arguments: Json | str
    call_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The model says no."""

    refusal: str


Item: TypeAlias = Text | Call | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response that came through; incomplete says why it stops in the middle."""

    items: tuple[Item, ...]
    incomplete: Literal["max_output_tokens", "content_filter"] | None = None
    thought: str | None = "Looked at the request and at the tools that fit it."


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpError:
    """A response that never began."""

    status: int
    message: str
    kind: str = "server_error"
    code: str | None = None
    param: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A response that began, and ended as failed."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamError:
    """An error event in the middle of a stream."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The connection drops once so many of the answer's events were sent."""

    answer: Answer
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hang:
    """Nothing is sent until the client gives up, or so many seconds have passed."""

    seconds: float


Reply: TypeAlias = Answer | HttpError | Failed | StreamError | Cut | Hang


def text(words: str, /) -> Text:
    """Write words as an item of an answer."""
    return Text(text=words)


def call(name: str, /, **arguments: Any) -> Call:
    """Write a tool call as an item of an answer."""
    return Call(name=name, arguments=arguments)
