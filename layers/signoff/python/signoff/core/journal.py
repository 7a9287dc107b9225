"""What happened in a run, step by step: appended, never changed, never asked again."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from signoff.core.inbound import Inbound
from signoff.core.keys import Position
from signoff.core.who import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNow:
    """The call needs nobody."""

    kind: Literal["run_now"] = "run_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFirst:
    """The call waits for a person; its requirement is stored with the step."""

    kind: Literal["ask_first"] = "ask_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """The call is covered by an approval that stands, as long as it does.

    Attributes:
        place: Where the standing approval is, in the workspace's own partition.
        pins: What it covers, as a digest.
        until: Until when, in milliseconds since 1970.
        by: Who gave it.
    """

    place: str
    pins: str
    until: int
    by: Who
    kind: Literal["granted"] = "granted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """The call cannot be made; the model is told why."""

    output: str
    kind: Literal["refuse"] = "refuse"


Plan: TypeAlias = RunNow | AskFirst | Granted | Refuse
"""What is to become of a call: decided once, stored, never decided again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One tool call of a model's answer.

    Attributes:
        at: Its place in the thread.
        call_id: The model's id of it.
        tool: The tool's name.
        tool_version: The tool's version at that time; empty when there was no such tool.
        arguments: Prepared arguments as canonical JSON; as the model wrote them when refused.
        plan: What is to become of it.
        agent: The id of the agent that it is handed to; empty: it is a function's.
        redact: Arguments that nobody sees before they ask to.
    """

    at: Position
    call_id: str
    tool: str
    tool_version: str
    arguments: str
    plan: Plan
    agent: str = ""
    redact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a model call cost, in tokens."""

    input: int = 0
    output: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpoke:
    """A model answered.

    Attributes:
        step: The step's number in its run.
        heard: The messages that this answer had before it for the first time.
        output: Everything the model gave out, item by item, as JSON texts.
        calls: The tool calls among it; none of them: its conversation ends with `said`.
        said: The last word, when it ends here: to the thread, or to the agent that called.
        usage: What it cost.
        within: The call that this agent works for; None: it is the thread's own agent.
    """

    step: int
    heard: tuple[Inbound, ...]
    output: tuple[str, ...]
    calls: tuple[Call, ...]
    said: str
    usage: Usage
    within: Position | None = None
    kind: Literal["model_spoke"] = "model_spoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolReturned:
    """A call has its output: from the tool, from a person, or from neither.

    Attributes:
        step: The step's number in its run.
        at: The call's place.
        call_id: The model's id of it.
        output: What the model is told.
    """

    step: int
    at: Position
    call_id: str
    output: str
    kind: Literal["tool_returned"] = "tool_returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class GaveUp:
    """The run ended without an answer of the model.

    Attributes:
        step: The step's number in its run.
        heard: The messages that had not been heard before.
        said: What is said in the thread.
    """

    step: int
    heard: tuple[Inbound, ...]
    said: str
    kind: Literal["gave_up"] = "gave_up"


Entry: TypeAlias = ModelSpoke | ToolReturned | GaveUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A row of the journal."""

    run: int
    entry: Entry

    columns: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All runs up to one, as the model is given them: compacted, so that a turn loads little.

    Attributes:
        run: The last run in it.
        items: The conversation, item by item, as JSON texts.
        people: Who had written by then, or was mentioned, by the name that the model knows.
        asker: The last person who had written; None: it was stored before this was, or nobody.
    """

    run: int
    items: tuple[str, ...]
    people: tuple[Who, ...] = ()
    asker: Who | None = None

    columns: ClassVar[tuple[str, ...]] = ()
