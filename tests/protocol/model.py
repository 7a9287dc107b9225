"""What the search needs of a model: states as bytes, guarded actions, promises.

A state is a row of small numbers, one byte each, with a name for every place. An action is one
step that nobody can come between: a transaction, a read, a message, a tool's effect. Everything
else lies between actions, so every other actor may come first, and a crash may.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeAlias

State: TypeAlias = bytes
Steps: TypeAlias = list[tuple[int, State]]
"""What can happen next: the number of each action, and the state after it."""


class Kind(Enum):
    """Who makes an action happen."""

    ROAD = "road"
    """The system by its ordinary road: queue, workers, whoever sends."""
    CLOCK = "clock"
    """The clock function, or a lease that runs out: what mends a fault."""
    TIME = "time"
    """A request's time runs out."""
    PERSON = "person"
    """Somebody outside: writes, clicks, stops."""
    FAULT = "fault"
    """Something breaks: their number is bounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One kind of step.

    Attributes:
        words: What happens, for whoever reads a trace.
        kind: Who makes it happen.
        code: The functions of the code that do this, as `module:function`; none for the outside.
    """

    words: str
    kind: Kind
    code: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Where every reachable state must still be able to come.

    Attributes:
        name: The promise, in words.
        kinds: Whose actions may be relied upon for it.
        is_reached: Whether a state is there.
        holds_from: The states that it is promised for; from others nothing is asked.
    """

    name: str
    kinds: frozenset[Kind]
    is_reached: Callable[[State], bool]
    holds_from: Callable[[State], bool]


def always(_: State) -> bool:
    """Promise it from every state."""
    return True


class Model(Protocol):
    """A protocol, as data and guarded actions."""

    @property
    def name(self) -> str:
        """What the model is of."""
        ...

    @property
    def fields(self) -> Sequence[str]:
        """The name of each byte of a state."""
        ...

    @property
    def actions(self) -> Sequence[Action]:
        """Every action, at its number."""
        ...

    @property
    def goals(self) -> Sequence[Goal]:
        """What can never become unreachable."""
        ...

    def start(self) -> State:
        """Give the state in which everything begins."""
        ...

    def steps(self, state: State) -> Steps:
        """Give all that can happen next."""
        ...

    def broken(self, state: State) -> str:
        """Name the promise that a state breaks; empty: none."""
        ...
