"""Where the app is installed: how often, whose token ends, and where installing leads."""

from collections.abc import Iterator

from cli.desk import Desk
from cli.doctor.finding import Finding, State, found, judged, looking_at
from cli.installs import Listed, listed
from signoff.adapters.aws import Resource

_LATE_MS = 10 * 60 * 1000
"""The clock looks each minute: what is due for longer was tried and not renewed."""


def installs(desk: Desk) -> Iterator[Finding]:
    """Look at the installations; there is nothing to look at where there is one workspace."""
    if desk.settings.installs is None:
        return
    name = desk.settings.installs.table
    resource = Resource(kind="table", name=name, variable="SIGNOFF_INSTALLATIONS")

    def rows() -> Iterator[Finding]:
        with looking_at(resource):
            there = listed(desk)
        yield _count(there, desk)
        yield _tokens(there, desk)

    yield from found("installations", rows)
    url = desk.place.urls.get("RedirectUrl")
    said = f"the Slack app must list {url}" if url else "the stack does not say it"
    yield Finding(check="redirect URL", state=State.NOT_CHECKED, said=said)


def _count(there: tuple[Listed, ...], desk: Desk) -> Finding:
    where = desk.place.urls.get("InstallUrl", "/slack/install")
    return judged(
        "installations",
        f"{len(there)}: {', '.join(each.key for each in there)}" if there else "none",
        is_ok=bool(there),
        mend=f"open {where} in a browser",
    )


def _tokens(there: tuple[Listed, ...], desk: Desk) -> Finding:
    now = desk.clock()
    late = [each.key for each in there if each.renew_at and each.renew_at + _LATE_MS <= now]
    ends = sum(each.renew_at is not None for each in there)
    return judged(
        "tokens",
        f"not renewed in time: {', '.join(late)}" if late else f"{ends} are renewed by the clock",
        is_ok=not late,
        mend="look for `token not renewed` in the clock's log; is_final: install it there again",
    )
