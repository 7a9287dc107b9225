"""`UserFeedbackTools()`: the model asks the person a form of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from signoff.agent.annotations import Length
from signoff.agent.declaration import Declaration, define
from signoff.agent.tool import Tool
from signoff.core.gate import UserFeedback


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to choose.

    Attributes:
        label: The answer, in a few words.
        description: What it would mean.
    """

    label: Annotated[str, Length(1)]
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Attributes:
        question: The question, as a full sentence.
        header: One or two words that name it.
        options: The answers to choose from; none for a question that is answered in text.
        multi_select: Whether several answers may be chosen.
    """

    question: Annotated[str, Length(1)]
    header: str | None = None
    options: list[Option] = field(default_factory=list[Option])
    multi_select: bool = False


def ask_user(questions: Annotated[list[Question], Length(1, 20)]) -> None:
    """Ask the person who wrote to you, and wait for the answers.

    Use it when a choice is theirs to make and you can't know it. Ask all that you need at once.

    Args:
        questions: The questions, each with its answers to choose from, or none for free text.
    """


class UserFeedbackTools:
    """Gives the model `ask_user`, whose answers are the person's, not the function's."""

    __slots__ = ()

    @property
    def tools(self) -> tuple[Tool]:
        """The one tool."""
        return (ASK_USER,)


def _in_short(arguments: Mapping[str, Any]) -> str:
    """Name the call by what it asks."""
    questions = arguments["questions"]
    return str(questions[0]["question"]) if len(questions) == 1 else f"{len(questions)} questions"


ASK_USER = define(ask_user, Declaration(summary=_in_short), UserFeedback())
