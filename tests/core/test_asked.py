from dataclasses import replace

from signoff.core.asked import asked_fact, is_as_told
from signoff.core.codec import to_item
from signoff.core.keys import Position
from tests.core.rows import NOON, THREAD, a_requirement

FIRST, SECOND = a_requirement(), a_requirement(at=Position(run=1, step=1, index=1))


def test_what_was_asked_is_told_in_order_with_the_digest_of_all_of_it() -> None:
    fact = asked_fact((SECOND, FIRST), now=NOON, note="outcome unknown")

    assert (fact.action, fact.at, fact.by, fact.note) == ("asked", NOON, None, "outcome unknown")
    assert fact.about == ("1.1.0", "1.1.1")
    assert fact.digests == (FIRST.digest, SECOND.digest)
    assert len(set(fact.bodies)) == 2


def test_a_row_that_keeps_something_else_is_not_as_it_was_told() -> None:
    fact = asked_fact((FIRST,), now=NOON)
    key = THREAD.requirement(FIRST.at)

    assert is_as_told(to_item(FIRST, key), "1.1.0", fact)
    assert is_as_told(to_item(replace(FIRST, rev=7), key), "1.1.0", fact)
    assert not is_as_told(to_item(replace(FIRST, title="Send nothing"), key), "1.1.0", fact)


def test_of_what_an_older_head_asked_nothing_more_is_told() -> None:
    fact = replace(asked_fact((FIRST,), now=NOON), bodies=())
    item = to_item(replace(FIRST, title="Send nothing"), THREAD.requirement(FIRST.at))

    assert is_as_told(item, "1.1.0", fact)
