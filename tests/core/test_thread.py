"""A thread's own row names only places that keys can name."""

import pytest

from signoff.core.codec import UnreadableRowError, from_item, to_item
from signoff.core.keys import LAST_NUMBER, ThreadKey
from signoff.core.thread import Meta

KEY = ThreadKey(team="T0", channel="C0", thread_ts="1.0").meta()


@pytest.mark.parametrize("name", ["run", "step", "base"])
@pytest.mark.parametrize("number", [-1, -(10**37), LAST_NUMBER + 1])
def test_a_place_that_no_key_names_is_not_read(name: str, number: int) -> None:
    row = {**to_item(Meta(), KEY), name: number}

    with pytest.raises(UnreadableRowError, match="between 0 and 999999"):
        from_item(Meta, row)


def test_the_first_and_the_last_place_are_read() -> None:
    row = Meta(run=LAST_NUMBER, step=0, base=LAST_NUMBER)

    assert from_item(Meta, to_item(row, KEY)) == row
