"""What somebody who may decide wants of a request: whether it can be had, now."""

from signoff.core.approving import has_voted
from signoff.core.bounds import is_too_large
from signoff.core.click import (
    AlreadyVoted,
    FieldProblem,
    Gone,
    Invalid,
    Unverified,
    Wish,
)
from signoff.core.decision import Approved
from signoff.core.keys import ThreadKey
from signoff.core.person import Person
from signoff.core.requirement import Requirement
from signoff.core.voting import HandTo
from signoff.ports import Chat
from signoff.usecases.authorise import Admitted
from signoff.usecases.hand_over import heir
from signoff.usecases.wishes import fitting

TOO_LONG = FieldProblem(field="", message="What was filled in is too long, all together")


def granted(
    said: Wish | Invalid,
    asked: Requirement,
    *,
    by: Admitted,
    thread: ThreadKey,
    chat: Chat,
) -> Wish | Invalid | Gone | AlreadyVoted | Unverified:
    """Give what somebody who may decide wants, if it can be had.

    Whether a switch stands over it is asked by the write that records it.
    """
    wish = _read(said, asked, by.person)
    if isinstance(wish, HandTo):
        return heir(wish, asked, by=by, thread=thread, chat=chat)
    return wish


def _read(
    said: Wish | Invalid, requirement: Requirement, person: Person
) -> Wish | Invalid | Gone | AlreadyVoted:
    if isinstance(said, Invalid):
        return said
    if is_too_large(said):
        return Invalid(problems=(TOO_LONG,))
    wish = fitting(requirement, said)
    if isinstance(wish, Approved | HandTo) and has_voted(requirement, person.id):
        return AlreadyVoted(votes=len(requirement.votes), quorum=requirement.quorum)
    # A button that this requirement never had: forged, or of another card.
    return Gone() if wish is None else wish
