"""The ⋯ menu beside the buttons: what else can be done with an open requirement."""

from typing import assert_never

from signoff.adapters.slack.blocks import Block, menu
from signoff.adapters.slack.edits import may_be_edited
from signoff.adapters.slack.spot import Spot
from signoff.adapters.slack.verbs import MENU
from signoff.core.decision import Reconcile
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput

_WHY = ("Reject with a reason…", "why")
_EDIT = ("Edit and approve…", "edit")
_INSTEAD = ("Answer for it…", "instead")


def more(spot: Spot) -> list[Block]:
    """Draw the menu; nothing where it would hold nothing."""
    options = _options(spot)
    if not options:
        return []
    return [menu(MENU, *((text, spot.value(verb)) for text, verb in options))]


def _options(spot: Spot) -> list[tuple[str, str]]:
    """List the options in their order; Slack takes five."""
    asked = spot.requirement
    match asked.ask:
        case Confirmation():
            return [_WHY, *([_EDIT] if may_be_edited(asked) else []), _INSTEAD]
        case UserInput():
            return [_INSTEAD]
        case ExternalExecution() | UserFeedback() | Reconcile():
            return []
        case _:
            assert_never(asked.ask)
