"""An agent as a value: its model, its tools, and what it is told of its work."""

import inspect
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from signoff.agent.approvers import Named
from signoff.agent.company import Told, listed, told
from signoff.agent.declaration import DAY, Declaration
from signoff.agent.model import OpenAIResponses
from signoff.agent.prompts import prompts
from signoff.agent.rules import Line, Rule, Rules, table
from signoff.agent.streaming import Stream, TaskDisplay, check_streaming
from signoff.agent.sub_agents import names_below, require_no_loop, tool_of
from signoff.agent.terms import Wishes
from signoff.agent.titles import Summary
from signoff.agent.tool import Tool
from signoff.agent.toolkit import ToolLike, collect
from signoff.agent.when import When
from signoff.core.gate import Risk
from signoff.core.journal import Call
from signoff.core.presence import Prompt

LEFTOVER_DB = (
    "Agent(db=...) is not used: runs, pauses and decisions are kept in the table that "
    "template.yaml declares."
)


@dataclass(frozen=True, slots=True, init=False)
class Agent:
    """An assistant in Slack.

    Attributes:
        name: What it is called.
        model: Which model answers.
        tools: What it can do.
        instructions: What it is told of its work, line by line.
        description: Who it is, in a sentence.
        id: Its name in keys and logs.
        max_steps: How often the model may be called for one message of a person.
        deny: What never runs, whoever approves; None: no rule says so.
        ask: What is asked about, whatever its tool says.
        allow: What may be left to its tool; None: everything.
        suggested_prompts: What people are offered to write, in their direct messages with it.
        people: What the model is told of whoever writes.
        bots: The other apps that it hears, by Slack id.
        feedback: Whether people are asked below each answer what they think of it.
        stream: Where its answers grow while they are made.
        task_display: How its tool calls stand in an answer that grows.
    """

    name: str
    model: OpenAIResponses
    tools: tuple[Tool, ...]
    instructions: tuple[str, ...]
    description: str | None
    id: str
    max_steps: int
    deny: tuple[Rule, ...] | None
    ask: tuple[Rule, ...] | None
    allow: tuple[Rule, ...] | None
    suggested_prompts: tuple[Prompt, ...]
    people: Told
    bots: tuple[str, ...]
    feedback: bool
    stream: Stream
    task_display: TaskDisplay

    def __init__(
        self,
        *,
        name: str = "Assistant",
        model: OpenAIResponses,
        tools: Iterable[ToolLike] = (),
        instructions: str | Sequence[str] | None = None,
        description: str | None = None,
        id: str | None = None,  # noqa: A002 - the word that agents are declared with
        max_steps: int = 25,
        deny: Sequence[Line] | None = None,
        ask: Sequence[Line] | None = None,
        allow: Sequence[Line] | None = None,
        suggested_prompts: Iterable[tuple[str, str]] = (),
        people: Told = "names",
        bots: Sequence[str] = (),
        feedback: bool = True,
        stream: Stream = "dm",
        task_display: TaskDisplay = "timeline",
        db: object = None,
        markdown: Literal[True] = True,
        add_history_to_context: Literal[True] = True,
        telemetry: Literal[False] = False,
        debug_mode: Literal[False] = False,
    ) -> None:
        """Declare an agent.

        Args:
            name: What it is called.
            model: Which model answers.
            tools: Tools, plain functions and toolkits.
            instructions: What it is told of its work: a text, or one per line.
            description: Who it is, in a sentence.
            id: Its name in keys and logs; made of its name without it.
            max_steps: How often the model may be called for one message of a person.
            deny: Calls that never run, whoever approves: patterns of tools' names, or `Rule(...)`.
            ask: Calls that a person is asked about, whatever their tools say.
            allow: Calls that may be left to their tools; what no line allows is asked about.
            suggested_prompts: What people are offered to write when they open their direct
                messages with it: at most four times a title and the message it stands for.
            people: What the model is told of whoever writes: their `"names"`, or also when and in
                which time zone they wrote: `"names_and_zones"`.
            bots: Other apps whose messages it hears, each by the Slack id of its bot user
                (`U…`), its bot (`B…`) or its app (`A…`). Without them it hears people alone.
            feedback: Whether people are asked below each answer what they think of it.
            stream: Where answers grow while they are made: in direct messages (`dm`), in channels
                too (`all`), or nowhere (`off`).
            task_display: How tool calls stand in such an answer: each where it was made
                (`timeline`), or all of them above the text (`plan`).
            db: Not used, and said so in one line: template.yaml declares where runs are kept.
            markdown: Replies are always Markdown.
            add_history_to_context: The model always sees the thread.
            telemetry: Nothing is ever sent anywhere.
            debug_mode: `LogLevel` in template.yaml says how much is logged.

        Raises:
            TypeError: An option asks for what can't be switched off, or on; the model is none; a
                table of rules or `bots` is no list of them.
            ValueError: It has no name, or may never call the model; a rule is about nothing; a
                suggested prompt is empty, or there are too many; a bot is no Slack id; `people`,
                `stream` or `task_display` is no word that is known.
            ToolDefinitionError: A tool can't be described, two have one name, or one leads back
                to this agent.
        """
        _refuse("markdown", markdown is not True, "replies are always Markdown")
        _refuse(
            "add_history_to_context",
            add_history_to_context is not True,
            "the model always sees the thread",
        )
        _refuse("telemetry", telemetry is not False, "nothing is ever sent anywhere")
        _refuse("debug_mode", debug_mode is not False, "set LogLevel in template.yaml")
        _check(name, model, max_steps)
        check_streaming(stream, task_display)
        if db is not None:
            _warn_of_db()
        set_once = object.__setattr__
        set_once(self, "name", name)
        set_once(self, "model", model)
        set_once(self, "tools", collect(tools))
        set_once(self, "instructions", _lines(instructions))
        set_once(self, "description", description)
        set_once(self, "id", id or _slug(name))
        set_once(self, "max_steps", max_steps)
        set_once(self, "suggested_prompts", prompts(suggested_prompts))
        set_once(self, "people", told(people))
        set_once(self, "bots", listed(bots))
        set_once(self, "feedback", feedback)
        set_once(self, "stream", stream)
        set_once(self, "task_display", task_display)
        require_no_loop(self.id, self.tools)
        names = names_below(self.tools)
        for which, lines in (("deny", deny), ("ask", ask), ("allow", allow)):
            set_once(self, which, table(which, lines, names))

    def tool(self, name: str) -> Tool | None:
        """Find a tool by the name that the model calls it."""
        return next((tool for tool in self.tools if tool.name == name), None)

    def as_tool(
        self,
        *,
        name: str | None = None,
        description: str | None = None,
        requires_confirmation: bool = False,
        quorum: int = 1,
        editable: Sequence[str] | None = None,
        when: When | None = None,
        expires_in: timedelta | None = DAY,
        risk: Risk | Literal["low", "medium", "high"] | None = None,
        summary: Summary | None = None,
        approvers: Named | None = None,
        allow_requester: bool = True,
        remind_after: timedelta | None = None,
        escalate_to: Named | None = None,
        escalate_after: timedelta | None = None,
        channel: str | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> Tool:
        """Let another agent call this one: `tools=[researcher.as_tool()]`.

        The call has one parameter, `input`. This agent works on it in a conversation of its own,
        of which the other one is told the last word. What pauses in it pauses in the thread.

        Args:
            name: What the other model calls it; made of the agent's name without it.
            description: What the other model is told of it; the agent's own without it.
            requires_confirmation: A person approves or rejects each call, before it begins.
            quorum: As for `@tool`; so are all that follow.
            editable: `["input"]`: whoever approves may change it.
            when: Decides on the arguments whether this call waits.
            expires_in: How long the question waits.
            risk: How much a wrong approval would hurt.
            summary: The human sentence on the card.
            approvers: Who may decide.
            allow_requester: Whether whoever opened the run, or wrote into it, may decide.
            remind_after: When those who may decide are reminded.
            escalate_to: Who may decide as well, once nobody has for a while.
            escalate_after: After how long.
            channel: Where else the card stands.
            labels: What the buttons say.

        Raises:
            ToolDefinitionError: The options contradict one another.
        """
        declared = Declaration(
            name=name or _slug(self.name).replace("-", "_"),
            description=description or self.description or f"Hand a task to {self.name}.",
            requires_confirmation=requires_confirmation,
            quorum=quorum,
            editable=editable,
            when=when,
            expires_in=expires_in,
            risk=risk,
            summary=summary,
            wishes=Wishes(
                approvers=approvers,
                allow_requester=allow_requester,
                remind_after=remind_after,
                escalate_to=escalate_to,
                escalate_after=escalate_after,
                channel=channel,
                labels=labels,
            ),
        )
        return tool_of(self, declared)

    @property
    def rules(self) -> Rules:
        """Its three tables, to hold a call against."""
        return Rules(deny=self.deny or (), ask=self.ask or (), allow=self.allow)

    @property
    def system_text(self) -> str:
        """What the model is told first: who it is, and its instructions."""
        return "\n\n".join(filter(None, [self.description, "\n".join(self.instructions)]))


def agent_at(agent: Agent, calls: Iterable[Call]) -> Agent | None:
    """Go down from an agent by the calls that led to another one.

    None: a tool on the way was changed or removed since, or is no agent any more.
    """
    for call in calls:
        tool = agent.tool(call.tool)
        if tool is None or tool.version != call.tool_version or not isinstance(tool.agent, Agent):
            return None
        agent = tool.agent
    return agent


def _refuse(option: str, is_refused: bool, reason: str) -> None:
    if is_refused:
        raise TypeError(f"Agent({option}=...) can't be changed: {reason}.")


def _check(name: str, model: object, max_steps: int) -> None:
    if not name.strip():
        raise ValueError('An agent needs a name: Agent(name="Assistant", ...).')
    if not isinstance(model, OpenAIResponses):
        raise TypeError(f'model must be an OpenAIResponses(id="gpt-5.4"), not {model!r}.')
    if max_steps < 1:
        raise ValueError(f"max_steps must be at least 1, not {max_steps}.")


def _warn_of_db() -> None:
    # With the module's name in place of its file, Python prints one line and not the source too.
    caller = inspect.stack(context=0)[2].frame
    module = str(caller.f_globals.get("__name__"))
    warnings.warn_explicit(LEFTOVER_DB, UserWarning, module, caller.f_lineno)


def _lines(instructions: str | Sequence[str] | None) -> tuple[str, ...]:
    if instructions is None:
        return ()
    return (instructions,) if isinstance(instructions, str) else tuple(instructions)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "agent"
