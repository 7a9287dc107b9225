"""A button asks for a modal: open it while the request is still open."""

from signoff.core.audit import Fact
from signoff.core.click import NotRecorded, OpenForm, Refusal
from signoff.core.codec import UnreadableRowError
from signoff.core.decision import Who
from signoff.core.requirement import Requirement
from signoff.ports import Chat, Clock, PermanentError, Store, TransientError
from signoff.usecases.auditing import commit_audited
from signoff.usecases.record_decision import find_open


def open_form(form: OpenForm, *, store: Store, chat: Chat, clock: Clock) -> Refusal | None:
    """Open a form for the requirement that a click means.

    Who may decide is asked when it is submitted: Slack gives three seconds to open it.

    Returns:
        None when it is open; otherwise why not.
    """
    try:
        found = find_open(form.click, store=store, now=clock())
        if not isinstance(found, Requirement):
            return found
        if form.form == "review" and not form.view:
            _note(form, found, store, clock)
        chat.open_form(form, found)
    except (TransientError, PermanentError) as error:
        return NotRecorded(why=str(error))
    except UnreadableRowError:
        # Its own words quote the row, and what people wrote stays out of the log.
        return NotRecorded(why="a stored row cannot be read by this version")
    return None


def _note(form: OpenForm, requirement: Requirement, store: Store, clock: Clock) -> None:
    """Keep in the audit who had a look at arguments that no card could show."""
    click = form.click
    looked = Fact(
        action="reviewed",
        at=clock(),
        by=Who(id=click.user, name=click.user),
        about=(requirement.at.place,),
        digests=(requirement.digest,),
    )
    commit_audited(store, click.address.thread(click.team), (looked,))
