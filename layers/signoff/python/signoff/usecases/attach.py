"""What no modal holds is put beside its card as a file, before anybody can approve it."""

from signoff.core.failure import reason
from signoff.core.observations.people import PutOff
from signoff.core.transitions import drawing
from signoff.ports import (
    CardView,
    Chat,
    RefusedError,
    Store,
    Tell,
    UndeliverableError,
    UnreachableError,
)


def attach(view: CardView, *, store: Store, chat: Chat, tell: Tell, may_upload: bool) -> bool:
    """Put what is missing beside a card that stands.

    Returns:
        Whether all of it is there. What is not makes a yes impossible: the clock tries again.
    """
    missing = [row for row in view.rows if row.is_open and not row.filed and chat.needs_file(row)]
    if missing and not may_upload:
        return False
    is_whole = True
    for row in missing:
        try:
            digest = chat.attach(view, row)
            store.change(drawing.filed(view.thread, row, digest))
        except RefusedError:
            # It was decided or changed meanwhile: whoever did that draws the card.
            continue
        except (UnreachableError, UndeliverableError) as error:
            is_whole = False
            mark = view.card.at.place
            tell(PutOff(thread=view.thread, what="card", mark=mark, why=reason(error)))
    return is_whole
