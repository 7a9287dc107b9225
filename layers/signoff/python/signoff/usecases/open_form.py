"""A button asks for a modal: open it while the request is still open."""

from signoff.core.audit import Fact
from signoff.core.click import NotRecorded, OpenForm, Refusal
from signoff.core.codec import UnreadableRowError
from signoff.core.failure import reason
from signoff.core.observations.people import FormOpened, turned_away
from signoff.core.requirement import Requirement
from signoff.core.who import Who
from signoff.ports import Chat, Clock, PermanentError, Store, Tell, TransientError, silent
from signoff.usecases.addressed import look_up
from signoff.usecases.auditing import HeadSeen, commit_audited
from signoff.usecases.find_open import open_in
from signoff.usecases.reveal import reveal


def open_form(
    form: OpenForm, *, store: Store, chat: Chat, clock: Clock, tell: Tell = silent
) -> Refusal | None:
    """Open a form for the requirement that a click means.

    Who may decide is asked when it is submitted: Slack gives three seconds to open it. What a card
    hides is the exception: there, seeing it is the deed.

    Returns:
        None when it is open; otherwise why not.
    """
    refusal = _open(form, store=store, chat=chat, clock=clock)
    if refusal is None:
        click = form.click
        thread = click.address.thread(click.team)
        tell(FormOpened(thread=thread, at=click.address.at, by=click.user, form=form.form))
    else:
        tell(turned_away(form.click, refusal))
    return refusal


def _open(form: OpenForm, *, store: Store, chat: Chat, clock: Clock) -> Refusal | None:
    try:
        found = look_up(form.click, store=store)
        asked = open_in(found, form.click, store=store, now=clock())
        if not isinstance(asked, Requirement):
            return asked
        if form.form in {"review", "look"} and not form.view:
            _note(form, asked, found.seen, store, clock)
        if form.form == "reveal":
            refusal = reveal(form, asked, store=store, chat=chat, clock=clock, seen=found.seen)
            if refusal is not None:
                return refusal
        chat.open_form(form, asked)
    except (TransientError, PermanentError) as error:
        return NotRecorded(why=reason(error))
    except UnreadableRowError as error:
        return NotRecorded(why=reason(error))
    return None


def _note(
    form: OpenForm, requirement: Requirement, seen: HeadSeen, store: Store, clock: Clock
) -> None:
    """Keep in the audit who had a look at arguments that no card could show."""
    click = form.click
    looked = Fact(
        action="reviewed",
        at=clock(),
        by=Who(id=click.user, name=click.user),
        about=(requirement.at.place,),
        digests=(requirement.digest,),
        evidence="saw it in the inbox" if click.home else "saw the card",
    )
    commit_audited(store, click.address.thread(click.team), (looked,), seen=seen)
