"""What a standing decision covers, where it stands, and what is said of it."""

import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from signoff.core.canonical import canonical
from signoff.core.codec import from_item, to_item
from signoff.core.gate import Confirmation, ExternalExecution, Risk
from signoff.core.grant_keys import all_of, first_and_last
from signoff.core.grants import (
    ApproveAndKeep,
    Grant,
    GrantState,
    approval,
    covers,
    grant_in,
    in_words,
    is_within,
    may_be_kept,
    pins_of,
    refusal,
    refuses,
)
from signoff.core.requirement import NEVER, Requirement
from signoff.core.terms import Sticky, Terms
from tests.core.rows import BOB, DAY_MS, NOON, THREAD, a_requirement

HOUR = 3_600_000
WISH = ApproveAndKeep(in_thread=False, lasts_ms=HOUR)


def _asked(*names: str, **changes: Any) -> Requirement:
    return a_requirement(terms=Terms(sticky=Sticky(arguments=names or None)), **changes)


def _given(asked: Requirement, wish: ApproveAndKeep = WISH) -> Grant:
    return approval(THREAD, asked, wish, by=BOB, evidence="member", now=NOON)


def _with(asked: Requirement, **arguments: Any) -> Requirement:
    given = {**json.loads(asked.arguments), **arguments}
    return replace(asked, arguments=canonical(given))


def test_it_covers_the_very_call_that_it_was_given_on() -> None:
    assert covers(_given(_asked()), _asked(), now=NOON)
    assert covers(_given(_asked("to")), _asked("to"), now=NOON)


def test_of_random_changes_those_that_touch_no_pinned_argument_are_covered() -> None:
    chance = Random(5)  # noqa: S311 - nothing here is secret
    names = ["to", "subject", "body", "copies"]
    for _ in range(400):
        pinned = tuple(name for name in names if chance.random() < 0.5)
        before = _with(_asked(*pinned), **{name: _value(chance) for name in names})
        touched = [name for name in names if chance.random() < 0.4]
        after = _with(before, **{name: [_value(chance), "new"] for name in touched})

        pins = pinned or tuple(names)
        assert covers(_given(before), after, now=NOON) == (not set(touched) & set(pins))


def _value(chance: Random) -> Any:
    return chance.choice(["", "é", "e\u0301", 0, 1, True, 1.5, None, ["a"], {"b": 1}, "\u200b"])


@pytest.mark.parametrize(
    "change",
    [
        {"tool": "other"},
        {"tool_version": "v2"},
        {"agent": "another"},
        {"ask": Confirmation(quorum=2)},
        {"ask": ExternalExecution()},
        {"risk": Risk.HIGH},
        {"terms": Terms()},
        {"terms": Terms(sticky=Sticky(arguments=("to",)))},
        {"terms": Terms(sticky=Sticky(longest_ms=HOUR - 1))},
    ],
)
def test_it_covers_no_call_of_another_kind(change: dict[str, Any]) -> None:
    assert not covers(_given(_asked()), replace(_asked(), **change), now=NOON)


def test_a_value_that_reads_alike_is_another_value() -> None:
    one = pins_of(_with(_asked(), copies=1), None)

    assert (
        len({one, *(pins_of(_with(_asked(), copies=each), None) for each in (True, 1.0, "1"))}) == 4
    )


def test_what_is_left_out_is_not_what_is_empty() -> None:
    left_out = _asked("note")

    assert pins_of(left_out, ("note",)) != pins_of(_with(left_out, note=None), ("note",))


def test_the_order_in_which_they_are_named_does_not_matter() -> None:
    asked = _asked()
    swapped = replace(asked, arguments='{"subject":"Refund for order 8841","to":"bob@example.com"}')

    assert pins_of(asked, ("to", "subject")) == pins_of(asked, ("subject", "to"))
    assert pins_of(asked, None) == pins_of(swapped, None)


