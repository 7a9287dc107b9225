import pytest

from signoff.adapters.batches import Record, one_by_one

EVENT = {"Records": [{"messageId": name, "body": name} for name in ("m1", "m2", "m3")]}


def test_what_failed_is_named_and_the_others_are_taken() -> None:
    taken: list[str] = []

    def take(record: Record) -> None:
        if record["body"] == "m2":
            raise ValueError
        taken.append(record["body"])

    assert one_by_one(EVENT, take) == {"batchItemFailures": [{"itemIdentifier": "m2"}]}
    assert taken == ["m1", "m3"]


def test_a_stop_of_the_process_is_no_failure_of_a_message() -> None:
    def take(_: Record) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        one_by_one(EVENT, take)
