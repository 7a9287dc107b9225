"""The gallery's states as what the page draws: cards, forms, and private answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from signoff.adapters.slack import cards, held, home, modals, words
from signoff.adapters.slack import nudges as nudges_in_words
from signoff.adapters.slack.routing import Copy, Kind
from signoff.core.address import Address
from signoff.core.click import (
    AlreadyDecided,
    AlreadyVoted,
    Click,
    FieldProblem,
    Form,
    Gone,
    Invalid,
    Lost,
    NoLongerStands,
    NotAllowed,
    NotRecorded,
    OpenForm,
    PastExpiry,
    Refusal,
    Stale,
    SwitchedOff,
    Unverified,
)
from signoff.core.decision import Approved, Cancelled, RequirementState, Verdict
from signoff.core.grants import ApproveAndKeep, Grant, approval
from signoff.core.home_place import HomePlace, Section
from signoff.core.inbox import HomeView, Inbox, Listed
from signoff.core.nudge import Nudge, NudgeKind
from signoff.core.person import Bar
from signoff.core.requirement import Kept, Requirement
from signoff.core.terms import Group
from signoff.core.who import Who
from signoff.ports import CardView, Held
from tools.gallery.stories import NOON, Picture, pictures

Surface: TypeAlias = Literal["message", "modal", "home"]

BOB = Who(id="U0BOB", name="bob")
AWAY = "Decided in another channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """One state as the page draws it.

    Attributes:
        kind: The chapter that it stands in.
        name: The state, in words.
        surface: What it is drawn on.
        payload: What Slack would be sent.
    """

    kind: str
    name: str
    surface: Surface
    payload: Mapping[str, Any]

    @property
    def title(self) -> str:
        """Its name on the page."""
        return f"{self.kind}: {self.name}"


FORMS: Sequence[tuple[Form, str, int]] = (
    ("reject", "Confirmation", 1),
    ("keep", "An approval that may stand", 1),
    ("hand", "Confirmation", 1),
    ("cancel", "Confirmation", 1),
    ("reveal", "Hidden arguments", 1),
    ("look", "Confirmation", 1),
    ("edit", "Confirmation", 1),
    ("instead", "Confirmation", 1),
    ("review", "Confirmation, long arguments", 1),
    ("review", "Confirmation, long arguments", 2),
    ("fill", "User input", 1),
    ("fill", "User input, a form of its own", 1),
    ("done", "External execution", 1),
    ("cannot", "External execution", 1),
    ("answer", "Question", 1),
    ("answer", "Questions", 1),
)
"""Each form, the card that it belongs to, and its page."""


def specimens() -> tuple[Specimen, ...]:
    """Draw everything with the code that draws it in Slack."""
    shown = pictures()
    return (
        *_cards(shown),
        *_forms(shown),
        *_home(shown),
        *_messages(shown),
        *_answers(_asked(shown, "Confirmation")),
    )


def _cards(shown: Sequence[Picture]) -> Iterator[Specimen]:
    for picture in shown:
        kinds = [Kind.AWAY, Kind.NOTE] if picture.kind == AWAY else [Kind.WHOLE]
        for kind in kinds:
            place = {Kind.AWAY: " (there)", Kind.NOTE: " (in the thread)"}.get(kind, "")
            yield _card(picture, f"{picture.name}{place}", _copy(picture.view, kind))


def _copy(view: CardView, kind: Kind) -> Copy:
    address = f"https://example.slack.com/archives/{view.thread.channel}/p1"
    return Copy(kind=kind, link=f"<{address}|Open the thread>" if kind is Kind.AWAY else "")


def _card(picture: Picture, name: str, copy: Copy) -> Specimen:
    drawn = cards.draw(picture.view, copy)
    payload = {"text": drawn.text, "blocks": drawn.blocks}
    return Specimen(kind=picture.kind, name=name, surface="message", payload=payload)


def _asked(shown: Sequence[Picture], kind: str) -> CardView:
    return next(each.view for each in shown if (each.kind, each.name) == (kind, "asked"))


def _forms(shown: Sequence[Picture]) -> Iterator[Specimen]:
    for form, kind, page in FORMS:
        view = _asked(shown, kind)
        asked = view.rows[0]
        wish = OpenForm(click=_click(view, asked), form=form, trigger="t", page=page)
        number = f", page {page}" if page > 1 else ""
        yield Specimen(
            kind="Review of long arguments" if form == "review" else "Forms",
            name=f"{form}{number}, on {kind.lower()}",
            surface="modal",
            payload=modals.view(wish, asked),
        )


def _click(view: CardView, asked: Requirement) -> Click:
    address = Address.of(view.thread, asked)
    return Click(team=view.thread.team, user=BOB.id, address=address)


def refusals(asked: Requirement) -> Mapping[str, Refusal]:
    """Give every way in which a click can be refused, by a name for it."""
    approved = Verdict(decision=Approved(), at=NOON + 60_000, by=BOB)
    cancelled = Verdict(decision=Cancelled(reason=""), at=NOON + 600_000, by=asked.requester)
    group = Group(id="S0SRE", name="sre-leads")
    problem = FieldProblem(field="f1", message="Traffic share must be 1 to 100")
    return {
        "already decided": AlreadyDecided(state=RequirementState.APPROVED, verdict=approved),
        "cancelled": AlreadyDecided(state=RequirementState.CANCELLED, verdict=cancelled),
        "already counted": AlreadyVoted(votes=1, quorum=2),
        "expired": PastExpiry(exp=asked.exp),
        "not an approver": NotAllowed(why=Bar.NOT_APPROVER, asked=asked),
        "asked for it": NotAllowed(why=Bar.REQUESTER, asked=asked),
        "handed it on": NotAllowed(why=Bar.HANDED_ON, asked=asked),
        "a guest": NotAllowed(why=Bar.OUTSIDER, asked=asked),
        "could not be checked": Unverified(of=group),
        "out of date": Stale(changed_at=NOON + 480_000),
        "gone": Gone(),
        "lost": Lost(),
        "filled in wrongly": Invalid(problems=(problem,)),
        "stands no longer": NoLongerStands(kept=_revoked()),
        "switched off": SwitchedOff(),
        "failed": NotRecorded(),
    }


def _revoked() -> Kept:
    return Kept(
        place="",
        until=NOON + 28_800_000,
        in_thread=True,
        revoked_by=BOB,
        revoked_at=NOON + 600_000,
    )


def _messages(shown: Sequence[Picture]) -> Iterator[Specimen]:
    """Draw what is said beside the cards: calls to people, and to whoever wrote meanwhile."""
    asked = _asked(shown, "Hidden arguments")
    row, link = asked.rows[0], "https://example.slack.com/archives/C0OPS/p1"
    handed, escalated = (
        next(each.view for each in shown if each.name == name).rows[0]
        for name in ("handed on", "escalated")
    )
    nudges = {
        "reminder": (Nudge(at=row.at, why=NudgeKind.REMINDER), row),
        "escalation": (Nudge(at=row.at, why=NudgeKind.ESCALATION), escalated),
        "handed on": (Nudge(at=row.at, why=NudgeKind.HANDED, to=BOB.id), handed),
    }
    for name, (nudge, about) in nudges.items():
        text = nudges_in_words.called(nudge, about, link=link)
        yield _said(name, {"text": text})
    for name, is_decision in (("a message waits", False), ("words decide nothing", True)):
        waiting = Held(
            thread=asked.thread,
            ts=asked.thread.thread_ts,
            user=BOB.id,
            waiting=asked,
            count=1,
            is_decision=is_decision,
            is_first=True,
        )
        drawn = held.waits(waiting, link=link)
        yield _said(name, {"user": BOB.id, "text": drawn.text, "blocks": drawn.blocks})


def _said(name: str, payload: Mapping[str, Any]) -> Specimen:
    return Specimen(kind="Messages beside the cards", name=name, surface="message", payload=payload)


def _home(shown: Sequence[Picture]) -> Iterator[Specimen]:
    """Draw an inbox with each of its parts."""
    listed = [Listed(thread=each.view.thread, requirement=each.view.rows[0]) for each in shown]
    inbox = Inbox(
        user=BOB.id,
        waits=tuple(each for each in listed if each.requirement.is_open)[:6],
        asked=tuple(each for each in listed if each.requirement.is_open)[6:8],
        decided=tuple(each for each in listed if each.requirement.verdict)[:6],
        standing=_standing(shown),
    )
    for section in Section:
        yield _tab(str(section), inbox, section)
    yield _tab("nothing waits", Inbox(user=BOB.id), Section.WAITS)


def _standing(shown: Sequence[Picture]) -> tuple[Grant, ...]:
    asked = _asked(shown, "An approval that may stand")
    wish = ApproveAndKeep(in_thread=True, lasts_ms=28_800_000)
    evidence = "in group S0SRE"
    return (approval(asked.thread, asked.rows[0], wish, by=BOB, evidence=evidence, now=NOON),)


def _tab(name: str, inbox: Inbox, section: Section) -> Specimen:
    view = HomeView(inbox=inbox, place=HomePlace(section=section))
    drawn = home.draw(view, workspace_url="https://example.slack.com/")
    return Specimen(kind="Home tab", name=name, surface="home", payload=drawn)


def _answers(view: CardView) -> Iterator[Specimen]:
    for name, refusal in refusals(view.rows[0]).items():
        yield Specimen(
            kind="Private answers",
            name=name,
            surface="message",
            payload={"user": BOB.id, "text": words.refusal(refusal)},
        )
