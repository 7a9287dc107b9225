"""A person's inbox as their Home tab: a part of it, a page of that, a way to everything in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from signoff.adapters.slack.ballots import tally
from signoff.adapters.slack.blocks import (
    Block,
    actions,
    button,
    context,
    divider,
    header,
    line,
    rich,
    run,
    section,
)
from signoff.adapters.slack.bodies import expiry
from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.labels import risk_in_mrkdwn, way_in_mrkdwn
from signoff.adapters.slack.limits import clipped
from signoff.adapters.slack.questions import questions_of
from signoff.adapters.slack.receipts import settled, state_word
from signoff.adapters.slack.spot import Spot
from signoff.adapters.slack.standing import link, standing_row
from signoff.adapters.slack.words import live, membership
from signoff.core.decision import Ask, Reconcile
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput
from signoff.core.grants import Grant
from signoff.core.home_place import HomePlace, Section
from signoff.core.inbox import HomeView, Inbox, Listed, Unchecked
from signoff.core.requirement import Requirement
from signoff.core.titles import title_of

PAGE = 20
"""So many rows stand on a page; Slack takes 100 blocks in a view."""

_TITLE = 300
_MOST_UNCHECKED = 5
_NAMES = {
    Section.WAITS: "Waits on you",
    Section.ASKED: "You asked for",
    Section.DECIDED: "Decided lately",
    Section.STANDING: "Standing approvals",
}
_EMPTY = {
    Section.WAITS: "Nothing waits on you. What needs your decision will stand here.",
    Section.ASKED: "Nothing that you asked for waits for anybody.",
    Section.DECIDED: "Nothing was decided lately by you, or of what you asked for.",
    Section.STANDING: "Nothing stands that is yours to revoke: each call is asked about.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What one page shows, and the pages beside it."""

    place: HomePlace
    rows: Sequence[Listed | Grant]
    last: int
    first_number: int


def draw(view: HomeView, *, workspace_url: str) -> Block:
    """Draw an inbox, opened at some place; a page that does not exist becomes the nearest."""
    inbox = view.inbox
    page = _page(inbox, view.place)
    return {
        "type": "home",
        "callback_id": "home",
        "private_metadata": page.place.value,
        "blocks": [
            header("h", "Your requests"),
            context("c", _counts(inbox)),
            actions("t", *(_tab(inbox, each, page.place) for each in Section)),
            *_left_out(inbox, page.place),
            *_rows(page, workspace_url),
            *_turns(page),
        ],
    }


def _page(inbox: Inbox, place: HomePlace) -> _Page:
    rows = inbox.part(place.section)
    last = max(1, -(-len(rows) // PAGE))
    number = min(place.page, last)
    first = (number - 1) * PAGE
    return _Page(
        place=HomePlace(section=place.section, page=number),
        rows=rows[first : first + PAGE],
        last=last,
        first_number=first + 1,
    )


def _counts(inbox: Inbox) -> str:
    waits, asked = len(inbox.waits), len(inbox.asked)
    verb = "waits" if waits == 1 else "wait"
    return f"*{waits:,}* {verb} on you · *{asked:,}* of yours open · times are your own"


def _tab(inbox: Inbox, part: Section, place: HomePlace) -> Block:
    count = len(inbox.part(part))
    is_counted = part in {Section.WAITS, Section.ASKED}
    counted = f" ({count:,})" if is_counted else ""
    style = "primary" if part is place.section else ""
    value = HomePlace(section=part).value
    about = f"{_NAMES[part]}{', shown now' if style else ''}"
    return button(value, f"{_NAMES[part]}{counted}", value, about=about, style=style)


def _left_out(inbox: Inbox, place: HomePlace) -> list[Block]:
    said = [_unchecked(each) for each in inbox.unchecked[:_MOST_UNCHECKED]]
    if inbox.is_cut:
        said.append("There are more open requests in this workspace than are listed here.")
    shown = said if place.section is Section.WAITS else []
    return [section(f"u.{number}", text) for number, text in enumerate(shown)]


def _unchecked(left_out: Unchecked) -> str:
    count = left_out.count
    requests = "1 request is" if count == 1 else f"{count:,} requests are"
    return f"Couldn't check {membership(left_out.of)} just now, so {requests} not listed here."


def _rows(page: _Page, workspace_url: str) -> list[Block]:
    if not page.rows:
        return [section("e", _EMPTY[page.place.section])]
    return [
        block
        for number, row in enumerate(page.rows, page.first_number)
        for block in _drawn(row, number, page.place, workspace_url)
    ]


def _drawn(row: Listed | Grant, number: int, place: HomePlace, workspace_url: str) -> list[Block]:
    if isinstance(row, Grant):
        return standing_row(row, f".{place.value}.{number}", workspace_url)
    return _row(row, number, place, workspace_url)


def _row(listed: Listed, number: int, place: HomePlace, workspace_url: str) -> list[Block]:
    """Draw a request: never its arguments, which the review shows."""
    asked = listed.requirement
    spot = Spot(thread=listed.thread, requirement=asked, want=number)
    title = _title(asked)
    suffix = f".{place.value}.{number}"
    review = [] if not asked.is_open else [_review(spot, title)]
    buttons = [*review, *link(listed.thread, title, workspace_url)]
    head = [] if asked.is_open else [run(f"{state_word(asked)}: ", bold=True)]
    return [
        divider(),
        rich(f"q{suffix}", line(*head, run(title, bold=True))),
        context(f"m{suffix}", _said(listed)),
        *([actions(f"a{suffix}", *buttons)] if buttons else []),
    ]


def _title(asked: Requirement) -> str:
    if isinstance(asked.ask, UserFeedback):
        questions = questions_of(asked)
        several = f"{len(questions)} questions"
        return clipped(one_line(questions[0]), _TITLE) if len(questions) == 1 else several
    return clipped(one_line(title_of(asked)), _TITLE)


def _review(spot: Spot, title: str) -> Block:
    value = spot.value("look")
    return button("look", "Review…", value, about=f"Review: {title}", style="primary")


def _said(listed: Listed) -> str:
    asked = listed.requirement
    place = f"Asked by {live(asked.requester)} in <#{listed.thread.channel}>"
    if not asked.is_open:
        return " · ".join(filter(None, [settled(asked), place]))
    said = [
        _kind(asked.ask),
        risk_in_mrkdwn(asked),
        way_in_mrkdwn(asked),
        tally(asked) or _needed(asked),
        place,
        expiry(asked),
    ]
    return " · ".join(filter(None, said))


def _needed(asked: Requirement) -> str:
    return f"Needs {asked.quorum} approvals" if asked.quorum > 1 else ""


def _kind(ask: Ask) -> str:
    match ask:
        case Confirmation():
            return "To approve"
        case UserInput():
            return "To fill in"
        case ExternalExecution():
            return "To run yourself"
        case UserFeedback():
            return "To answer"
        case Reconcile():
            return "Outcome unknown"
        case _:
            assert_never(ask)


def _turns(page: _Page) -> list[Block]:
    if page.last == 1:
        return []
    place = page.place
    beside = [(place.page - 1, "Back"), (place.page + 1, "Next")]
    turns = [
        button(value, text, value)
        for number, text in beside
        if 1 <= number <= page.last
        for value in [HomePlace(section=place.section, page=number).value]
    ]
    where = f"Page {place.page:,} of {page.last:,}"
    return [divider(), context("p", where), actions("n", *turns)]
