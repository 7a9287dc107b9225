import pytest

from signoff.core.canonical import canonical
from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Approved,
    ApprovedEdited,
    Cancelled,
    CouldNotRun,
    Decision,
    Executed,
    Expired,
    ItHappened,
    Rejected,
    RunAgain,
    Stopped,
    Superseded,
    Verdict,
)
from signoff.core.gate import Confirmation, UserFeedback, UserInput
from signoff.core.outputs import (
    FAILED_UNKNOWN,
    MOST_STORED,
    MOST_TOLD,
    shortened,
    stored,
    told,
    told_of_edit,
    told_of_end,
)
from signoff.core.requirement import Requirement
from signoff.core.voting import Edit
from signoff.core.who import Who
from tests.core.rows import ANA, BOB, NOON, a_requirement


@pytest.mark.parametrize(
    ("decision", "output"),
    [
        (Rejected(), "Rejected by @bob, not run. Do not retry unless asked to."),
        (Rejected(reason="no"), "Rejected by @bob, not run: no. Do not retry unless asked to."),
        (Executed(result="ok"), "Run by @bob, outside. This is what came of it:\nok"),
        (CouldNotRun(reason="no access"), "Not run: @bob could not run it: no access."),
        (Expired(), "Expired: nobody answered in time, so it was not run. Do not retry."),
        (
            Cancelled(reason="not needed"),
            "Not run: @bob cancelled the request: not needed. Do not retry.",
        ),
        (AnsweredFor(output="42"), "Not run: @bob answered in its place:\n42"),
        (Superseded(reason="it changed."), "Not run: it changed."),
    ],
)
def test_the_model_is_told_in_plain_words(decision: Decision, output: str) -> None:
    assert told(a_requirement(), Verdict(decision=decision, at=NOON, by=BOB)) == output


def test_answers_are_told_as_json_that_people_can_read() -> None:
    verdict = Verdict(decision=Answered(values='[{"answer":"é"}]'), at=NOON, by=BOB)

    output = told(a_requirement(UserFeedback()), verdict)

    assert output == 'Answered by @bob: [{"answer": "é"}]'


def test_what_was_filled_into_a_form_is_for_the_tool_and_not_for_the_model() -> None:
    verdict = Verdict(decision=Answered(values="{}"), at=NOON, by=BOB)

    with pytest.raises(TypeError, match="go to the tool"):
        told(a_requirement(UserInput(fields=("to",))), verdict)


@pytest.mark.parametrize(
    "decision", [Approved(), ApprovedEdited(), RunAgain(), ItHappened(), Stopped()]
)
def test_what_lets_a_tool_run_is_no_output(decision: Decision) -> None:
    with pytest.raises(ValueError, match="is told elsewhere"):
        told(a_requirement(), Verdict(decision=decision, at=NOON, by=BOB))


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (ItHappened(), "@bob checked: it did happen"),
        (Stopped(), "@bob decided not to run it again"),
        (Expired(), FAILED_UNKNOWN),
    ],
)
def test_what_a_person_found_out_about_a_start_is_told(decision: Decision, words: str) -> None:
    assert words in told_of_end(Verdict(decision=decision, at=NOON, by=BOB))


def _edited(values: str, *people: Who) -> Requirement:
    return a_requirement(
        Confirmation(editable=("subject",)),
        edited=Edit(values=values, by=people, at=NOON, rev=2),
    )


def test_who_changed_the_arguments_is_told_before_the_result() -> None:
    told = told_of_edit(_edited('{"subject":"Yo"}', BOB, ANA))

    assert told == (
        'Before it ran, @bob and @ana changed: subject. It ran with {"subject":"Yo"}. '
        "This is what came of it:\n"
    )


def test_long_changes_are_named_and_not_repeated() -> None:
    told = told_of_edit(_edited(canonical({"subject": "x" * 3_000}), BOB))

    assert told == "Before it ran, @bob changed: subject. This is what came of it:\n"


@pytest.mark.parametrize("requirement", [None, a_requirement(), _edited("{}", BOB)])
def test_nothing_is_told_of_an_edit_where_nothing_was_changed(
    requirement: Requirement | None,
) -> None:
    assert told_of_edit(requirement) == ""


def test_a_result_is_told_whole_up_to_a_length() -> None:
    whole = "x" * MOST_TOLD

    assert shortened(whole) == whole
    assert shortened(whole + "y") == (
        whole + "\n[Cut here. Of 200001 characters these were the first 200000.]"
    )


def test_a_result_is_stored_whole_up_to_what_a_worker_can_carry() -> None:
    whole = "x" * MOST_STORED

    assert stored(whole) == whole
    assert stored(whole + "y").startswith(whole + "\n[Cut here.")
