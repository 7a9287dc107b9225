"""Decisions that stand: the button and the modal that make one, and the receipt that ends it."""

from collections.abc import Mapping, Sequence

from signoff.adapters.slack import forms
from signoff.adapters.slack.arguments import pieces, written
from signoff.adapters.slack.blocks import (
    Block,
    actions,
    context,
    line,
    modal,
    preformatted,
    rich,
    run,
)
from signoff.adapters.slack.bodies import shown_of
from signoff.adapters.slack.elements import field_blocks
from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.limits import TEXT_IN_BLOCK, clipped
from signoff.adapters.slack.review import READ_ALL, UNREAD, box, can_be_read, is_ticked
from signoff.adapters.slack.schemas import order_of, stored_schema
from signoff.adapters.slack.spot import Spot
from signoff.adapters.slack.states import State, States, UnreadableError, value_of
from signoff.adapters.slack.widgets import ACTION, Choice, Choices, Field, Option
from signoff.adapters.slack.words import live, live_moment, live_time, named, utc_moment, utc_time
from signoff.core.canonical import canonical
from signoff.core.click import FieldProblem, Invalid
from signoff.core.decision import Rejected
from signoff.core.gate import Confirmation
from signoff.core.grants import ApproveAndKeep, RejectForGood, may_be_kept
from signoff.core.redaction import seen_arguments
from signoff.core.requirement import Kept, Requirement
from signoff.core.titles import title_of

NOT_KEPT = "An approval of this can't stand for later calls."

WHERE = Field(
    key="where",
    name="",
    label="Where",
    widget=Choice(
        options=(
            Option(value=True, label="In this thread"),
            Option(value=False, label="In every thread"),
        )
    ),
    value=True,
)
NEVER_AGAIN = Field(
    key="never",
    name="",
    label="From now on",
    widget=Choices(options=(Option(value=True, label="Don't ask again in this thread"),)),
    hint="Later calls of this tool here are refused without asking. It can be revoked on the card.",
    is_optional=True,
)

_HOUR = 3_600_000
_DAY = 24 * _HOUR
_SPANS = (_HOUR, 8 * _HOUR, _DAY, 7 * _DAY, 30 * _DAY)


def keep_button(spot: Spot) -> list[Block]:
    """Draw the button for an approval that is to stand; nothing where none may."""
    if not is_offered(spot.requirement):
        return []
    return [spot.button("keep", "Approve and keep…")]


def is_offered(requirement: Requirement) -> bool:
    """Tell whether an approval may stand, and a modal holds all that it would be about."""
    return may_be_kept(requirement) and can_be_read(requirement)


def view(requirement: Requirement, metadata: str) -> Block:
    """Draw the modal: what later calls are let through, where, and for how long."""
    title = clipped(one_line(title_of(requirement)), TEXT_IN_BLOCK)
    is_long = not shown_of(requirement).is_whole
    return modal(
        callback_id="keep",
        metadata=metadata,
        title="Approve and keep",
        blocks=[
            rich("t", line(run(title, bold=True))),
            *_covered(requirement),
            *field_blocks(WHERE),
            *field_blocks(_lasts(requirement)),
            *([box(shown_of(requirement).length)] if is_long else []),
        ],
        submit="Approve and keep",
    )


def read(requirement: Requirement, values: States) -> ApproveAndKeep | Invalid:
    """Read where and for how long an approval is to stand."""
    if not is_offered(requirement):
        return forms.invalid("", NOT_KEPT)
    is_long = not shown_of(requirement).is_whole
    if is_long and not is_ticked(_state(values, READ_ALL)):
        return forms.invalid(READ_ALL, UNREAD)
    try:
        is_here = value_of(WHERE, _state(values, WHERE.key))
        lasts = value_of(_lasts(requirement), _state(values, _LASTS))
    except UnreadableError as error:
        return Invalid(problems=(FieldProblem(field=_LASTS, message=str(error)),))
    if not isinstance(is_here, bool) or not isinstance(lasts, int):
        return forms.invalid(_LASTS, "Say where, and for how long")
    return ApproveAndKeep(in_thread=is_here, lasts_ms=lasts)


def refusal_fields(requirement: Requirement) -> list[Block]:
    """Draw the box that makes a rejection stand; nothing where it can't."""
    return field_blocks(NEVER_AGAIN) if isinstance(requirement.ask, Confirmation) else []


