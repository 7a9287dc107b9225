"""The great search; alone in its module, so that others run beside it."""

from tests.protocol.configurations import GREAT, model_of
from tests.protocol.search import explore


def test_more_than_a_million_states_of_a_thread_keep_every_promise() -> None:
    found = explore(model_of(GREAT))

    assert found.violation is None
    assert found.states >= 1_000_000
