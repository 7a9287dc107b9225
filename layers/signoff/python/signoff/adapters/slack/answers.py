"""What became of a click in a view, as the small modal that says so."""

from signoff.adapters.slack import modals, words
from signoff.adapters.slack.blocks import Block, modal, section
from signoff.adapters.slack.limits import TEXT_IN_BLOCK, clipped
from signoff.adapters.slack.texts import asked, told
from signoff.core.click import Applied, ClickOutcome
from signoff.core.requirement import Requirement

_AND_THE_CARD = "The card in the thread says so, too."


def in_view(outcome: ClickOutcome) -> Block:
    """Draw it: what was recorded, or why nothing was."""
    if isinstance(outcome, Applied):
        return _recorded(outcome.requirement)
    return modals.refused(words.plain(outcome))


def _recorded(requirement: Requirement) -> Block:
    said = asked(requirement) if requirement.is_open else told(requirement)
    return modal(
        callback_id="recorded",
        metadata="",
        title="Recorded",
        blocks=[
            section("r", clipped(said, TEXT_IN_BLOCK)),
            section("c", _AND_THE_CARD),
        ],
        close="Close",
    )
