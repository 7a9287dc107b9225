"""What every card says of a call: its arguments, the model's reason, who may decide, until when."""

from collections.abc import Sequence

from signoff.adapters.slack.arguments import Shown, pieces, shown
from signoff.adapters.slack.blocks import Block, line, moment, preformatted, quote, run
from signoff.adapters.slack.deciders import who_decides
from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.labels import risk_in_mrkdwn, risk_of, way_in_mrkdwn
from signoff.adapters.slack.limits import clipped
from signoff.adapters.slack.schemas import order_of, stored_schema
from signoff.adapters.slack.spot import Spot
from signoff.adapters.slack.words import live, live_moment, utc_moment
from signoff.core.canonical import canonical
from signoff.core.redaction import scrubbed, seen_arguments
from signoff.core.requirement import Requirement

_REASON = 400


def shown_of(
    requirement: Requirement, *, without: Sequence[str] = (), is_roomy: bool = False
) -> Shown:
    """Write the arguments that will run, or have; without those that a person still fills in."""
    given = seen_arguments(requirement)
    kept = canonical({name: value for name, value in given.items() if name not in without})
    order, hidden = order_of(stored_schema(requirement)), requirement.terms.redact
    return shown(kept, order=order, is_roomy=is_roomy, hidden=hidden)


def arguments(found: Shown, *, rest: str) -> list[Block]:
    """Draw arguments; `rest` says where the rest of too long ones is to be seen."""
    if not found.length:
        return [line(run("No arguments.", italic=True))]
    drawn = [preformatted(piece) for piece in pieces(found.text)]
    if not found.is_whole:
        drawn[-1] = preformatted(f"{drawn[-1]['elements'][0]['text']}\n…")
        seen = f"The first {len(found.text):,} of {found.length:,} characters. "
        drawn.append(line(run(f"{seen}{rest}".strip(), italic=True)))
    if found.has_escapes:
        caution = r" There are invisible characters here, shown as \u{…}."
        drawn.append(line(run("Careful:", bold=True), run(caution)))
    return drawn


def heading(spot: Spot) -> Block:
    """Draw the title, with what the line above several rows does not say of this one."""
    asked = spot.requirement
    runs = [run(spot.numbered_title, bold=True)]
    if spot.number and asked.risk:
        runs.append(run(f" · {risk_of(asked)}"))
    if spot.has_own_expiry:
        until = [moment(asked.exp, utc_moment(asked.exp))] if not asked.never_expires else []
        runs += [run(" · Expires " if until else " · No expiry"), *until]
    return line(*runs)


def reason(requirement: Requirement) -> list[Block]:
    """Draw what the model said along with the call, as a claim."""
    if not requirement.reason.strip():
        return []
    return [words("Agent's reason", scrubbed(requirement, requirement.reason), most=_REASON)]


def words(label: str, said: str, *, most: int) -> Block:
    """Draw somebody's words, with whose they are."""
    return quote(run(f"{label}: ", italic=True), run(clipped(one_line(said), most)))


def facts(
    requirement: Requirement,
    *,
    can: str = "decide",
    quorum: int | None = None,
    head: str = "",
    says_risk: bool = True,
    says_expiry: bool = True,
) -> str:
    """Say who asked, who can decide and until when, as one line of mrkdwn."""
    said = [
        head,
        risk_in_mrkdwn(requirement) if says_risk else "",
        f"Asked by {live(requirement.requester)}",
        way_in_mrkdwn(requirement),
        f"Can {can}: {who_decides(requirement, quorum=quorum)}",
        expiry(requirement) if says_expiry else "",
    ]
    return " · ".join(filter(None, said))


def expiry(requirement: Requirement) -> str:
    """Say until when there is time, in mrkdwn."""
    return "No expiry" if requirement.never_expires else f"Expires {live_moment(requirement.exp)}"
