import pytest
from botocore.exceptions import EndpointConnectionError

from signoff.adapters.visibility import shorter_wait


class Visibility:
    """Remembers what it was told, or is out of reach."""

    def __init__(self, *, is_down: bool = False) -> None:
        self.waits: list[int] = []
        self.is_down = is_down

    def change_message_visibility(self, **request: object) -> None:
        if self.is_down:
            raise EndpointConnectionError(endpoint_url="queue")
        self.waits.append(int(str(request["VisibilityTimeout"])))


def _fails(client: Visibility, received: int) -> None:
    with (
        pytest.raises(ValueError, match="broken"),
        shorter_wait(client, "url", "receipt", received),
    ):
        raise ValueError("broken")


def test_a_message_that_was_worked_on_is_left_alone() -> None:
    client = Visibility()

    with shorter_wait(client, "url", "receipt", 1):
        pass

    assert client.waits == []


def test_a_message_that_failed_comes_back_soon_and_later_each_time() -> None:
    client = Visibility()

    for received in range(1, 6):
        _fails(client, received)

    assert client.waits == [2, 8, 32, 120, 120]


def test_what_was_raised_is_raised_also_when_the_queue_is_down() -> None:
    _fails(Visibility(is_down=True), 1)