def for_good(rejected: Rejected, values: States) -> Rejected | RejectForGood | Invalid:
    """Read whether a rejection is to stand."""
    try:
        ticked = value_of(NEVER_AGAIN, _state(values, NEVER_AGAIN.key))
    except UnreadableError as error:
        return Invalid(problems=(FieldProblem(field=NEVER_AGAIN.key, message=str(error)),))
    return RejectForGood(reason=rejected.reason) if ticked else rejected


def standing(spot: Spot) -> list[Block]:
    """Draw on a receipt the decision that stands since, with the button that ends it."""
    kept = spot.requirement.kept
    if kept is None:
        return []
    said = context(f"g{spot.suffix}", standing_words(kept))
    if kept.revoked_by is not None:
        return [said]
    return [said, actions(f"v{spot.suffix}", spot.button("revoke", "Revoke"))]


def standing_words(kept: Kept) -> str:
    """Say in mrkdwn what stands, or that it was taken back."""
    if kept.revoked_by is not None:
        at = live_time(kept.revoked_at or 0)
        what = "Refusal" if kept.is_refusal else "Standing approval"
        return f"{what} revoked by {live(kept.revoked_by)} · {at}"
    if kept.is_refusal:
        return "*Not asked about again* in this thread, until it is revoked"
    return f"*Stands* until {live_moment(kept.until)} in {_place(kept)}"


def standing_text(requirement: Requirement) -> str:
    """Say the same in plain text, for the text of a card; nothing where nothing stands."""
    kept = requirement.kept
    if kept is None:
        return ""
    if kept.revoked_by is not None:
        what = "refusal" if kept.is_refusal else "approval"
        at = utc_time(kept.revoked_at or 0)
        return f" The standing {what} was revoked by {named(kept.revoked_by)} at {at}."
    if kept.is_refusal:
        return " Not asked about again in this thread."
    return f" Stands until {utc_moment(kept.until)} in {_place(kept)}."


def _place(kept: Kept) -> str:
    return "this thread" if kept.in_thread else "every thread"


_LASTS = "lasts"


def _lasts(requirement: Requirement) -> Field:
    sticky = requirement.terms.sticky
    longest = sticky.longest_ms if sticky else 0
    spans = [*(span for span in _SPANS if span < longest), longest]
    options = tuple(Option(value=span, label=_span(span)) for span in spans)
    return Field(
        key=_LASTS,
        name="",
        label="For how long",
        widget=Choice(options=options),
        value=spans[0],
    )


def _span(ms: int) -> str:
    for unit, size in (("day", _DAY), ("hour", _HOUR), ("minute", 60_000)):
        if ms >= size and ms % size == 0:
            count = ms // size
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    seconds = max(ms // 1000, 1)
    return f"{seconds // 60} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"  # noqa: PLR2004 - a minute


def _covered(requirement: Requirement) -> list[Block]:
    """Draw all arguments: those that must be the same later, and those that may be anything."""
    sticky = requirement.terms.sticky
    names = sticky.arguments if sticky else None
    given = seen_arguments(requirement)
    same = [name for name in given if names is None or name in names]
    free = [name for name in given if name not in same]
    head = "Later calls run without asking if these arguments are exactly the same:"
    if not same:
        head = "Later calls run without asking, whatever their arguments are."
    left_out = [name for name in names or () if name not in given]
    return [
        rich("l", line(run(head, italic=True))),
        *_arguments(requirement, same, "s"),
        *([_left_out(left_out)] if left_out else []),
        *([_anything(free)] if free else []),
        *_arguments(requirement, free, "a"),
    ]


def _left_out(names: Sequence[str]) -> Block:
    said = f"This call leaves out {', '.join(map(one_line, names))}: later ones must, too."
    return rich("o", line(run(said, italic=True)))


def _anything(free: Sequence[str]) -> Block:
    said = "This one may be anything in later calls; now:"
    if len(free) > 1:
        said = "These may be anything in later calls; now:"
    return rich("m", line(run(said, italic=True)))


def _arguments(requirement: Requirement, names: Sequence[str], key: str) -> list[Block]:
    given = seen_arguments(requirement)
    kept = {name: given[name] for name in names}
    if not kept:
        return []
    order, hidden = order_of(stored_schema(requirement)), requirement.terms.redact
    text = written(canonical(kept), order=order, hidden=hidden)
    return [rich(f"{key}.{index}", preformatted(each)) for index, each in enumerate(pieces(text))]


def _state(values: States, block: str) -> State:
    states = values.get(block)
    state = states.get(ACTION) if isinstance(states, Mapping) else None
    return state if isinstance(state, Mapping) else {}
