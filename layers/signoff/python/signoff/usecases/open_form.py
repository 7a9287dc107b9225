"""A button asks for a modal: open it while the request is still open."""

from signoff.core.click import NotRecorded, OpenForm, Refusal
from signoff.core.requirement import Requirement
from signoff.ports import Chat, Clock, Store, TransientError, UndeliverableError
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
        chat.open_form(form, found)
    except (TransientError, UndeliverableError):
        return NotRecorded()
    return None
