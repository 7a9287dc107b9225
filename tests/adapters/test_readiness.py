"""A start does what it can: what fails there is met again by whoever needs it."""

import pytest

from signoff.adapters.aws import AnsweredError, MissingResourceError, Resource
from signoff.adapters.readiness import make_ready
from signoff.adapters.secrets import EmptySecretError
from signoff.ports import TransientError

SECRET = Resource(kind="secret", name="model-key", variable="MODEL_KEY_ARN")


@pytest.mark.parametrize(
    "error",
    [
        TransientError("busy"),
        MissingResourceError(SECRET),
        EmptySecretError(SECRET),
        AnsweredError("GetSecretValue", 400, {"__type": "x#UnrecognizedClientException"}),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_cannot_be_done_at_the_start_keeps_nothing_else_from_it(error: Exception) -> None:
    done: list[str] = []

    def fails() -> None:
        done.append("tried")
        raise error

    make_ready(fails, lambda: done.append("done"))

    assert done == ["tried", "done"]


def test_a_mistake_of_ours_is_not_hidden() -> None:
    def mistaken() -> None:
        raise TypeError

    with pytest.raises(TypeError):
        make_ready(mistaken)
