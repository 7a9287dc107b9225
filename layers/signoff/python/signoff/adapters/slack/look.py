"""The review that the inbox opens: all of a request, and everything that can be done about it."""

from typing import assert_never

from signoff.adapters.slack import review
from signoff.adapters.slack.asks import reject, run_again
from signoff.adapters.slack.ballots import ROOM_ALONE, changed_count, diff, tally
from signoff.adapters.slack.blocks import Block, actions, context, rich, rich_all
from signoff.adapters.slack.bodies import facts, reason, shown_of
from signoff.adapters.slack.keeping import keep_button
from signoff.adapters.slack.menus import more
from signoff.adapters.slack.review import READ_ALL
from signoff.adapters.slack.spot import Spot
from signoff.core.address import Address
from signoff.core.decision import Reconcile
from signoff.core.gate import Confirmation, ExternalExecution, Risk, UserFeedback, UserInput
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement

TURN = "look"
"""How the verbs begin that turn its pages."""


def must_be_ticked(requirement: Requirement) -> bool:
    """Tell whether Approve needs the box: where there is much to read, or much at stake."""
    return requirement.risk is Risk.HIGH or not shown_of(requirement).is_whole


def view(
    requirement: Requirement, thread: ThreadKey, address: Address, *, page: int, metadata: str
) -> Block:
    """Draw a page of it; Approve stands behind the last one, as in every review."""
    drawn = review.view(requirement, address, page=page, metadata=metadata, turn=TURN)
    title, *rest = drawn["blocks"]
    box = [block for block in rest if block.get("block_id") == READ_ALL]
    shown = [block for block in rest if block.get("block_id") != READ_ALL]
    spot = Spot(thread=thread, requirement=requirement, want=page)
    blocks = [
        title,
        context("m", _facts(requirement)),
        *shown,
        *_beside(requirement),
        *([actions("a", *_buttons(spot))] if requirement.is_open else []),
        *(box if must_be_ticked(requirement) else []),
    ]
    return {**drawn, "callback_id": "look", "blocks": blocks}


def _facts(requirement: Requirement) -> str:
    counted = " · ".join(filter(None, [tally(requirement), changed_count(requirement)]))
    can = "decide" if isinstance(requirement.ask, Confirmation | Reconcile) else "answer"
    return facts(requirement, can=can, head=counted)


def _beside(requirement: Requirement) -> list[Block]:
    changed = rich_all("d", elements) if (elements := diff(requirement, room=ROOM_ALONE)) else []
    claim = reason(requirement)
    return [*changed, *([rich("w", *claim)] if claim else [])]


def _buttons(spot: Spot) -> list[Block]:
    match spot.requirement.ask:
        case Confirmation():
            decide = [*keep_button(spot), reject(spot)]
        case UserInput():
            decide = [
                spot.button("fill", "Fill in…", style="primary"),
                spot.decline(),
            ]
        case ExternalExecution():
            decide = [*spot.report(style="primary")]
        case UserFeedback():
            decide = [
                spot.button("answer", "Answer…", style="primary"),
                spot.button("skip", "Skip"),
            ]
        case Reconcile() as ask:
            decide = [
                spot.button("happened", "It happened"),
                *run_again(spot, ask),
                spot.button("stop", "Stop"),
            ]
        case _:
            assert_never(spot.requirement.ask)
    return [*decide, *more(spot)]
