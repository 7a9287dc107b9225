"""The card: who draws it, from which rows, and whether Slack ends up with what is stored.

Version 1 of a card has buttons; every later one has not. Nothing in a thread depends on its cards:
so a card is looked at alone, with every order of changes, and the thread without its cards.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, TypeAlias

from tests.protocol import bugs as bug
from tests.protocol.card_actions import ACTIONS, Act
from tests.protocol.model import Action, Goal, Kind, State, Steps, always
from tests.protocol.promises import COPIES, DRAWN, MENDED, PROMISES, SHOWN_AT_REST

WANT, HAVE, DRAWERS, TAKEN, DUE, KNOWN, SHOWS_1, SHOWS_2, CHANGES, JOINS, FAULTS, BAD = range(12)
SHARED: Final = (
    "want",
    "have",
    "drawers",
    "taken",
    "due",
    "known messages",
    "message 1 shows",
    "message 2 shows",
    "changes left",
    "joins left",
    "faults left",
    "broken",
)

PC, MY_TAKEN, READ_WANT, CONTENT, PLACES, LOOKS, NEW, TRIED, HAS_DRAWN, CAME = range(10)
DRAWER: Final = (
    "at",
    "counted as of takeover",
    "read want",
    "rows read at",
    "read messages",
    "looks for it first",
    "new messages",
    "comes after another",
    "has drawn before",
    "came since that takeover",
)
LONG: Final = len(DRAWER)
NO_DUE, LATER, NOW = range(3)
(
    IDLE,
    READS_OWN,
    WROTE,
    READS_CARD,
    READS_ROWS,
    FINDS,
    SHOWS,
    NOTES,
    JOINS_AGAIN,
    NOTES_PLACE,
    LEAVES,
    PUTS_OFF,
    PUTS_OFF_UNSURE,
    LEAVES_FAILED,
    ALL_LEAVE,
) = range(15)

Draft: TypeAlias = bytearray


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBounds:
    """How much there is of everything.

    Attributes:
        name: What this configuration is.
        drawers: How many may draw at one time.
        changes: How often the rows change after the card was asked for.
        joins: How often a worker draws it before a tool starts.
        is_early: Whether the first change may come before the card was posted, as an expiry can.
        faults: How many things break, at most.
    """

    name: str = "card"
    drawers: int = 3
    changes: int = 2
    joins: int = 1
    is_early: bool = False
    faults: int = 1


class Card:
    """The model of a card, within its bounds."""

    actions: Sequence[Action] = ACTIONS

    def __init__(self, bounds: CardBounds, bugs: frozenset[str] = frozenset()) -> None:
        """Take the bounds, and the bugs that are put in."""
        self.name = bounds.name
        self._bounds = bounds
        self._bugs = bugs
        self._drawers_at = tuple(len(SHARED) + n * LONG for n in range(bounds.drawers))
        self.fields: Sequence[str] = (
            *SHARED,
            *(f"drawer {n + 1}: {each}" for n in range(bounds.drawers) for each in DRAWER),
        )
        self.goals: Sequence[Goal] = (
            Goal(
                name=DRAWN,
                kinds=frozenset({Kind.ROAD, Kind.CLOCK}),
                is_reached=self._is_drawn,
                holds_from=always,
            ),
            Goal(
                name=MENDED,
                kinds=frozenset({Kind.ROAD, Kind.CLOCK, Kind.PERSON}),
                is_reached=self._is_mended,
                holds_from=always,
            ),
        )
        self._program: dict[int, Callable[[State, int, Steps], None]] = {
            READS_OWN: self._read_own,
            WROTE: self._begin,
            READS_CARD: self._read_card,
            READS_ROWS: self._read_rows,
            FINDS: self._find,
            SHOWS: self._show,
            NOTES: self._note,
            JOINS_AGAIN: self._join_again,
            NOTES_PLACE: self._note_place,
            LEAVES: self._leave,
            PUTS_OFF: self._put_off,
            PUTS_OFF_UNSURE: self._put_off,
            LEAVES_FAILED: self._leave,
            ALL_LEAVE: self._all_leave,
        }

    def start(self) -> State:
        """A worker has stored the card, and is about to draw it."""
        t = bytearray(len(self.fields))
        t[WANT] = t[DRAWERS] = 1
        t[DUE] = LATER
        t[CHANGES], t[JOINS] = self._bounds.changes, self._bounds.joins
        t[FAULTS] = self._bounds.faults
        t[self._drawers_at[0] + PC] = WROTE
        t[self._drawers_at[0] + READ_WANT] = 1
        return self._settled(t)

    def steps(self, state: State) -> Steps:
        """Give all that can happen next."""
        out: Steps = []
        free = 0
        for d in self._drawers_at:
            if state[d + PC]:
                self._program[state[d + PC]](state, d, out)
                if state[FAULTS]:
                    self._break(state, d, out)
            else:
                free = d
        if free:
            self._come(state, free, out)
        self._time(state, out)
        return out

    def broken(self, state: State) -> str:
        """Name the promise that a state breaks; empty: none."""
        if state[BAD]:
            return PROMISES[state[BAD]]
        is_wrong = self._is_at_rest(state) and not self._is_shown(state)
        return PROMISES[SHOWN_AT_REST] if is_wrong else ""

    def _is_at_rest(self, s: State) -> bool:
        return s[DUE] == NO_DUE and not any(s[d] for d in self._drawers_at)

    def _is_shown(self, s: State) -> bool:
        """Whether what stands in Slack is what is stored, as far as it is promised.

        A fault may leave an old copy that nobody knows of; two, an old drawing that came late from
        somebody who died right then. A click on either mends it.
        """
        broke = self._bounds.faults - s[FAULTS]
        for bit, shows in ((1, SHOWS_1), (2, SHOWS_2)):
            is_old = s[shows] and s[shows] != s[WANT]
            if is_old and broke < (2 if s[KNOWN] & bit else 1):
                return False
        return bool(s[KNOWN]) and s[HAVE] == s[WANT]

    def _is_drawn(self, s: State) -> bool:
        return self._is_at_rest(s) and self._is_shown(s)

    def _is_mended(self, s: State) -> bool:
        shown = {s[SHOWS_1], s[SHOWS_2]} - {0}
        return self._is_at_rest(s) and shown == {s[WANT]}

    def _settled(self, t: Draft) -> State:
        """Give the state, with the drawers in order: no row names one."""
        first = self._drawers_at[0]
        blocks = sorted(bytes(t[d : d + LONG]) for d in self._drawers_at)
        t[first:] = b"".join(blocks)
        return bytes(t)

    # Who comes to draw.

    def _come(self, s: State, d: int, out: Steps) -> None:
        is_visible = s[SHOWS_1] or s[SHOWS_2]
        # Nobody clicks on what they do not see: an expiry alone may come before the first post.
        if s[CHANGES] and (is_visible or (s[WANT] == 1 and self._bounds.is_early)):
            self._change(s, d, out)
        if s[CHANGES] and s[DRAWERS]:
            t = bytearray(s)
            t[CHANGES] -= 1
            t[WANT] += 1
            out.append((Act.LEAVE_TO_OTHERS, self._settled(t)))
        if s[JOINS] and s[HAVE] != s[WANT] and is_visible:
            t = bytearray(s)
            t[JOINS] -= 1
            self._enter(t, d, READS_CARD)
            out.append((Act.JOIN, self._settled(t)))
        if s[DUE] == NOW:
            t = bytearray(s)
            self._enter(t, d, READS_CARD)
            t[DRAWERS] = t[d + TRIED] = 1
            t[TAKEN] += 1
            t[d + MY_TAKEN] = t[d + CAME] = t[TAKEN]
            out.append((Act.TAKE_OVER, self._settled(t)))
        for bit, shows in ((1, SHOWS_1), (2, SHOWS_2)):
            is_old = s[shows] and s[shows] < s[WANT]
            if is_old and (not s[KNOWN] & bit or s[DUE] == NO_DUE):
                t = bytearray(s)
                self._enter(t, d, READS_CARD)
                t[KNOWN] |= bit
                out.append((Act.BIND, self._settled(t)))

    def _change(self, s: State, d: int, out: Steps) -> None:
        """Change what the card shows.

        Who did reads the card next. Or they go by what they wrote, and by what they read of it
        before, be it when their turn began: whatever was changed, noted or taken over since.
        """
        t = bytearray(s)
        t[CHANGES] -= 1
        t[WANT] += 1
        self._enter(t, d, READS_OWN)
        if bug.CHANGE_WITHOUT_DUE in self._bugs:
            t[DUE] = s[DUE]
        out.append((Act.CHANGE, self._settled(t)))
        t[d + PC] = WROTE
        places = [known for known in range(4) if not known & ~s[KNOWN]]
        for taken, known, want in product(range(s[TAKEN] + 1), places, range(2, t[WANT] + 1)):
            t[d + MY_TAKEN], t[d + PLACES], t[d + READ_WANT] = taken, known, want
            out.append((Act.CHANGE, self._settled(bytearray(t))))

    def _enter(self, t: Draft, d: int, pc: int) -> None:
        t[d : d + LONG] = bytes(LONG)
        t[d + PC] = pc
        t[d + MY_TAKEN] = t[d + CAME] = t[TAKEN]
        t[DRAWERS] += 1
        t[DUE] = LATER

    # A drawer, action by action.

    def _read_own(self, s: State, d: int, out: Steps) -> None:
        t = bytearray(s)
        t[d + MY_TAKEN] = t[d + CAME] = s[TAKEN]
        t[d + PC] = READS_CARD
        out.append((Act.READ_OWN, self._settled(t)))

    def _begin(self, s: State, d: int, out: Steps) -> None:
        """Read the card, or draw what was known of it when it was changed."""
        read = bytearray(s)
        read[d + READ_WANT] = read[d + PLACES] = 0
        self._read_card(bytes(read), d, out)
        t = bytearray(s)
        t[d + CONTENT] = s[d + READ_WANT]
        is_unsure = s[d + READ_WANT] > 1 and not s[d + PLACES]
        looks = (s[d + MY_TAKEN] or is_unsure) and bug.NEVER_LOOK not in self._bugs
        t[d + PC] = FINDS if looks else SHOWS
        out.append((Act.AS_WRITTEN, self._settled(t)))

    def _read_card(self, s: State, d: int, out: Steps) -> None:
        t = bytearray(s)
        t[d + READ_WANT] = s[WANT]
        t[d + PLACES] = s[KNOWN]
        is_shared = s[WANT] > 1 or s[DRAWERS] > 1
        is_first = not s[KNOWN] and not s[d + TRIED] and not is_shared
        t[d + LOOKS] = bool(s[TAKEN]) or (not s[KNOWN] and not is_first)
        t[d + NEW] = 0
        t[d + PC] = READS_ROWS
        out.append((Act.READ_CARD, self._settled(t)))

    def _read_rows(self, s: State, d: int, out: Steps) -> None:
        t = bytearray(s)
        t[d + CONTENT] = s[WANT]
        t[d + PC] = FINDS if s[d + LOOKS] and bug.NEVER_LOOK not in self._bugs else SHOWS
        t[d + LOOKS] = 0
        out.append((Act.READ_ROWS, self._settled(t)))

    def _find(self, s: State, d: int, out: Steps) -> None:
        t = bytearray(s)
        stands = bool(s[SHOWS_1]) + bool(s[SHOWS_2]) * 2
        t[d + NEW] = stands & ~s[d + PLACES]
        t[d + PC] = SHOWS
        out.append((Act.FIND, self._settled(t)))

    def _show(self, s: State, d: int, out: Steps) -> None:
        act, t = self._shown(s, d)
        t[d + HAS_DRAWN] = 1
        t[d + PC] = NOTES
        out.append((act, self._settled(t)))

    def _shown(self, s: State, d: int) -> tuple[Act, Draft]:
        t = bytearray(s)
        t[d + TRIED] = 0
        places = s[d + PLACES] | s[d + NEW]
        if places:
            for bit, shows in ((1, SHOWS_1), (2, SHOWS_2)):
                if places & bit:
                    t[shows] = s[d + CONTENT]
            return Act.UPDATE, t
        if s[SHOWS_1] and s[SHOWS_2]:
            t[BAD] = COPIES
        shows, bit = (SHOWS_2, 2) if s[SHOWS_1] else (SHOWS_1, 1)
        t[shows] = s[d + CONTENT]
        t[d + NEW] = bit
        return Act.POST, t

    def _note(self, s: State, d: int, out: Steps) -> None:
        t = bytearray(s)
        t[d + CONTENT] = 0
        is_newest = s[WANT] == s[d + READ_WANT] or bug.NOTE_ANY_WANT in self._bugs
        is_newest &= s[KNOWN] == s[d + PLACES] or bug.NOTE_ANY_PLACES in self._bugs
        is_mine = s[TAKEN] == s[d + MY_TAKEN]
        is_alone = s[DRAWERS] == 1 or bug.NOTE_AMONG_OTHERS in self._bugs
        if is_newest and is_mine and is_alone:
            t[HAVE] = s[d + READ_WANT]
            t[DRAWERS] = 0
            t[DUE] = NO_DUE
            self._go(t, d)
            out.append((Act.DRAWN, self._settled(t)))
            return
        if not is_mine:
            t[d + PC] = JOINS_AGAIN
        elif not is_newest:
            t[d + PC] = NOTES_PLACE if s[d + NEW] else READS_CARD
        else:
            t[d + PC] = LEAVES
        out.append((Act.DRAW_AGAIN, self._settled(t)))

    def _join_again(self, s: State, d: int, out: Steps) -> None:
        t = bytearray(s)
        t[KNOWN] |= s[d + NEW]
        self._enter(t, d, READS_CARD)
        t[d + HAS_DRAWN] = 1
        out.append((Act.JOIN_AGAIN, self._settled(t)))

    def _note_place(self, s: State, d: int, out: Steps) -> None:
        t = bytearray(s)
        t[KNOWN] |= s[d + NEW]
        t[d + MY_TAKEN] = t[d + CAME] = s[TAKEN]
        t[d + PC] = READS_CARD
        out.append((Act.NOTE, self._settled(t)))

    def _leave(self, s: State, d: int, out: Steps) -> None:
        t = bytearray(s)
        if s[TAKEN] != s[d + MY_TAKEN] or not s[DRAWERS]:
            self._away(t, d)
            out.append((Act.LEAVE, self._settled(t)))
            return
        if s[d + PC] == LEAVES and s[WANT] != s[d + READ_WANT]:
            t[d + PC] = NOTES_PLACE if s[d + NEW] else READS_CARD
            out.append((Act.LEAVE, self._settled(t)))
            return
        t[DRAWERS] -= 1
        t[KNOWN] |= s[d + NEW]
        if bug.LEAVE_WITHOUT_DUE in self._bugs:
            t[DUE] = NO_DUE
        if s[d + PC] == LEAVES_FAILED or t[DRAWERS]:
            self._away(t, d)
        else:
            t[d + PC] = ALL_LEAVE
        out.append((Act.LEAVE, self._settled(t)))

    def _put_off(self, s: State, d: int, out: Steps) -> None:
        """Leave a drawing that failed to the clock, or to others who draw.

        Who got no answer still counts as drawing; so does, among others, who drew something older.
        """
        t = bytearray(s)
        is_sure = s[d + PC] == PUTS_OFF or bug.LEAVE_COUNTED in self._bugs
        is_newest = not s[d + HAS_DRAWN] or bug.LEAVE_AFTER_DRAWING in self._bugs
        if s[TAKEN] == s[d + MY_TAKEN] and s[DRAWERS] == 1:
            t[DUE] = LATER
            t[DRAWERS] = not is_sure
            self._away(t, d)
        elif is_sure and is_newest:
            t[d + PC] = LEAVES_FAILED
        else:
            self._away(t, d)
        out.append((Act.PUT_OFF, self._settled(t)))

    def _all_leave(self, s: State, d: int, out: Steps) -> None:
        t = bytearray(s)
        is_whole = s[KNOWN] == s[d + PLACES] | s[d + NEW] or bug.NOTE_ANY_PLACES in self._bugs
        if s[WANT] == s[d + READ_WANT] and not s[DRAWERS] and is_whole:
            t[HAVE] = s[WANT]
            t[DUE] = NO_DUE
        self._away(t, d)
        out.append((Act.ALL_LEFT, self._settled(t)))

    def _go(self, t: Draft, d: int) -> None:
        t[KNOWN] |= t[d + NEW]
        self._away(t, d)

    def _away(self, t: Draft, d: int) -> None:
        t[d : d + LONG] = bytes(LONG)

    # Time, and what breaks.

    def _time(self, s: State, out: Steps) -> None:
        """A card falls due while nobody who counts is at it; while somebody is, that is a fault."""
        if s[DUE] != LATER:
            return
        t = bytearray(s)
        t[DUE] = NOW
        if not any(s[d + PC] and s[d + CAME] == s[TAKEN] for d in self._drawers_at):
            out.append((Act.TIME, bytes(t)))
        elif s[FAULTS]:
            t[FAULTS] -= 1
            out.append((Act.SLOW, bytes(t)))

    def _break(self, s: State, d: int, out: Steps) -> None:
        if s[d + PC] == SHOWS:
            lost = self._shown(s, d)[1]
            for act, t, pc in (
                (Act.REFUSES, bytearray(s), PUTS_OFF),
                (Act.REPLY_LOST, lost, PUTS_OFF_UNSURE),
            ):
                t[FAULTS] -= 1
                t[d + NEW] = t[d + CONTENT] = t[d + PLACES] = 0
                t[d + PC] = pc
                out.append((act, self._settled(t)))
        t = bytearray(s)
        t[FAULTS] -= 1
        self._away(t, d)
        out.append((Act.CRASH, self._settled(t)))
