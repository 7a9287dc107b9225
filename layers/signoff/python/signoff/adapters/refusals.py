"""Why the table did not write: others in the way for a moment, or conditions, judged row by row."""

from collections.abc import Sequence
from typing import Any

from signoff.adapters.aws import THROTTLED, AwsError, code_of
from signoff.adapters.expressions import Attributes
from signoff.core.items import Write
from signoff.core.keys import Key

_CANCELED = "TransactionCanceledException"
_REFUSED = "ConditionalCheckFailed"
_PASSING_REASONS = {"TransactionConflict", *THROTTLED}
_PASSING_CODES = {"TransactionConflictException", "TransactionInProgressException", *THROTTLED}


def is_passing(error: AwsError) -> bool:
    """Tell whether the same request may work in a moment; a failed condition never does."""
    if code_of(error) != _CANCELED:
        return code_of(error) in _PASSING_CODES
    codes = {reason.get("Code") for reason in _reasons(error)}
    return _REFUSED not in codes and bool(codes & _PASSING_REASONS)


def is_about_index(error: AwsError) -> bool:
    """Tell whether it is an index, not its table, that is missing; only the message says so."""
    is_missing = code_of(error) in {"ResourceNotFoundException", "ValidationException"}
    return is_missing and "index" in str(error).lower()


def is_about_kind(error: AwsError) -> bool:
    """Tell whether a row holds another kind of value than a write counts up or appends to."""
    told = [code_of(error), *(reason.get("Code") for reason in _reasons(error))]
    said = [str(error), *(str(reason.get("Message")) for reason in _reasons(error))]
    is_invalid = bool({"ValidationException", "ValidationError"} & set(told))
    return is_invalid and any("incorrect data type" in each for each in said)


def rows_against(error: AwsError, writes: Sequence[Write]) -> dict[Key, Attributes | None]:
    """Give the rows whose conditions failed, as they were (None: there was no such row)."""
    if code_of(error) == "ConditionalCheckFailedException":
        return {writes[0].key: _old(error.response)}
    return {
        write.key: _old(reason)
        for write, reason in zip(writes, _reasons(error), strict=False)
        if reason.get("Code") == _REFUSED
    }


def _reasons(error: AwsError) -> list[Any]:
    reasons: list[Any] = error.response.get("CancellationReasons", [])
    return reasons


def _old(told: Any) -> Attributes | None:
    return told.get("Item") or None
