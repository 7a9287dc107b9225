"""A receipt is drawn while the work goes on: that Slack has it is noted with the next write."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from signoff.core.codec import UnreadableRowError
from signoff.core.effects import Card
from signoff.core.items import Update
from signoff.core.keys import Key, ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.transitions import drawing
from signoff.ports import Begin, CardView, PermanentError, Standing, TransientError
from signoff.usecases.draw_card import Canvas, draw_card, drawn, may_be_known, show


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnderWay:
    """A card that is being drawn.

    Attributes:
        view: What is drawn.
        end: Waits for the end of it, and gives or raises what came of it, as often as it is asked.
    """

    view: CardView
    end: Callable[[], Standing]

    @property
    def key(self) -> Key:
        return self.view.thread.card(self.view.card.at)


@dataclass(slots=True, kw_only=True)
class Receipts:
    """The cards that a turn draws beside its work: one at a time, and none outlives it.

    Attributes:
        canvas: What drawing needs.
        begin: Begins something beside the work.
        under_way: What is being drawn.
    """

    canvas: Canvas
    begin: Begin
    under_way: _UnderWay | None = field(default=None)

    def draw(self, thread: ThreadKey, card: Card, rows: tuple[Requirement, ...]) -> None:
        """Draw a card as the turn has just written it; without its rows they are read.

        One on which something is still open is waited for: people may need a file beside it.
        """
        self.settle()
        if not may_be_known(card, rows) or any(row.is_open for row in rows):
            draw_card(self.canvas, thread, card, rows=rows)
            return
        view = CardView(thread=thread, card=card, rows=rows)
        end = self.begin(partial(show, self.canvas.chat, view))
        self.under_way = _UnderWay(view=view, end=end)

    def note(self, keys: Collection[Key]) -> tuple[Update, ...]:
        """Give what notes, together with writes to other rows, that Slack has what was drawn.

        What can't be noted so is settled by itself, as far as it can be: nothing else waits for it.
        """
        going = self.under_way
        if going is None:
            return ()
        if going.key in keys or not _is_as_wanted(going):
            self.close()
            return ()
        return (drawing.drawn(going.view.thread, going.view.card, ()),)

    def noted(self) -> None:
        """Know that this was written."""
        going, self.under_way = self.under_way, None
        if going is not None:
            view = going.view
            self.canvas.tell(drawn(view, messages=len(view.card.ts), now=self.canvas.clock()))

    def settle(self) -> None:
        """Wait for what is being drawn, and note by itself what came of it."""
        going, self.under_way = self.under_way, None
        if going is not None:
            view = going.view
            draw_card(self.canvas, view.thread, view.card, rows=view.rows, shown=going.end)

    def close(self) -> None:
        """Leave nothing under way; what can't be noted now is due, and the clock draws it."""
        with suppress(TransientError, PermanentError, UnreadableRowError):
            self.settle()


def _is_as_wanted(going: _UnderWay) -> bool:
    """Tell whether Slack took it, in the messages where it stood before."""
    try:
        standing = going.end()
    except (TransientError, PermanentError):
        return False
    return set(standing.ts) <= set(going.view.card.ts)
