import json

from signoff.core.decision import Answered, Approved, RequirementState, Verdict
from signoff.core.gate import Confirmation, UserFeedback, UserInput
from signoff.core.merging import changed_arguments, final_arguments
from signoff.core.voting import Edit
from tests.core.rows import BOB, NOON, a_requirement


def test_undecided_and_approved_arguments_are_the_stored_bytes() -> None:
    approved = a_requirement(
        state=RequirementState.APPROVED, verdict=Verdict(decision=Approved(), at=NOON, by=BOB)
    )

    assert final_arguments(a_requirement()) == a_requirement().arguments
    assert final_arguments(approved) == approved.arguments


def test_answers_to_questions_are_no_arguments() -> None:
    answered = Verdict(decision=Answered(values='[{"answer":"eu"}]'), at=NOON, by=BOB)
    requirement = a_requirement(UserFeedback(), verdict=answered)

    assert final_arguments(requirement) == requirement.arguments


def test_what_people_changed_takes_the_place_of_what_the_model_gave() -> None:
    edited = Edit(values='{"subject":"Sorry"}', by=(BOB,), at=NOON, rev=2)
    requirement = a_requirement(Confirmation(editable=("subject",)), edited=edited)

    assert final_arguments(requirement) == '{"subject":"Sorry","to":"bob@example.com"}'
    assert changed_arguments(requirement) == {"subject": "Sorry"}
    assert changed_arguments(a_requirement()) == {}


def test_what_a_person_filled_in_takes_the_place_of_the_models_guess() -> None:
    answered = Verdict(decision=Answered(values='{"subject":"Sorry"}'), at=NOON, by=BOB)
    requirement = a_requirement(UserInput(fields=("subject",)), verdict=answered)

    assert json.loads(final_arguments(requirement)) == {
        "to": "bob@example.com",
        "subject": "Sorry",
    }
