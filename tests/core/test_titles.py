import pytest

from signoff.core.gate import Confirmation
from signoff.core.titles import humanised, title_of
from signoff.core.voting import Edit
from tests.core.rows import BOB, NOON, a_requirement


@pytest.mark.parametrize(
    ("titled_by", "values", "title"),
    [
        (("to",), '{"subject":"Yo"}', "Send email to bob@example.com"),
        (("to",), "{}", "Send email to bob@example.com"),
        ((), '{"to":"eve"}', "Send email to bob@example.com"),
        (("subject", "to"), '{"to":"eve"}', "Send email"),
    ],
)
def test_a_title_stands_as_long_as_it_is_true(
    titled_by: tuple[str, ...], values: str, title: str
) -> None:
    edited = Edit(values=values, by=(BOB,), at=NOON, rev=2)
    row = a_requirement(
        Confirmation(editable=("to", "subject")), titled_by=titled_by, edited=edited
    )

    assert title_of(row) == title


def test_without_a_change_it_is_the_authors() -> None:
    assert title_of(a_requirement(titled_by=("to",))) == "Send email to bob@example.com"


def test_a_name_is_written_in_words() -> None:
    assert humanised("send_e-mail  now") == "Send e mail now"
