"""Draw a card and all that its buttons open, and hold what is seen against what would run."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from playground.slack.blockkit.check import check_blocks, check_view
from signoff.adapters.slack import bare, cards, home, modals
from signoff.adapters.slack.blocks import Drawn
from signoff.core.address import LONGEST
from signoff.core.canonical import canonical
from signoff.core.click import Form
from signoff.core.gate import Confirmation, ExternalExecution, Risk, UserInput
from signoff.core.home_place import HomePlace, Section
from signoff.core.inbox import HomeView, Inbox, Listed
from signoff.core.requirement import Requirement, digest_of
from signoff.ports import CardView
from tests.adapters.slack import asked
from tests.adapters.slack.reading_back import Hidden, read_back
from tests.cards import looks
from tests.cards.cases import Case, harmless

Found: TypeAlias = tuple[str, str]
"""What does not hold, as the closing line counts it, and why."""

Draw: TypeAlias = Callable[[CardView], Drawn]

MISMATCH: Final = "mismatches"
LIVE: Final = "live_tokens"
HIDDEN: Final = "hidden_code_points"

COUNTED: Final = (MISMATCH, LIVE, HIDDEN)

_BLOCKS_IN_MESSAGE: Final = 40
_TEXT: Final = 4_000
"""What `chat.update` takes."""

_PAGES: Final = 10
_TURNS: Final[dict[Form, str]] = {"review": "page", "look": "look"}
_MODALS: Final[tuple[Form, ...]] = (
    "reject",
    "edit",
    "keep",
    "instead",
    "fill",
    "done",
    "cannot",
    "look",
    "hand",
    "cancel",
)
_SOME: Final = 32
_FRAME: Final = "```"
_YES: Final = frozenset({"approve", "submit"})


class Tried(Counter[str]):
    """What was looked at, counted."""


def broken(case: Case, tried: Tried, draw: Draw = cards.draw) -> Iterator[Found]:
    """List what does not hold of a card, its plain drawing and its forms."""
    view = asked.card(*case.rows)
    twin = asked.card(*map(harmless, case.rows))
    drawn = draw(view)
    yield from _message(drawn, draw(twin))
    yield from _message(cards.fallback(view), cards.fallback(twin))
    yield from _in_words(bare.in_words(view))
    yield from _together(case, drawn, tried)
    yield from _inbox(case)
    tried["cards"] += 1
    for row, given, blocks in zip(case.rows, case.given, looks.rows(drawn.blocks), strict=False):
        tried["rows"] += 1
        if row.is_open:
            yield from _row(row, given, blocks, tried)


def _row(
    row: Requirement, given: dict[str, Any], blocks: list[Any], tried: Tried
) -> Iterator[Found]:
    buttons = looks.buttons(blocks)
    kept = _without(given, row.ask.fields if isinstance(row.ask, UserInput) else ())
    if _YES & buttons.keys():
        tried["decided on the card"] += 1
        yield from _reads(row, kept, looks.preformatted(blocks), where="the card")
    for verb, value in buttons.items():
        if not value.endswith(row.digest[:16]):
            yield MISMATCH, f"the button {verb} does not carry the digest"
    match row.ask:
        case Confirmation(editable=names):
            yield from _reviews(row, given, tried, is_needed="approve" not in buttons)
            yield from _edit(row, given, names, tried)
        case UserInput():
            yield from _form(row, kept, "fill", tried)
        case ExternalExecution():
            yield from _form(row, given, "done", tried)
        case _:
            yield from _pages(row, "review")[1]
    for form in _others(row):
        yield from _view(_drawn(row, form), _drawn(harmless(row), form))


def _reviews(
    row: Requirement, given: dict[str, Any], tried: Tried, *, is_needed: bool
) -> Iterator[Found]:
    yield from _review(row, given, tried, is_needed=is_needed)
    if int(row.digest[:2], 16) < _SOME:
        yield from _review(row, given, tried, is_needed=is_needed, form="look")


def _others(row: Requirement) -> Sequence[Form]:
    """Take two of the modals, so that each has its turn."""
    first = int(row.digest[2:4], 16) % len(_MODALS)
    return _MODALS[first], _MODALS[(first + 1) % len(_MODALS)]


def _drawn(row: Requirement, form: Form, page: int = 1) -> Any:
    return modals.view(asked.opening(row, form, page=page), row)


def _together(case: Case, drawn: Drawn, tried: Tried) -> Iterator[Found]:
    """See that all rows are approved at once only where each could be by itself."""
    if "yesall" not in looks.buttons(drawn.blocks):
        return
    tried["approved together"] += 1
    for row, blocks in zip(case.rows, looks.rows(drawn.blocks), strict=False):
        if "approve" not in looks.buttons(blocks) or row.risk is Risk.HIGH or row.quorum > 1:
            yield MISMATCH, "all are approved together, and one of them can't be by itself"


def _inbox(case: Case) -> Iterator[Found]:
    if int(case.rows[0].digest[4:6], 16) >= _SOME:
        return
    for section in (Section.WAITS, Section.DECIDED):
        views = [_home(rows, section) for rows in (case.rows, tuple(map(harmless, case.rows)))]
        yield from _view(*views)


def _home(rows: Sequence[Requirement], section: Section) -> Any:
    listed = tuple(Listed(thread=asked.THREAD, requirement=row) for row in rows)
    still = tuple(each for each in listed if each.requirement.is_open)
    gone = tuple(each for each in listed if not each.requirement.is_open)
    inbox = Inbox(user="U0BOB", waits=still, decided=gone)
    return home.draw(HomeView(inbox=inbox, place=HomePlace(section=section)), workspace_url="")


def _review(
    row: Requirement,
    given: dict[str, Any],
    tried: Tried,
    *,
    is_needed: bool,
    form: Form = "review",
) -> Iterator[Found]:
    views, found = _pages(row, form)
    yield from found
    *early, last = views
    if any("submit" in view for view in early):
        yield MISMATCH, "an Approve stands before the last page"
    if "submit" not in last:
        tried["never approved"] += 1
        if not is_needed:
            yield MISMATCH, "the card lets approve what the review does not"
        return
    tried["approved behind all pages"] += is_needed
    shown = "".join(looks.preformatted(view["blocks"]) for view in views)
    yield from _reads(row, given, shown, where=f"the pages of {form}")


def _pages(row: Requirement, form: Form) -> tuple[list[Any], list[Found]]:
    """Turn the pages of a review, as the buttons go."""
    views, found = list[Any](), list[Found]()
    twin, page = _drawn(harmless(row), form), 1
    while page:
        view = _drawn(row, form, page)
        found += _view(view, twin)
        views.append(view)
        onward = f"{_TURNS[form]}{page + 1}" in looks.buttons(view["blocks"])
        # Where there is no Approve behind them all, the last page stands for those before it.
        step = _PAGES - page if looks.is_endless(view["blocks"]) and page < _PAGES else 1
        page = page + step if onward and page <= _PAGES else 0
    return views, found


def _edit(
    row: Requirement, given: dict[str, Any], names: Sequence[str], tried: Tried
) -> Iterator[Found]:
    view = _drawn(row, "edit")
    yield from _view(view, _drawn(harmless(row), "edit"), is_typed=True)
    if "submit" not in view:
        return
    tried["edited"] += 1
    seen = read_back(looks.preformatted(view["blocks"]))
    for block_id, block in looks.typed(view["blocks"]):
        if block_id.startswith("f"):
            name = names[int(block_id[1:])]
            seen[name] = looks.stands(block["element"], given[name])
    yield from _same(row, given, seen, where="the form of an edit")


def _form(row: Requirement, kept: dict[str, Any], form: Form, tried: Tried) -> Iterator[Found]:
    view = _drawn(row, form)
    yield from _view(view, _drawn(harmless(row), form), is_typed=True)
    if "submit" in view and not looks.is_cut(view["blocks"]):
        tried[f"form {form}"] += 1
        shown = looks.preformatted(view["blocks"])
        yield from _reads(row, kept, shown, where=f"the form {form}", is_all=False)


def _reads(
    row: Requirement, given: dict[str, Any], shown: str, *, where: str, is_all: bool = True
) -> Iterator[Found]:
    try:
        seen = read_back(shown)
    except (AssertionError, ValueError, LookupError) as error:
        yield MISMATCH, f"{where} can't be read back: {error!r}"[:300]
        return
    yield from _same(row, given, seen, where=where)
    is_told = isinstance(row.ask, Confirmation) and is_all and not row.terms.redact
    if is_told and _digest(row, seen) != row.digest:
        yield MISMATCH, f"{where} shows something else than the button's digest is of"


def _same(
    row: Requirement, given: dict[str, Any], seen: dict[str, Any], *, where: str
) -> Iterator[Found]:
    """Compare byte by byte, but for what is hidden: of that, the length."""
    hidden = {name: seen.get(name) for name in row.terms.redact if name in given}
    if hidden != {name: Hidden(length_of(given[name])) for name in hidden}:
        yield MISMATCH, f"{where} does not hide what is to be hidden"
    shown, asked_for = _without(seen, tuple(hidden)), _without(given, tuple(hidden))
    if canonical(shown).encode() != canonical(asked_for).encode():
        yield MISMATCH, f"{where} shows something else"


def length_of(value: Any) -> int:
    """Count the characters of a value as a card counts them."""
    return len(value if isinstance(value, str) else canonical(value))


def _digest(row: Requirement, seen: dict[str, Any]) -> str:
    return digest_of(tool=row.tool, version="1", arguments=canonical(seen), at=row.at)


def _message(drawn: Drawn, twin: Drawn) -> Iterator[Found]:
    for each in check_blocks(drawn.blocks, surface="message"):
        yield MISMATCH, f"Slack would refuse the card: {each}"
    if len(drawn.blocks) > _BLOCKS_IN_MESSAGE or not 0 < len(drawn.text) <= _TEXT:
        yield MISMATCH, f"{len(drawn.blocks)} blocks, {len(drawn.text)} characters beside them"
    yield from _notice(drawn)
    yield from _looked_at(drawn.blocks, ours=frozenset(looks.marked_up(looks.parts(twin.blocks))))


def _notice(drawn: Drawn) -> Iterator[Found]:
    yield from ((LIVE, f"in the text: {each}") for each in looks.live_in_notice(drawn.text))
    yield from ((HIDDEN, f"in the text: {each}") for each in looks.hidden(drawn.text))


def _in_words(drawn: Drawn) -> Iterator[Found]:
    yield from _notice(drawn)
    if drawn.text.count(_FRAME) % 2:
        yield LIVE, "in words: a frame that nobody closes"


def _view(view: Any, twin: Any, *, is_typed: bool = False) -> Iterator[Found]:
    for each in check_view(view):
        yield MISMATCH, f"Slack would refuse the modal: {each}"
    yield from _looked_at(view, ours=frozenset(looks.marked_up(looks.parts(twin))))
    for _, block in looks.typed(view["blocks"]) if is_typed else ():
        stands = str(block["element"].get("initial_value", ""))
        warned = "invisible" in block.get("hint", {}).get("text", "")
        if not warned:
            rare = [each for each in looks.hidden(stands) if each != "U+0009"]
            yield from ((HIDDEN, f"in a field without a warning: {each}") for each in rare)


def _looked_at(drawn: Any, *, ours: frozenset[str] = frozenset()) -> Iterator[Found]:
    parts = looks.parts(drawn)
    for text in looks.marked_up(parts):
        if text in ours:
            # A card says so of any call: nothing of these arguments is in it.
            continue
        yield from ((LIVE, each) for each in looks.live_in_blocks(text))
    for text in looks.seen(parts):
        yield from ((HIDDEN, each) for each in looks.hidden(text))
    for value in looks.values(parts):
        if len(value) > LONGEST:
            yield MISMATCH, f"a button's value of {len(value)} characters"


def _without(given: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in names}
