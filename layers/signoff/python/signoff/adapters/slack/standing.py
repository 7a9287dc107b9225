"""Decisions that stand, as rows of the inbox: what each covers, where, until when, and its end."""

from signoff.adapters.slack.blocks import (
    Block,
    actions,
    button,
    confirmation,
    context,
    divider,
    line,
    rich,
    run,
)
from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.limits import clipped
from signoff.adapters.slack.links import message_link
from signoff.adapters.slack.surfaces import LINK
from signoff.adapters.slack.words import live, live_moment
from signoff.core.grants import Grant, GrantKind
from signoff.core.keys import ThreadKey
from signoff.core.titles import humanised

_TITLE = 300
_LONGEST_URL = 3_000
_VERB = "revoke"
_KINDS = {
    GrantKind.APPROVAL: "Approved without asking",
    GrantKind.REFUSAL: "Refused without asking",
}


def standing_row(grant: Grant, suffix: str, workspace_url: str) -> list[Block]:
    """Draw a decision that stands."""
    title = clipped(one_line(humanised(grant.tool)), _TITLE)
    covers = clipped(one_line(grant.covers), _TITLE)
    return [
        divider(),
        rich(f"q{suffix}", line(run(title, bold=True), run(f"  {covers}"))),
        context(f"m{suffix}", _said(grant)),
        actions(f"a{suffix}", _revoke(grant, title), *link(grant.came_from, title, workspace_url)),
    ]


def link(thread: ThreadKey, title: str, workspace_url: str) -> list[Block]:
    """Lead to the first message of a thread, which every member of its channel can open."""
    url = message_link(workspace_url, thread)
    if not url or len(url) > _LONGEST_URL:
        return []
    drawn = button(LINK, "Open thread", "", about=f"Open the thread of: {title}")
    del drawn["value"]
    return [{**drawn, "url": url}]


def _said(grant: Grant) -> str:
    is_refusal = grant.kind is GrantKind.REFUSAL
    here = f"In its thread in <#{grant.came_from.channel}>"
    until = "until it is revoked" if is_refusal else f"until {live_moment(grant.until)}"
    where = here if grant.in_thread else "In every thread"
    return " · ".join([_KINDS[grant.kind], where, f"by {live(grant.by)}", until])


def _revoke(grant: Grant, title: str) -> Block:
    sure = confirmation(
        title="Revoke it?",
        text=f"{title}: from now on each call is asked about again.",
        yes="Revoke",
    )
    value = grant.address.value(_VERB)
    return button(_VERB, "Revoke", value, about=f"Revoke: {title}", confirm=sure)
