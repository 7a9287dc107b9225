import pytest
from botocore.exceptions import EndpointConnectionError

from signoff.adapters.visibility import Receipt, shorter_wait
from signoff.core.observations.upkeep import DeliveryFailed
from signoff.testing import RecordingTell


class Visibility:
    """Remembers what it was told, or is out of reach."""

    def __init__(self, *, is_down: bool = False) -> None:
        self.waits: list[int] = []
        self.is_down = is_down

    def change_message_visibility(self, **request: object) -> None:
        if self.is_down:
            raise EndpointConnectionError(endpoint_url="queue")
        self.waits.append(int(str(request["VisibilityTimeout"])))


def _receipt(received: int) -> Receipt:
    return Receipt(message_id="m1", handle="handle", received=received)


def _fails(client: Visibility, received: int) -> DeliveryFailed:
    tell = RecordingTell()
    with (
        pytest.raises(ValueError, match="broken"),
        shorter_wait(client, "url", _receipt(received), tell),
    ):
        raise ValueError("broken")
    (told,) = tell.of(DeliveryFailed)
    return told


def test_a_message_that_was_worked_on_is_left_alone() -> None:
    client, tell = Visibility(), RecordingTell()

    with shorter_wait(client, "url", _receipt(1), tell):
        pass

    assert (client.waits, tell.told) == ([], [])


def test_a_message_that_failed_comes_back_soon_and_later_each_time() -> None:
    client = Visibility()

    for received in range(1, 6):
        _fails(client, received)

    assert client.waits == [2, 8, 32, 120, 120]


def test_what_was_raised_is_raised_also_when_the_queue_is_down() -> None:
    assert _fails(Visibility(is_down=True), 1).again_s is None


def test_a_failed_message_is_told_by_the_kind_of_error_and_not_by_its_words() -> None:
    told = _fails(Visibility(), 2)

    assert (told.message_id, told.received, told.again_s) == ("m1", 2, 8)
    assert (told.failure.kind, told.failure.said) == ("ValueError", "")
    assert told.failure.spots[-1].startswith("adapters/test_visibility.py:")
