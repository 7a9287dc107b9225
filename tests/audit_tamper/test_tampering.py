from itertools import islice
from typing import get_args

from signoff.core.actions import BY_RIGHT, MEANINGS, Action
from signoff.core.audit import AuditEntry
from signoff.core.codec import from_item
from signoff.core.items import Item
from signoff.core.keys import Key
from signoff.testing import InMemoryStore
from signoff.usecases.verify_audit import every_audit, verify_audit
from tests.audit_tamper.mutations import key_of, mutations
from tests.audit_tamper.scenes import actions_in, scenes
from tests.audit_tamper.tampering import LATER, Tally, tampered

EACH_N = 9
"""So many of all mutations are left to `make audit-tamper`, for each one that is tried here."""


def _rows() -> dict[Key, Item]:
    return {key_of(row): row for row in scenes()}


def test_what_nobody_has_tampered_with_is_found_to_be_so() -> None:
    store = InMemoryStore(*_rows().values())

    verified = [verify_audit(each, store=store, now=LATER) for each in every_audit(store)]

    assert len(verified) > 10
    assert [each.findings for each in verified if each.findings] == []
    assert all(each.head and each.head.number == each.entries for each in verified)


def test_whatever_is_done_to_one_row_is_noticed() -> None:
    rows = _rows()
    tally = Tally()

    for tally in tampered(rows, islice(mutations(rows), 0, None, EACH_N)):
        assert tally.missed == []

    assert tally.mutations > 1_000
    assert tally.closing_line == f"mutations={tally.mutations} detected={tally.mutations}"


def test_the_audits_tell_of_everything_that_there_is_to_tell() -> None:
    told = actions_in(tuple(_rows().values()))

    assert told | {"head_mended"} == set(get_args(Action)) == set(MEANINGS)


def test_where_a_person_acts_by_a_right_the_audit_says_by_which() -> None:
    entries = [
        from_item(AuditEntry, row) for key, row in _rows().items() if key.sk.startswith("AUD#")
    ]
    facts = [fact for entry in entries for fact in entry.facts]
    taken_back = [fact for fact in facts if fact.action == "cancelled" and fact.by]
    acted = [fact for fact in facts if fact.action in BY_RIGHT] + taken_back

    assert len(acted) > 10
    assert taken_back
    assert [fact for fact in acted if not (fact.by and fact.evidence)] == []
