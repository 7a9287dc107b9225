from signoff.core.home_place import Section
from signoff.core.inbox import Inbox


def test_an_inbox_has_a_part_for_every_section() -> None:
    assert [Inbox(user="U0ANA").part(each) for each in Section] == [()] * len(Section)
