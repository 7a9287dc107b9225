"""The conversations inside a run, told apart by the call that each is about."""

from signoff.core.frames import (
    all_open_calls,
    answers,
    calls_into,
    frame_of,
    has_begun,
    last_word,
    open_calls,
)
from signoff.core.journal import Refuse, ToolReturned
from tests.core.test_conversation import a_call, a_view, begun, spoke

OUTER, BESIDE = a_call(0, agent="researcher"), a_call(1)
INNER, NONSENSE = a_call(0, step=2, agent="mailer"), a_call(1, Refuse(output="no"), step=2)
DEEPEST = a_call(0, step=3)
BACK = ToolReturned(step=4, at=BESIDE.at, call_id=BESIDE.call_id, output="ok")
VIEW = a_view(
    spoke(OUTER, BESIDE),
    spoke(INNER, NONSENSE, step=2, within=OUTER.at),
    spoke(DEEPEST, step=3, within=INNER.at),
    BACK,
    more=(begun(OUTER), begun(INNER), begun(DEEPEST)),
)


def test_an_answer_belongs_to_the_conversation_it_was_given_in() -> None:
    steps = [
        [entry.step for entry in answers(VIEW, within)] for within in (None, OUTER.at, INNER.at)
    ]

    assert steps == [[1], [2], [3]]
    assert answers(VIEW, BESIDE.at) == ()


def test_a_call_is_open_in_its_own_conversation_until_it_has_an_output() -> None:
    assert open_calls(VIEW) == (OUTER,)
    assert open_calls(VIEW, OUTER.at) == (INNER,)
    assert all_open_calls(VIEW) == (OUTER, INNER, DEEPEST)


def test_the_way_into_a_conversation_is_the_calls_that_led_there() -> None:
    assert frame_of(VIEW, OUTER.at) is None
    assert frame_of(VIEW, DEEPEST.at) == INNER.at
    assert calls_into(VIEW, INNER.at) == (OUTER, INNER)
    assert calls_into(VIEW, None) == ()


def test_only_a_call_that_was_handed_on_has_a_conversation() -> None:
    fresh = a_view(spoke(OUTER))

    assert [has_begun(VIEW, call) for call in (OUTER, INNER, DEEPEST)] == [True, True, False]
    assert not has_begun(fresh, OUTER)


def test_the_last_word_is_there_once_an_answer_calls_nothing() -> None:
    over = a_view(spoke(OUTER), spoke(step=2, said="Paid.", within=OUTER.at), more=(begun(OUTER),))

    assert last_word(over, OUTER) == "Paid."
    assert last_word(VIEW, OUTER) is None
    assert last_word(a_view(spoke(OUTER)), OUTER) is None
