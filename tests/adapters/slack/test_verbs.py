"""The list of what buttons do."""

import re

import pytest

from signoff.adapters.slack.verbs import VERB_OF, VERBS, Decides, Deed, Opens, deed, picked


@pytest.mark.parametrize("verb", [*VERBS, "page10", "pick3"])
def test_a_verb_is_short_and_has_no_dot(verb: str) -> None:
    assert re.fullmatch(r"[a-z0-9]{1,8}", verb)


@pytest.mark.parametrize(
    ("verb", "does"),
    [
        ("approve", Decides()),
        ("why", Opens(form="reject")),
        ("page1", Opens(form="review", page=1)),
        ("page10", Opens(form="review", page=10)),
        ("pick3", Decides()),
        ("page0", None),
        ("page11", None),
        ("pick4", None),
        ("pick", None),
        ("more", None),
        ("", None),
    ],
)
def test_each_verb_does_one_thing(verb: str, does: Deed | None) -> None:
    assert deed(verb) == does


def test_a_pick_tells_its_option() -> None:
    assert [picked(verb) for verb in ("pick0", "pick3", "approve")] == [0, 3, None]


def test_the_submit_of_a_form_carries_the_verb_that_opens_it() -> None:
    assert {form: VERBS[verb] for form, verb in VERB_OF.items()} == {
        form: Opens(form=form) for form in VERB_OF
    }
