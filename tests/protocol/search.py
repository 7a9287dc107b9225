"""The search: every state that can be reached, breadth first, so that the first fault is nearest.

Safety is looked at in each state as it is found. Then each goal is followed backwards from the
states where it is reached: a state that is never met on the way back is wedged. Together with
strong fairness (what stays possible again and again does happen) this says that the goal is
always reached.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, MutableSequence
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.protocol.model import Goal, Kind, Model, State

Progress: TypeAlias = Callable[[int, int], None]
"""Told, now and then: how many states are known, and how many were looked at."""

_EVERY = 20_000
_NOWHERE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of a trace.

    Attributes:
        words: What happened.
        changed: What it changed, as `name: before -> after`.
    """

    words: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A promise that does not hold, with a shortest way there.

    Attributes:
        promise: Which.
        trace: What has to happen, action by action.
    """

    promise: str
    trace: tuple[Happening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explored:
    """What a search found.

    Attributes:
        states: How many different states there are.
        transitions: How many steps lead from one to another.
        depth: How many actions the farthest state is away.
        acted: How often each action happened.
        violation: The nearest fault; None when every promise holds.
    """

    states: int
    transitions: int
    depth: int
    acted: tuple[int, ...]
    violation: Violation | None


@dataclass(slots=True)
class _Graph:
    """The states in the order they were found, how each was, and the edges, by their end."""

    found: list[State]
    index: dict[State, int]
    parents: MutableSequence[int] = field(default_factory=lambda: array("i", [_NOWHERE]))
    acts: MutableSequence[int] = field(default_factory=lambda: array("B", [0]))
    last_edge: MutableSequence[int] = field(default_factory=lambda: array("i", [_NOWHERE]))
    next_edge: MutableSequence[int] = field(default_factory=lambda: array("i"))
    edge_from: MutableSequence[int] = field(default_factory=lambda: array("i"))
    edge_act: MutableSequence[int] = field(default_factory=lambda: array("B"))


def explore(model: Model, *, progress: Progress | None = None) -> Explored:
    """Look at every state of a model; stop at the first that breaks a promise."""
    begin = model.start()
    graph = _Graph(found=[begin], index={begin: 0})
    depth, wrong = _spread(model, graph, progress or _silent)
    promise, at = (model.broken(graph.found[wrong]), wrong) if wrong >= 0 else _wedged(model, graph)
    acted = [0] * len(model.actions)
    for act in graph.edge_act:
        acted[act] += 1
    return Explored(
        states=len(graph.found),
        transitions=len(graph.edge_from),
        depth=depth,
        acted=tuple(acted),
        violation=Violation(promise=promise, trace=_trace(model, graph, at)) if promise else None,
    )


def _spread(model: Model, graph: _Graph, progress: Progress) -> tuple[int, int]:
    """Find all states; give the depth, and the first broken one (or -1)."""
    found, depth, level_ends = graph.found, 0, 1
    at = 0
    while at < len(found):
        if at == level_ends:
            depth, level_ends = depth + 1, len(found)
        if at % _EVERY == 0:
            progress(len(found), at)
        wrong = _look_from(model, graph, at)
        if wrong >= 0:
            return depth + 1, wrong
        at += 1
    return depth, _NOWHERE


def _look_from(model: Model, graph: _Graph, at: int) -> int:
    """Follow every step from one state; give the first new state that is broken (or -1)."""
    found, index, last_edge = graph.found, graph.index, graph.last_edge
    for act, state in model.steps(found[at]):
        end = index.get(state)
        is_new = end is None
        if end is None:
            end = index[state] = len(found)
            found.append(state)
            graph.parents.append(at)
            graph.acts.append(act)
            last_edge.append(_NOWHERE)
        graph.next_edge.append(last_edge[end])
        last_edge[end] = len(graph.edge_from)
        graph.edge_from.append(at)
        graph.edge_act.append(act)
        if is_new and model.broken(state):
            return end
    return _NOWHERE


def _wedged(model: Model, graph: _Graph) -> tuple[str, int]:
    """Find the nearest state from which a goal is out of reach."""
    for goal in model.goals:
        reaching = _reaching(model, graph, goal)
        for at, state in enumerate(graph.found):
            if not reaching[at] and goal.holds_from(state):
                return goal.name, at
    return "", _NOWHERE


def _reaching(model: Model, graph: _Graph, goal: Goal) -> bytearray:
    """Mark every state from which the goal can be reached by those it may rely upon."""
    helps = bytes(action.kind in goal.kinds for action in model.actions)
    last_edge, next_edge = graph.last_edge, graph.next_edge
    edge_from, edge_act = graph.edge_from, graph.edge_act
    reaching = bytearray(map(goal.is_reached, graph.found))
    todo = [at for at, is_there in enumerate(reaching) if is_there]
    while todo:
        edge = last_edge[todo.pop()]
        while edge != _NOWHERE:
            before = edge_from[edge]
            if not reaching[before] and helps[edge_act[edge]]:
                reaching[before] = 1
                todo.append(before)
            edge = next_edge[edge]
    return reaching


def _trace(model: Model, graph: _Graph, at: int) -> tuple[Happening, ...]:
    return tuple(reversed(list(_back(model, graph, at))))


def _back(model: Model, graph: _Graph, at: int) -> Iterator[Happening]:
    while graph.parents[at] != _NOWHERE:
        before, act = graph.parents[at], model.actions[graph.acts[at]]
        changed = _changed(model.fields, graph.found[before], graph.found[at])
        who = "" if act.kind is Kind.ROAD else f"[{act.kind.value}] "
        yield Happening(words=f"{who}{act.words}", changed=tuple(changed))
        at = before


def _changed(names: Iterable[str], before: State, after: State) -> Iterator[str]:
    for name, old, new in zip(names, before, after, strict=True):
        if old != new:
            yield f"{name}: {old} -> {new}"


def _silent(known: int, seen: int) -> None:
    """Tell nobody."""
