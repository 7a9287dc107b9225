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
_HAND = ("Hand to someone else…", "hand")
_CANCEL = ("Cancel this request…", "cancel")


def more(spot: Spot) -> list[Block]:
    """Draw the menu: what this kind of request has of its own, then what every request has."""
    options = (*_own(spot), _HAND, _CANCEL)
    return [menu(MENU, *((text, spot.value(verb)) for text, verb in options))]


def _own(spot: Spot) -> list[tuple[str, str]]:
    """List a kind's own options, in their order: three at most, since Slack takes five."""
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
