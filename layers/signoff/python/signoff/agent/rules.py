"""An agent's hard rules: which calls never run, which are asked about, and which are let alone."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, TypeAlias

from signoff.core.canonical import JsonObject, canonical

_USER = re.compile(r"[UW][A-Z0-9]{2,20}", re.ASCII)
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{2,20}", re.ASCII)
_NO_TOOLS = "none"

Predicate: TypeAlias = Callable[[Mapping[str, Any]], bool]
"""Decides on the arguments of one call whether a rule is about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a line of a table is about: a call that everything here holds of.

    Attributes:
        tool: A pattern of the tool's name: `send_email`, `delete_*`; upper case is not lower case.
        when: Decides on the arguments, by name; None: any.
        users: Slack ids of whoever asked (U…); None: anybody.
        channels: Slack ids of the thread's channel (C…, or D… for a direct message); None: any.
    """

    tool: str = "*"
    when: Predicate | None = None
    users: Sequence[str] | None = None
    channels: Sequence[str] | None = None

    def __post_init__(self) -> None:
        """Hold the rule against itself.

        Raises:
            TypeError: The pattern is no text, or the predicate can't be called.
            ValueError: It is about nothing, or names what is no id.
        """
        if not isinstance(self.tool, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f'Rule(tool={self.tool!r}) is no name. Write Rule(tool="delete_*").')
        if not self.tool.strip():
            raise ValueError('Rule(tool="") is about no tool. Write Rule(tool="*") for all.')
        if self.when is not None and not callable(self.when):
            raise TypeError(
                f"Rule(when={self.when!r}) can't be called. "
                "Write when=lambda arguments: arguments[...] > 100."
            )
        set_once = object.__setattr__
        set_once(self, "users", _ids("users", self.users, _USER, "people (U…)"))
        set_once(self, "channels", _ids("channels", self.channels, _CHANNEL, "channels (C…)"))


Line: TypeAlias = str | Rule
"""What stands in a table: a pattern of tools' names, or a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A call, as the rules look at it.

    Attributes:
        tool: The tool's name.
        arguments: Its arguments.
        user: Who asked, by Slack id.
        channel: The thread's channel.
        joined: Who else was heard in the run by then, by Slack id.
    """

    tool: str
    arguments: JsonObject
    user: str
    channel: str
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """An agent's three tables; the most restrictive line that is about a call wins.

    Attributes:
        deny: What never runs, whoever approves.
        ask: What is asked about, whatever its tool says.
        allow: What may be left to its tool; None: everything. What no line of it allows is asked.
    """

    deny: tuple[Rule, ...] = ()
    ask: tuple[Rule, ...] = ()
    allow: tuple[Rule, ...] | None = None

    def forbids(self, call: Candidate) -> str:
        """Name the line that forbids a call; empty: none does.

        A predicate that raises, or gives no bool, forbids.
        """
        for number, rule in enumerate(self.deny, 1):
            if _is_about(rule, call, unsure=True):
                return f"deny {number}: {rule.tool}"
        return ""

    def asks(self, call: Candidate) -> bool:
        """Tell whether somebody must be asked about a call, though its tool may not want it.

        A predicate that raises, or gives no bool, asks, and allows nothing.
        """
        if any(_is_about(rule, call, unsure=True) for rule in self.ask):
            return True
        if self.allow is None:
            return False
        return not any(_is_about(rule, call, unsure=False) for rule in self.allow)


def forbidden_by(rules: Iterable[Rules], call: Candidate) -> str:
    """Name the line that forbids a call, in whichever of several tables; empty: none does."""
    return next((line for each in rules if (line := each.forbids(call))), "")


def table(name: str, lines: Sequence[Line] | None, tools: Sequence[str]) -> tuple[Rule, ...] | None:
    """Read one of an agent's tables.

    Raises:
        TypeError: It is no list of patterns and rules.
        ValueError: It is empty, or a line is about no tool of the agent.
    """
    if lines is None:
        return None
    if isinstance(lines, str | Rule) or not isinstance(lines, Sequence):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f'Agent({name}=...) is no list. Write {name}=["delete_*"].')
    if not lines:
        mend = 'Write ask=["*"] to ask about all' if name == "allow" else "Leave it out"
        raise ValueError(f"Agent({name}=[]) says nothing. {mend}.")
    return tuple(_line(name, each, tools) for each in lines)


def _line(name: str, line: object, tools: Sequence[str]) -> Rule:
    if not isinstance(line, str | Rule):
        raise TypeError(
            f"Agent({name}=...) holds {line!r}. "
            'Write a tool\'s name, a pattern such as "delete_*", or Rule(...).'
        )
    rule = Rule(tool=line) if isinstance(line, str) else line
    if not any(fnmatchcase(tool, rule.tool) for tool in tools):
        known = ", ".join(sorted(tools)) or _NO_TOOLS
        raise ValueError(f"Agent({name}=...): {rule.tool!r} is no tool of it. The tools: {known}.")
    return rule


def _ids(
    name: str, given: Sequence[str] | None, shape: re.Pattern[str], what: str
) -> tuple[str, ...] | None:
    if given is None:
        return None
    ids = (given,) if isinstance(given, str) else tuple(given)
    if not ids:
        raise ValueError(f"Rule({name}=()) is about nobody. Name {what}, or leave it out.")
    for each in ids:
        if not shape.fullmatch(str(each)):
            raise ValueError(f"Rule({name}=...): {each!r} is no id. Write the ids of {what}.")
    return ids


def _is_about(rule: Rule, call: Candidate, *, unsure: bool) -> bool:
    is_near = (
        fnmatchcase(call.tool, rule.tool)
        and (rule.users is None or _is_theirs(rule.users, call, unsure=unsure))
        and (rule.channels is None or call.channel in rule.channels)
    )
    return is_near and (rule.when is None or _holds(rule.when, call.arguments, unsure=unsure))


def _is_theirs(users: Sequence[str], call: Candidate, *, unsure: bool) -> bool:
    """Tell whether a call is asked for by one of these; what is allowed, by nobody else."""
    asking = (call.user, *call.joined)
    return (any if unsure else all)(user in users for user in asking)


def _holds(when: Predicate, arguments: JsonObject, *, unsure: bool) -> bool:
    try:
        # A copy to its last list: what is stored and runs is what was looked at.
        answer: object = when(json.loads(canonical(arguments)))
    except Exception:  # noqa: BLE001 - the author's code; the strict reading is what can't do harm
        return unsure
    is_answer = isinstance(answer, bool)  # pyright: ignore[reportUnnecessaryIsInstance]
    return bool(answer) if is_answer else unsure
