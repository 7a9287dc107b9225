"""What must have come of a run once all has gone quiet: nothing lost, open or hidden."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from signoff.adapters.dead_letters import about
from signoff.adapters.slack import cards
from signoff.core.audit import AuditEntry, is_intact
from signoff.core.audit_starts import LATE_MS
from signoff.core.codec import from_item
from signoff.core.conversation import conversation, conversation_within
from signoff.core.decision import RequirementState, RunAgain
from signoff.core.effects import Card, Out, OutState
from signoff.core.hearing import Message
from signoff.core.items import Item
from signoff.core.journal import GaveUp, ModelSpoke, Step
from signoff.core.keys import Key, ThreadKey
from signoff.core.moves import Rest, next_move
from signoff.core.requirement import OutcomeState, Requirement
from signoff.core.snapshot import Snapshot
from signoff.ports import CardView, TransientError
from signoff.usecases.verify_audit import verify_audit
from tests.simulation.elsewhere import copies_elsewhere, half_said, hidden, said_in
from tests.simulation.invariants import Violation, Watch, in_order
from tests.simulation.people import offers
from tests.simulation.system import System
from tests.simulation.workspace import Posted

_Found = Iterator[tuple[str, str]]


def at_the_end(watch: Watch, *, is_quiet: bool) -> list[Violation]:
    """List all that does not hold once nothing goes on."""
    system = watch.system
    found = list(watch.found)
    if not is_quiet:
        found.append(Violation(name="wedged", what=_unrest(system)))
    looks = (_messages, _audits, _team_audits, _doubles, _raised, hidden, half_said)
    found += [Violation(name=name, what=what) for look in looks for name, what in look(system)]
    found += [
        Violation(name=name, what=what)
        for look in (_cards, _words, copies_elsewhere)
        for name, what in look(watch)
    ]
    for thread in threads(system):
        found += _of_thread(system, thread)
    found += in_order(watch)
    return found + [
        Violation(name="unanswered", what=f"{press.user} pressed {press.offer.value}")
        for press in watch.crowd.presses
        if not (press.answered or press.was_struck or press.had_died)
    ]


def _of_thread(system: System, thread: ThreadKey) -> list[Violation]:
    view = Snapshot.of(thread, [row for row in system.stored("") if row["pk"] == thread.pk])
    looks = (_rests, _outputs, _promises)
    found = [(name, what) for look in looks for name, what in look(view)]
    return [Violation(name=name, what=f"{thread.thread_ts}: {what}") for name, what in found]


def threads(system: System) -> list[ThreadKey]:
    """Give all threads that are stored."""
    return [ThreadKey.from_pk(str(row["pk"])) for row in system.stored("META")]


def requirements(system: System) -> list[tuple[ThreadKey, Requirement]]:
    """Give all that was ever asked."""
    return [
        (ThreadKey.from_pk(str(row["pk"])), from_item(Requirement, row))
        for row in system.stored("#REQ#")
    ]


def _unrest(system: System) -> str:
    late = [
        f"{row['pk']} {row['sk']} due {row['due']}" for row in system.stored("") if "due" in row
    ]
    return f"in the queue: {[each.body for each in system.mailbox.letters]}; due: {late}"


def _rests(view: Snapshot) -> _Found:
    move = next_move(view)
    if not isinstance(move, Rest):
        yield "wedged", f"not at rest: {move}"
    if view.is_run_open and not view.open_requirements():
        yield "wedged", "the run is open and waits for nobody"


def _outputs(view: Snapshot) -> _Found:
    inside = {entry.within for entry in view.run if isinstance(entry, ModelSpoke) and entry.within}
    for told in (conversation(view, ()), *(conversation_within(view, at) for at in inside)):
        made = Counter(str(item["call_id"]) for item in told if item["type"] == "function_call")
        given = Counter(str(item["call_id"]) for item in told if "output" in item)
        if made != given:
            yield "outputs", f"calls {made}, outputs {given}"
    numbers: dict[int, list[int]] = {step.run: [] for step in view.steps}
    for step in view.steps:
        numbers[step.run].append(step.entry.step)
    for run, steps in numbers.items():
        if steps != list(range(1, len(steps) + 1)):
            yield "journal", f"the steps of run {run}: {steps}"


def _promises(view: Snapshot) -> _Found:
    """What was approved was run, or somebody was told that it was not."""
    if view.is_run_open:
        return
    for row in view.rows.values():
        if "#REQ#" in str(row["sk"]):
            asked = from_item(Requirement, row)
            if asked.state is RequirementState.APPROVED and asked.outcome is None:
                yield "dropped", f"{asked.at.place} was approved, and nothing came of it"
            if asked.outcome is not None and asked.outcome.state is OutcomeState.RUNNING:
                yield "dropped", f"{asked.at.place} runs for ever"
            if asked.is_open:
                yield "wedged", f"{asked.at.place} is open, and its run has ended"


def silent(system: System) -> list[Violation]:
    """List what was set aside, is not done, and is not told of in its thread; nothing goes on."""
    heard, told = _heard(system), {(row["pk"], row["sk"]) for row in system.stored("#OUT#dead.")}
    found: list[Violation] = []
    for letter in system.mailbox.dead:
        of = about(letter.body)
        if isinstance(of, Message):
            # What opens no thread comes once more in the event that does.
            is_done = (of.thread.pk, of.inbound.ts) in heard or not of.opens
            notice = of.thread.out(0, f"dead.{letter.id}")
        elif of is not None:
            is_done = not any("due" in row for row in system.stored("META") if row["pk"] == of.pk)
            notice = of.out(0, f"dead.wake.{letter.sent_at // 86_400_000}")
        else:
            continue
        if not is_done and (notice.pk, notice.sk) not in told:
            found.append(Violation(name="silent", what=f"nobody was told of {letter.body:.200}"))
    return found


def lost(system: System) -> list[Violation]:
    """List what Slack was told is taken, and nobody has heard."""
    return [Violation(name=name, what=what) for name, what in _messages(system)]


def _heard(system: System) -> set[tuple[str, str]]:
    return {
        (str(row["pk"]), inbound.ts)
        for row in system.stored("#STEP#")
        for entry in [from_item(Step, row).entry]
        if isinstance(entry, ModelSpoke | GaveUp)
        for inbound in entry.heard
    }


def _messages(system: System) -> _Found:
    heard = _heard(system)
    waiting = {(row["pk"], str(row["sk"]).removeprefix("IN#")) for row in system.stored("IN#")}
    open_now = {thread.pk for thread, each in requirements(system) if each.is_open}
    for written in system.written:
        place = written.thread.pk, written.ts
        may_wait = place in waiting and written.thread.pk in open_now
        is_owed = written.is_taken and place not in system.deleted
        if is_owed and place not in heard and not may_wait:
            yield "lost", f"{written.ts} was taken, and nobody heard it"


def _audits(system: System) -> _Found:
    for thread in threads(system):
        rows = [row for row in system.stored("AUD#") if row["pk"] == thread.pk]
        entries = [from_item(AuditEntry, row) for row in rows]
        if [entry.number for entry in entries] != list(range(1, len(entries) + 1)):
            yield "audit", f"numbers {[entry.number for entry in entries]}"
        if not all(map(is_intact, entries)):
            yield "audit", "an entry is spoilt"
        for before, after in pairwise(entries):
            if after.previous != before.hash:
                yield "audit", f"the chain is broken at {after.number}"
        facts = [fact for entry in entries for fact in entry.facts]
        told = Counter((str(fact.action), place) for fact in facts for place in fact.about)
        for owner, asked in requirements(system):
            if owner == thread:
                yield from _untold(asked, told)
        yield from _disagreeing(system, thread)


def _team_audits(system: System) -> _Found:
    for team in system.teams:
        yield from _disagreeing(system, ThreadKey.of_team(team))


def _disagreeing(system: System, thread: ThreadKey) -> _Found:
    later = system.scheduler.clock() + 2 * LATE_MS
    for finding in verify_audit(thread, store=system.table.rows, now=later).findings:
        yield "audit", f"{finding.row}: {finding.what}"


def _untold(asked: Requirement, told: Counter[tuple[str, str]]) -> _Found:
    place = asked.at.place
    if told["asked", place] != 1:
        yield "audit", f"{place} was asked {told['asked', place]} times"
    # What runs with edits was approved as well: of the edits tells a fact of their own.
    kind = asked.verdict.decision.kind.removesuffix("_edited") if asked.verdict else ""
    if kind and told[kind, place] != 1:
        yield "audit", f"{kind} of {place} is not told once"
    voted = told["voted", place] + told["approved", place]
    if len(asked.votes) > voted or (asked.edited is None and len(asked.votes) < voted):
        yield "audit", f"{len(asked.votes)} votes on {place}, and {voted} are told"
    has_started = bool(asked.consumed_by and "EXEC" in asked.consumed_by)
    if has_started and asked.outcome and asked.at.again == 0 and not told["started", place]:
        yield "audit", f"{place} started, says no entry"


def _cards(watch: Watch) -> _Found:
    system = watch.system
    for row in system.stored("#CARD#"):
        thread, card = ThreadKey.from_pk(str(row["pk"])), from_item(Card, row)
        if (card.have, card.drawers) != (card.want, 0):
            what = f"{card.have} of {card.want} drawn, {card.drawers} drawers"
            yield "cards", f"{card.at.place}: {what}"
        keys = [thread.requirement(at) for at in card.rows]
        asked = tuple(from_item(Requirement, row) for row in _read(system, keys))
        standing = _standing(system, thread, card.at.place)
        if not standing:
            yield "cards", f"{card.at.place} stands nowhere"
        # The worker that closes what was stopped can't find a post that is still on its way.
        was_stopped = (thread.pk, card.at.run) in watch.stops
        copies = 1 + (watch.overlaps or was_stopped or _is_seen_early(watch, thread, card))
        if len(standing) > copies:
            yield "copies", f"{card.at.place} stands {len(standing)} times"
        drawn = cards.draw(CardView(thread=thread, card=card, rows=asked))
        open_now = {each.at.place for each in asked if each.is_open}
        for posted in standing:
            yield from _as_drawn(posted, drawn.blocks, open_now)


def _is_seen_early(watch: Watch, thread: ThreadKey, card: Card) -> bool:
    """Tell whether somebody may have decided while the thread's own copy was being posted.

    They decided from their inbox, or on a copy elsewhere, of which there are some before that one.
    """
    places = {at.place for at in card.rows}
    return bool(card.route) or any(
        press.offer.home is not None
        and press.offer.place in places
        and press.offer.address.thread(press.team) == thread
        for press in watch.crowd.presses
    )


def _as_drawn(posted: Posted, blocks: object, open_places: set[str]) -> _Found:
    # What stands for later calls is taken back from the receipt.
    offered = {offer.place for offer in offers(posted) if offer.verb != "revoke"}
    if offered != open_places:
        yield "cards", f"{posted.ts} offers {offered}, open is {open_places}"
    elif posted.blocks != blocks:
        yield "cards", f"{posted.ts} shows another version than is stored"


def _read(system: System, keys: list[Key]) -> list[Item]:
    return [row for row in system.table.rows.read(*keys) if row is not None]


def _standing(system: System, thread: ThreadKey, mark: str) -> list[Posted]:
    messages = system.slacks[thread.team].messages.values()
    return [
        each
        for each in messages
        if (each.channel, each.thread_ts, each.mark) == (thread.channel, thread.thread_ts, mark)
    ]


def _words(watch: Watch) -> _Found:
    system = watch.system
    for row in system.stored("#OUT#"):
        thread, out = ThreadKey.from_pk(str(row["pk"])), from_item(Out, row)
        if out.state is OutState.MOOT:
            continue
        if out.state is not OutState.SENT:
            yield "unsaid", f"{out.name} is {out.state}"
        times = said_in(system, thread, out)
        # Of several copies of a card, some may have come after people were called to it.
        if not any(times.values()) or max(times.values()) > 1 + watch.overlaps:
            yield "copies", f"{out.name} was said so often: {times}"


def _doubles(system: System) -> _Found:
    starts = Counter(_key_of(row["body"]) for row in system.stored("#EXEC#"))
    again = Counter(
        (thread.pk, each.at.run, each.at.step, each.at.index)
        for thread, each in requirements(system)
        if each.verdict and isinstance(each.verdict.decision, RunAgain)
    )
    for key, times in Counter(deed.key for deed in system.hands.done).items():
        tool = next(deed.tool for deed in system.hands.done if deed.key == key)
        if times > starts[key] and not tool.idempotent:
            yield "double", f"{tool.name} was done {times} times in {starts[key]} starts"
    keys: dict[str, set[str]] = {}
    for row in system.stored("#EXEC#"):
        call = f"{row['pk']} {str(row['sk']).rpartition('#')[0]}"
        keys.setdefault(call, set()).add(_key_of(row["body"]))
        if len(keys[call]) > 1 and not again:
            yield "double", f"{call} was handed several keys"
        at, attempt = str(row["sk"]).split("#")[3:5]
        step, _, index = at.partition(".")
        place = (row["pk"], int(str(row["sk"]).split("#")[1]), int(step), int(index))
        if int(attempt) > 1 + again[place]:
            yield "double", f"{row['sk']} is start {attempt}, and {again[place]} people said again"


def _key_of(body: object) -> str:
    return str(body).partition('"idempotency_key":"')[2].partition('"')[0]


def _raised(system: System) -> _Found:
    for who, error in system.scheduler.raised:
        if not _is_ours(error):
            yield "raised", f"{who}: {error!r}"


def _is_ours(error: BaseException) -> bool:
    inner: tuple[BaseException, ...] = getattr(error, "exceptions", ())
    if inner:
        return all(map(_is_ours, inner))
    return isinstance(error, TransientError | PoisonError)


class PoisonError(Exception):
    """What a model, or a library, raises that nobody has foreseen."""
