"""Who may decide: what Slack says of a person, held against the rule."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in Slack, as the workspace knows them at this moment.

    Attributes:
        id: Their Slack id.
        name: The name to show.
        team: Their home workspace.
        is_bot: A bot, or an app.
        is_guest: A single- or multi-channel guest.
        is_stranger: Somebody from another organisation.
        is_deleted: Deactivated.
        zone: Their time zone, as `Europe/Berlin`; empty: Slack does not say.
        offset_s: How far their clock is ahead of UTC, in seconds.
    """

    id: str
    name: str
    team: str
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_deleted: bool = False
    zone: str = ""
    offset_s: int = 0


class Bar(StrEnum):
    """Why somebody may not decide."""

    OUTSIDER = "outsider"
    BOT = "bot"
    DEACTIVATED = "deactivated"
    REQUESTER = "requester"
    NOT_APPROVER = "not_approver"
    HANDED_ON = "handed_on"


def bar_to_decide(person: Person, *, team: str) -> Bar | None:
    """Hold a person against the rule: members of the workspace decide, nobody else.

    Returns:
        Why they may not; None: they may.
    """
    if person.is_deleted:
        return Bar.DEACTIVATED
    if person.is_bot:
        return Bar.BOT
    if person.is_guest or person.is_stranger or person.team != team:
        return Bar.OUTSIDER
    return None
