"""Open requirements on a card: what is asked, and the buttons and fields to answer it."""

from collections.abc import Sequence
from typing import assert_never

from signoff.adapters.slack.ballots import ROOM_ALONE, ROOM_AMONG_OTHERS, changed_count, diff, tally
from signoff.adapters.slack.blocks import (
    Block,
    actions,
    confirmation,
    context,
    line,
    rich_all,
    run,
)
from signoff.adapters.slack.bodies import arguments, facts, heading, reason, shown_of
from signoff.adapters.slack.elements import field_blocks, may_stand_on_card
from signoff.adapters.slack.forms import fields_of
from signoff.adapters.slack.inquiries import inquiry
from signoff.adapters.slack.keeping import keep_button
from signoff.adapters.slack.labels import APPROVE, REJECT, SUBMIT, no_of, yes_of
from signoff.adapters.slack.limits import clipped
from signoff.adapters.slack.menus import more
from signoff.adapters.slack.revealing import show_hidden
from signoff.adapters.slack.spot import Spot
from signoff.adapters.slack.widgets import Field
from signoff.adapters.slack.words import live_time
from signoff.core.decision import Reconcile
from signoff.core.gate import Confirmation, ExternalExecution, Risk, UserFeedback, UserInput

_LABELS = 400


def ask(spot: Spot) -> list[Block]:
    """Draw an open requirement."""
    asked = spot.requirement
    match asked.ask:
        case Confirmation():
            return _confirmation(spot)
        case UserInput(fields=names):
            return _form(spot, names)
        case ExternalExecution():
            return _external(spot)
        case UserFeedback():
            return inquiry(spot)
        case Reconcile():
            return _unknown(spot, asked.ask)
        case _:
            assert_never(asked.ask)


def _confirmation(spot: Spot) -> list[Block]:
    asked = spot.requirement
    found = shown_of(asked)
    body = [
        heading(spot),
        *arguments(found, rest="Approve after you review all of them."),
        *diff(asked, room=ROOM_AMONG_OTHERS if spot.number else ROOM_ALONE),
        *(reason(asked) if spot.has_own_reason else []),
    ]
    yes = _approve(spot) if found.is_whole else _review_first(spot)
    return [
        *rich_all(f"q{spot.suffix}", body),
        *_ballot(spot),
        actions(
            f"a{spot.suffix}",
            yes,
            *keep_button(spot),
            reject(spot),
            *show_hidden(spot),
            *more(spot),
        ),
    ]


def reject(spot: Spot) -> Block:
    """Draw the button that rejects at once."""
    return spot.button("reject", no_of(spot.requirement), does=REJECT)


def _review_first(spot: Spot) -> Block:
    does = "Review and approve…"
    text = "Review…" if spot.requirement.terms.yes else does
    return spot.button("review", text, does=does, style="primary")


def _ballot(spot: Spot) -> list[Block]:
    """Say who may decide and who has; a row among others only what the line above does not say."""
    asked = spot.requirement
    counted = " · ".join(filter(None, [tally(asked), changed_count(asked)]))
    if not spot.number:
        return [_facts(spot, head=counted)]
    said = counted or (f"Needs {asked.quorum} approvals" if asked.quorum > 1 else "")
    return [context(f"m{spot.suffix}", said)] if said else []


def _approve(spot: Spot) -> Block:
    yes = yes_of(spot.requirement)
    if spot.requirement.risk is not Risk.HIGH:
        return spot.button("approve", yes, does=APPROVE, style="primary")
    sure = confirmation(
        title=f"This is high risk. {yes.rstrip('?!.')}?",
        text=f"{spot.title}: it runs exactly as shown on the card, and may not be undone.",
        yes=yes,
    )
    return spot.button("approve", yes, does=APPROVE, style="danger", confirm=sure)


def _form(spot: Spot, names: tuple[str, ...]) -> list[Block]:
    asked = spot.requirement
    found = shown_of(asked, without=names, is_roomy=True)
    body = [
        line(run(f"Fill in: {spot.numbered_title}", bold=True)),
        *(arguments(found, rest="The form shows all of them.") if found.length else []),
    ]
    fields = fields_of(asked)
    if found.is_whole and may_stand_on_card(fields):
        inputs = [block for field in fields for block in field_blocks(field, suffix=spot.suffix)]
        buttons = [
            spot.button("submit", yes_of(asked, SUBMIT), does=SUBMIT, style="primary"),
            spot.decline(),
            spot.button("fill", "Open as a form…"),
        ]
    else:
        inputs = []
        body.append(_listed(fields))
        buttons = [
            spot.button("fill", "Fill in…", style="primary"),
            spot.decline(),
        ]
    return [
        *rich_all(f"q{spot.suffix}", [*body, *reason(asked)]),
        *inputs,
        _facts(spot, can="answer"),
        actions(f"a{spot.suffix}", *buttons, *show_hidden(spot), *more(spot)),
    ]


def _listed(fields: Sequence[Field]) -> Block:
    labels = ", ".join(field.label for field in fields)
    count = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
    return line(run(clipped(f"{count}: {labels}", _LABELS)))


def _external(spot: Spot) -> list[Block]:
    asked = spot.requirement
    found = shown_of(asked, is_roomy=True)
    body = [
        line(run(f"Run this yourself: {spot.numbered_title}", bold=True)),
        *arguments(found, rest="Review… shows all of them."),
        line(run("The agent waits for what comes of it. Nothing runs by itself.", italic=True)),
        *reason(asked),
    ]
    return [
        *rich_all(f"q{spot.suffix}", body),
        _facts(spot, can="answer"),
        actions(
            f"a{spot.suffix}",
            *spot.report(style="primary"),
            *show_hidden(spot),
            *_review(spot, is_needed=not found.is_whole),
            *more(spot),
        ),
    ]


def _unknown(spot: Spot, ask: Reconcile) -> list[Block]:
    asked = spot.requirement
    found = shown_of(asked)
    body = [
        line(run("Outcome unknown: ", bold=True), run(spot.numbered_title)),
        *arguments(found, rest="Review… shows all of them."),
        line(run(f"It may have happened, or not. Look, then choose.{_alone(ask)}", italic=True)),
        *reason(asked),
    ]
    started = f"Started {live_time(ask.started_at)}, no answer came back"
    return [
        *rich_all(f"q{spot.suffix}", body),
        _facts(spot, head=started),
        actions(
            f"a{spot.suffix}",
            spot.button("happened", "It happened"),
            *run_again(spot, ask),
            spot.button("stop", "Stop"),
            *show_hidden(spot),
            *_review(spot, is_needed=not found.is_whole),
            *more(spot),
        ),
    ]


def _alone(ask: Reconcile) -> str:
    if ask.quorum == 1:
        return ""
    return f" To run it again, ask for it again: {ask.quorum} must approve it."


def run_again(spot: Spot, ask: Reconcile) -> list[Block]:
    """Draw the button that starts a call once more; nothing where one alone can't have that."""
    if ask.quorum > 1:
        return []
    sure = confirmation(
        title="Run it again?",
        text="If it did happen, it happens twice. Only if you looked.",
        yes="Run it again",
    )
    return [spot.button("again", "Run it again…", style="danger", confirm=sure)]


def _review(spot: Spot, *, is_needed: bool) -> list[Block]:
    return [spot.button("review", "Review…")] if is_needed else []


def _facts(spot: Spot, *, can: str = "decide", head: str = "") -> Block:
    asked = spot.requirement
    return context(f"m{spot.suffix}", facts(asked, can=can, head=head))