def test_it_counts_until_its_time_and_not_once_it_is_revoked() -> None:
    grant = _given(_asked())

    assert covers(grant, _asked(), now=NOON + HOUR - 1)
    assert not covers(grant, _asked(), now=NOON + HOUR)
    assert not covers(replace(grant, state=GrantState.REVOKED), _asked(), now=NOON)


def test_a_refusal_refuses_whatever_the_arguments_and_the_version_and_lets_nothing_through() -> (
    None
):
    grant = refusal(THREAD, _asked(), by=BOB, evidence="member", now=NOON)
    later = replace(_with(_asked(), to="eve"), tool_version="v9")

    assert grant.until == NEVER
    assert refuses(grant, later, now=NOON + 1000 * DAY_MS)
    assert not refuses(grant, replace(later, tool="other"), now=NOON)
    assert not refuses(grant, replace(later, agent="other"), now=NOON)
    assert not refuses(_given(_asked()), later, now=NOON)
    assert not covers(grant, _asked(), now=NOON)


def test_only_a_simple_confirmation_of_a_sticky_tool_may_be_kept() -> None:
    assert may_be_kept(_asked())
    assert not may_be_kept(a_requirement())
    assert not may_be_kept(replace(_asked(), risk=Risk.HIGH))
    assert not may_be_kept(replace(_asked(), ask=Confirmation(quorum=2)))


@pytest.mark.parametrize(
    ("lasts_ms", "is_so"), [(-1, False), (0, False), (1, True), (DAY_MS, True), (DAY_MS + 1, False)]
)
def test_it_may_last_as_long_as_its_tool_says(lasts_ms: int, is_so: bool) -> None:
    wish = ApproveAndKeep(in_thread=True, lasts_ms=lasts_ms)

    assert is_within(_asked(), wish) is is_so
    assert not is_within(a_requirement(), wish)


@pytest.mark.parametrize("names", [None, (), ("to",)])
def test_it_is_read_back_as_it_was_stored(names: tuple[str, ...] | None) -> None:
    grant = replace(_given(_asked()), names=names)

    assert from_item(Grant, to_item(grant, grant.key)) == grant
    assert grant_in({**to_item(grant, grant.key), "body": "{}"}) is None


def test_it_stands_where_it_is_looked_for_and_not_once_it_has_run_out() -> None:
    everywhere, here = _given(_asked()), _given(_asked(), replace(WISH, in_thread=True))
    team, tool = THREAD.team, "send_email"

    for grant, place in ((everywhere, None), (here, THREAD)):
        first, last = first_and_last(team, tool, place, now=NOON)
        past, _ = first_and_last(team, tool, place, now=NOON + HOUR + 1)
        assert first <= grant.key <= last
        assert grant.key < past
    first, last = first_and_last(team, tool, replace(THREAD, thread_ts="1.1"), now=NOON)
    assert not first <= here.key <= last
    other, end = first_and_last(team, "send", None, now=0)
    assert not other <= everywhere.key <= end
    assert all(all_of(team)[0] <= each.key <= all_of(team)[1] for each in (everywhere, here))


def test_its_words_name_what_must_be_the_same_and_what_may_vary() -> None:
    asked = _asked("to")

    assert in_words(asked, ("to",)) == 'to = "bob@example.com", any subject'
    assert in_words(asked, ()) == "any subject, any to"
    assert in_words(replace(asked, arguments="{}"), None) == "no arguments"


def test_its_words_hold_nothing_that_is_hidden_and_are_short() -> None:
    hidden = replace(_asked(), terms=Terms(sticky=Sticky(), redact=("to",)))
    long = _with(_asked(), **{f"field{number}": "x" * 500 for number in range(9)})

    assert in_words(hidden, None) == 'subject = "Refund for order 8841", to = hidden, 15 characters'
    assert len(in_words(long, None)) <= 300


def test_it_points_at_the_request_that_it_was_given_on() -> None:
    grant = _given(_asked())

    assert grant.address.thread(THREAD.team) == THREAD
    assert grant.address.at == _asked().at
    assert len(grant.address.value("revoke")) <= 75
