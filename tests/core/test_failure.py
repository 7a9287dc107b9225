import pytest

from signoff.core.codec import UnreadableRowError
from signoff.core.errors import PermanentError, TellableError
from signoff.core.failure import failure, reason


class PlainError(PermanentError, TellableError):
    """Its words are ours."""


def _raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    with pytest.raises(type(error)) as caught:
        raise error from cause
    return caught.value


def test_an_error_is_told_by_its_kind_and_what_caused_it() -> None:
    told = failure(_raised(PermanentError("her words"), _raised(ValueError("his words"))))

    assert (told.kind, told.said) == ("PermanentError < ValueError", "")
    assert "words" not in str(told)


def test_the_place_is_where_it_began() -> None:
    told = failure(_raised(PermanentError(), _raised(ValueError())))

    assert [spot.partition(":")[0] for spot in told.spots] == ["core/test_failure.py"]
    assert told.spots[0].endswith("_raised")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PlainError("The table is gone."), "The table is gone."),
        (ValueError("his words"), "ValueError"),
        (UnreadableRowError("a row"), "a stored row cannot be read by this version"),
    ],
)
def test_a_reason_is_in_words_of_ours_or_the_kind_alone(error: BaseException, words: str) -> None:
    assert reason(error) == words


def test_words_of_ours_are_told_also_when_another_error_is_around_them() -> None:
    assert reason(_raised(ValueError("his words"), PlainError("Deploy again."))) == "Deploy again."


def test_a_chain_without_end_is_cut() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first

    assert failure(first).kind.count("<") == 3


def test_what_was_kept_from_the_error_is_kept_from_the_log() -> None:
    hidden = ValueError()
    hidden.__context__, hidden.__suppress_context__ = KeyError(), True

    assert failure(hidden).kind == "ValueError"
