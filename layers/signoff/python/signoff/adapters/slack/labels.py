"""What a pause says of itself in a few words: its buttons' labels, its risk, its way to here."""

from signoff.adapters.slack.escapes import mrkdwn, one_line
from signoff.adapters.slack.limits import VIEW_BUTTON_TEXT, clipped
from signoff.core.gate import Risk
from signoff.core.requirement import Requirement

APPROVE, REJECT = "Approve", "Reject"
SUBMIT, DECLINE = "Submit", "Decline"
DONE, CANNOT = "Done, add result\N{HORIZONTAL ELLIPSIS}", "Could not run\N{HORIZONTAL ELLIPSIS}"

_PATH = 200
_NAME = 60
_LEFT_OUT = "\N{HORIZONTAL ELLIPSIS}"
_INTO = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
_RISKS = {Risk.LOW: "Low risk", Risk.MEDIUM: "Medium risk", Risk.HIGH: "High risk"}


def yes_of(requirement: Requirement, does: str = APPROVE) -> str:
    """Say what Approve is called here, or what else a kind of pause has in its place."""
    said = requirement.terms.yes
    return one_line(said) if said else does


def no_of(requirement: Requirement, does: str = REJECT) -> str:
    """Say what Reject is called here, or what else a kind of pause has in its place."""
    said = requirement.terms.no
    return one_line(said) if said else does


def on_modal(label: str) -> str:
    """Shorten a label to what the button of a modal holds."""
    return clipped(label, VIEW_BUTTON_TEXT)


def risk_of(requirement: Requirement) -> str:
    """Say how risky its author calls it: `Medium risk`; nothing where they did not say."""
    return _RISKS[requirement.risk] if requirement.risk else ""


def risk_in_mrkdwn(requirement: Requirement) -> str:
    """Say the same on a line of mrkdwn, where only a high risk stands out."""
    said = risk_of(requirement)
    return f"*{said}*" if requirement.risk is Risk.HIGH else said


def way_of(requirement: Requirement) -> str:
    """Name the agents through which it came here, the outermost first; nothing: it came direct."""
    names = [clipped(one_line(name), _NAME) for name in requirement.path]
    if not names:
        return ""
    if len(said := f"via {_INTO.join(names)}") > _PATH:
        # Which agent it is, and by whom it was begun, matter more than those between.
        said = f"via {_INTO.join((names[0], _LEFT_OUT, *names[-2:]))}"
    return said


def way_in_mrkdwn(requirement: Requirement) -> str:
    """Name them on a line of mrkdwn."""
    return mrkdwn(way_of(requirement))
