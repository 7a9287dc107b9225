"""Somebody asks to see what a card hides: whoever may decide is shown it, and the audit knows."""

from signoff.core.audit import Fact
from signoff.core.click import Gone, NotAllowed, OpenForm, Unverified
from signoff.core.redaction import hidden_arguments
from signoff.core.requirement import Requirement
from signoff.ports import Chat, Clock, Store
from signoff.usecases.auditing import HeadSeen, commit_audited
from signoff.usecases.authorise import Admitted, admitted, note_refused


def reveal(
    form: OpenForm,
    requirement: Requirement,
    *,
    store: Store,
    chat: Chat,
    clock: Clock,
    seen: HeadSeen,
) -> NotAllowed | Unverified | Gone | None:
    """Let somebody see what is hidden, if they may decide; it is noted before they see it.

    Returns:
        None when they may; otherwise why not.
    """
    click = form.click
    thread = click.address.thread(click.team)
    hidden = hidden_arguments(requirement)
    if not hidden:
        # No card of it has such a button.
        return Gone()
    who = admitted(click.user, requirement, thread=thread, chat=chat, clock=clock)
    if not isinstance(who, Admitted):
        note_refused(click, requirement, who, thread=thread, store=store, clock=clock, seen=seen)
        return who
    revealed = Fact(
        action="revealed",
        at=clock(),
        by=who.who,
        evidence=who.evidence,
        about=(requirement.at.place,),
        digests=(requirement.digest,),
        note=", ".join(hidden),
    )
    commit_audited(store, thread, (revealed,), seen=seen)
    return None
