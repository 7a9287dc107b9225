"""What the models say that the code does is done by code that exists."""

import inspect
from importlib import import_module
from pkgutil import iter_modules

import pytest

from signoff.core import transitions
from tests.docs.pages import ROOT, rows
from tests.protocol.card import Card
from tests.protocol.decision import Decision
from tests.protocol.model import Action
from tests.protocol.thread import Thread

PAGE = ROOT / "docs/protocol.md"
ACTIONS = {
    "The thread": Thread.actions,
    "The decision": Decision.actions,
    "The card": Card.actions,
}
NAMED = sorted({code for actions in ACTIONS.values() for act in actions for code in act.code})
LEFT_OUT = "## What is left out"


def _shown(action: Action) -> list[str]:
    code = ", ".join(f"`{each}`" for each in action.code)
    return [action.words, action.kind.value, code]


@pytest.mark.parametrize("code", NAMED)
def test_every_function_that_an_action_names_exists(code: str) -> None:
    module, name = code.split(":")

    assert callable(getattr(import_module(f"signoff.{module}"), name))


@pytest.mark.parametrize("heading", ACTIONS)
def test_the_page_tells_of_every_action_and_its_code(heading: str) -> None:
    told = rows(PAGE, f"### {heading}")

    assert told == [_shown(action) for action in ACTIONS[heading]]


def test_every_transition_is_in_a_model_or_said_to_be_left_out() -> None:
    made = {
        f"core.transitions.{module.name}:{name}"
        for module in iter_modules(transitions.__path__)
        for name, function in inspect.getmembers(
            import_module(f"signoff.core.transitions.{module.name}"), inspect.isfunction
        )
        if function.__module__.endswith(f".transitions.{module.name}")
        if not name.startswith("_")
    }

    left_out = {cells[0].strip("`") for cells in rows(PAGE, LEFT_OUT)}

    assert made == {code for code in NAMED if "transitions" in code} | left_out
