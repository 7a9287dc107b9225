import json

from signoff.adapters.slack.limits import FIELDS_IN_FORM, INPUT_TEXT
from signoff.core.approving import ApproveWith
from signoff.core.bounds import LARGEST, is_too_large
from signoff.core.decision import Answered, Approved, Executed, Rejected


def test_the_largest_form_that_slack_takes_fits_into_a_row() -> None:
    fields = {f"field_{number}": "x" * INPUT_TEXT for number in range(FIELDS_IN_FORM)}

    assert not is_too_large(Answered(values=json.dumps(fields)))


def test_what_grows_beyond_a_row_in_its_spelling_is_too_large() -> None:
    assert not is_too_large(Executed(result='"' * (LARGEST // 2 - 1)))
    assert is_too_large(Executed(result='"' * (LARGEST // 2)))
    assert is_too_large(Rejected(reason="\ud83d" * (LARGEST // 6)))
    assert not is_too_large(Approved())
    assert is_too_large(ApproveWith(values="x" * LARGEST))
