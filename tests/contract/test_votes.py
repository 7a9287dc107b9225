"""Votes at the same time, by the production code, on every store."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from signoff.core.address import Address
from signoff.core.approving import ApproveWith
from signoff.core.audit import AuditEntry, is_intact
from signoff.core.click import Applied, Click, ClickOutcome, Decide, Wish
from signoff.core.codec import from_item
from signoff.core.decision import Approved
from signoff.core.gate import Confirmation
from signoff.core.merging import final_arguments
from signoff.core.requirement import Requirement, digest_of
from signoff.core.transitions.asking import Questions, asked, new_card
from signoff.ports import Store
from signoff.testing import InMemoryQueue, ManualClock, RecordingChat, member
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.record_decision import record_decision
from tests.core.rows import FIRST, NOON, THREAD, a_requirement

VOTERS = [f"U0P{number}" for number in range(8)]
ASK = Confirmation(quorum=3, editable=("subject",))


def _ask(store: Store) -> Requirement:
    row = a_requirement(ASK)
    store.commit(*asked(THREAD, Questions(requirements=(row,), cards=(new_card([row], now=NOON),))))
    return row


def _vote(store: Store, row: Requirement, user: str, wish: Wish | None = None) -> ClickOutcome:
    chat = RecordingChat(*map(member, VOTERS))
    address = Address.of(THREAD, row)
    click = Click(team=THREAD.team, user=user, address=address)
    ports = DecisionPorts(store=store, queue=InMemoryQueue(), chat=chat, clock=ManualClock(NOON))
    return record_decision(Decide(click=click, reading=lambda _: wish or Approved()), ports=ports)


def _stored(store: Store) -> Requirement:
    (item,) = store.read(THREAD.requirement(FIRST))
    return from_item(Requirement, item or {})


def _actions(store: Store) -> Counter[str]:
    rows = store.query(THREAD.pk, "AUD#", "AUD$")
    entries = [from_item(AuditEntry, row) for row in rows]
    assert all(map(is_intact, entries))
    return Counter(fact.action for entry in entries for fact in entry.facts)


def test_of_eight_votes_at_once_three_count_and_the_last_of_them_decides(store: Store) -> None:
    row = _ask(store)
    together = Barrier(len(VOTERS))

    def vote(user: str) -> ClickOutcome:
        together.wait(10)
        return _vote(store, row, user)

    with ThreadPoolExecutor(len(VOTERS)) as pool:
        outcomes = list(pool.map(vote, VOTERS))

    counted = {user for user, came in zip(VOTERS, outcomes, strict=True) if type(came) is Applied}
    assert {vote.by.id for vote in _stored(store).votes} == counted
    assert (len(counted), _stored(store).is_open) == (3, False)
    assert _actions(store) == {"voted": 2, "approved": 1}


def test_an_edit_and_its_votes_are_stored_and_read_back(store: Store) -> None:
    row = _ask(store)

    _vote(store, row, VOTERS[0])
    _vote(store, row, VOTERS[1], ApproveWith(values='{"subject":"Yo"}'))
    _vote(store, _stored(store), VOTERS[2])
    _vote(store, _stored(store), VOTERS[0])

    last = _stored(store)
    runs = final_arguments(last)
    digest = digest_of(tool=last.tool, version=last.tool_version, arguments=runs, at=last.at)
    assert (last.is_open, last.digest) == (False, digest)
    assert [vote.by.id for vote in last.votes] == [VOTERS[1], VOTERS[2], VOTERS[0]]
    assert _actions(store) == {"voted": 3, "edited": 1, "approved": 1}
