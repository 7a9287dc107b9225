"""The form that the model asks of its own."""

import json

from signoff.agent.arguments import Prepared
from signoff.agent.calling import call
from signoff.agent.feedback import UserFeedbackTools
from signoff.core.gate import UserFeedback

(ASK_USER,) = UserFeedbackTools().tools


def test_it_is_one_gated_tool() -> None:
    assert (ASK_USER.name, ASK_USER.gate) == ("ask_user", UserFeedback())
    assert ASK_USER.is_gated_for({})


def test_questions_come_with_options_or_without() -> None:
    ready = ASK_USER.prepare(
        json.dumps(
            {
                "questions": [
                    {
                        "question": "Which regions?",
                        "header": "Regions",
                        "options": [{"label": "eu"}, {"label": "us", "description": "cheaper"}],
                        "multi_select": True,
                    },
                    {"question": "Why?", "header": None, "options": None, "multi_select": None},
                ]
            }
        )
    )

    assert ready == Prepared(
        arguments={
            "questions": [
                {
                    "question": "Which regions?",
                    "header": "Regions",
                    "options": [
                        {"label": "eu", "description": None},
                        {"label": "us", "description": "cheaper"},
                    ],
                    "multi_select": True,
                },
                {"question": "Why?", "header": None, "options": [], "multi_select": False},
            ]
        }
    )


def test_a_form_without_questions_goes_back_to_the_model() -> None:
    told = str(ASK_USER.prepare('{"questions": []}'))

    assert told.startswith("Not run: questions must have 1 to 20 entries.")


def test_the_function_itself_does_nothing() -> None:
    assert call(ASK_USER, {"questions": [{"question": "Why?"}]}, idempotency_key="k") == "Done."
