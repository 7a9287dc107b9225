"""The part that the local model plays: a pause from a plain sentence, words for what came."""

import json
from typing import Any

import jsonschema
import pytest

from playground.model import Answer, Call, ModelRequest, Text, customer_care


def a_tool(name: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "function",
        "name": name,
        "parameters": {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
            "$defs": {"Why": {"type": "string", "enum": ["late", "broken"]}},
        },
    }


TEXT = {"type": "string"}
OPTION = {
    "type": "object",
    "properties": {"label": TEXT, "description": TEXT},
    "required": ["label", "description"],
    "additionalProperties": False,
}
QUESTION = {
    "type": "object",
    "properties": {
        "question": TEXT,
        "header": TEXT,
        "options": {"type": "array", "items": OPTION},
        "multi_select": {"type": "boolean"},
    },
    "required": ["question", "header", "options", "multi_select"],
    "additionalProperties": False,
}
TOOLS = [
    a_tool("look_up_order", order_id=TEXT),
    a_tool("send_email", to=TEXT, subject=TEXT, body=TEXT),
    a_tool(
        "refund",
        order_id=TEXT,
        amount={"anyOf": [{"type": "number"}, {"type": "null"}]},
        reason={"type": ["string", "null"]},
        why={"$ref": "#/$defs/Why"},
    ),
    a_tool("run_in_warehouse", command=TEXT),
    a_tool("ask_user", questions={"type": "array", "items": QUESTION}),
]


def asked(*items: dict[str, Any], tools: list[dict[str, Any]] = TOOLS) -> ModelRequest:
    return ModelRequest(body={"model": "m", "input": list(items), "tools": tools}, headers={})


def person(words: str) -> dict[str, Any]:
    return {"role": "user", "content": [{"type": "input_text", "text": words}]}


def made(name: str, call_id: str = "c1") -> dict[str, Any]:
    return {"type": "function_call", "call_id": call_id, "name": name, "arguments": "{}"}


def gave(output: str, call_id: str = "c1") -> dict[str, Any]:
    return {"type": "function_call_output", "call_id": call_id, "output": output}


def calls(request: ModelRequest) -> list[Call]:
    answer = customer_care(request)
    assert isinstance(answer, Answer)
    return [item for item in answer.items if isinstance(item, Call)]


def words(request: ModelRequest) -> str:
    answer = customer_care(request)
    assert isinstance(answer, Answer)
    return "".join(item.text for item in answer.items if isinstance(item, Text))


@pytest.mark.parametrize(
    ("said", "tools"),
    [
        ("<@U0BOT> where is order 8841?", ["look_up_order"]),
        ("Email <mailto:bob@example.com|bob@example.com> about it", ["send_email"]),
        ("please refund order 8841", ["refund"]),
        ("roll back the warehouse", ["run_in_warehouse"]),
        ("help me choose what to offer", ["ask_user"]),
        ("I have a question", ["ask_user"]),
        ("email bob and refund him", ["send_email", "refund"]),
        ("Do everything at once", [tool["name"] for tool in TOOLS]),
        ("all four, please", [tool["name"] for tool in TOOLS]),
    ],
)
def test_a_sentence_calls_the_tools_it_is_about(said: str, tools: list[str]) -> None:
    assert [call.name for call in calls(asked(person(said)))] == tools


@pytest.mark.parametrize("said", ["Do everything", "two questions for all four"])
def test_arguments_satisfy_the_tools_schema(said: str) -> None:
    for call in calls(asked(person(said))):
        schema = next(tool["parameters"] for tool in TOOLS if tool["name"] == call.name)
        jsonschema.validate(call.arguments, schema)


def test_arguments_repeat_what_the_person_said() -> None:
    (call,) = calls(asked(person("Email ana@example.org about order 7712")))

    assert call.arguments == {
        "to": "ana@example.org",
        "subject": "Your order 7712",
        "body": call.arguments["body"] if isinstance(call.arguments, dict) else "",
    }


def test_what_may_be_null_is_left_to_a_person() -> None:
    (call,) = calls(asked(person("Refund order 7712")))

    assert call.arguments == {"order_id": "7712", "amount": None, "reason": None, "why": "late"}


def test_a_tool_it_never_heard_of_is_called_by_its_name() -> None:
    tools = [*TOOLS, a_tool("ring_bell", times={"type": "integer", "minimum": 2})]

    (call,) = calls(asked(person("<@U0BOT> ring bell"), tools=tools))

    assert (call.name, call.arguments) == ("ring_bell", {"times": 2})


def test_another_agent_is_told_the_whole_sentence() -> None:
    tools = [a_tool("researcher", input={"type": "string"})]
    said = "Researcher: email ana@example.org about order 7712"

    (call,) = calls(asked(person(said), tools=tools))

    assert (call.name, call.arguments) == ("researcher", {"input": said})


def test_then_makes_a_second_step() -> None:
    said = person("email bob, then refund order 8841")

    first = calls(asked(said))
    second = calls(asked(said, made("send_email"), gave("Sent.")))
    third = asked(said, made("send_email"), gave("Sent."), made("refund", "c2"), gave("ok", "c2"))

    assert [call.name for call in first] == ["send_email"]
    assert [call.name for call in second] == ["refund"]
    assert calls(third) == []
    assert "Sent." in words(third)


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("Sent to bob@example.com.", "Done. *send email*: Sent to bob@example.com."),
        ("rejected by @bob: wrong address", "was rejected"),
        ("expired, do not retry", "Nobody decided in time"),
        ("cancelled by @ana", "was cancelled"),
        ("Error: no such mailbox", "did not work"),
        (json.dumps({"sent": True, "to": ["a", "b"]}), "sent: true, to: a, b"),
        (
            "Answered by @ana: "
            + json.dumps(
                [
                    {"question": "How?", "answer": "Refund"},
                    {"question": "Who?", "answer": ["a", "b"]},
                ]
            ),
            "Answered by @ana: How? Refund; Who? a, b",
        ),
    ],
)
def test_it_tells_what_came_of_a_call(output: str, told: str) -> None:
    said = words(asked(person("email bob"), made("send_email"), gave(output)))

    assert told in said


def test_a_message_that_came_meanwhile_is_answered_with_the_outcomes() -> None:
    said = words(asked(person("email bob"), made("send_email"), gave("Sent."), person("Hurry up!")))

    assert "Sent." in said
    assert "Hurry up!" in said


def test_a_later_message_is_a_conversation_of_its_own() -> None:
    earlier = (person("email bob"), made("send_email"), gave("Sent."))
    reply = {"role": "assistant", "content": "Done."}

    assert [call.name for call in calls(asked(*earlier, reply, person("refund him")))] == ["refund"]
    assert words(asked(*earlier, reply, person("thanks!"))).startswith("You're welcome")


def test_small_talk_gets_a_hint_of_what_to_try() -> None:
    said = words(asked(person("Hello there")))

    assert "Refund order 8841" in said
    assert "everything at once" in said


def test_a_long_answer_is_longer_than_a_message_of_slack() -> None:
    assert len(words(asked(person("Tell me a long story")))) > 4_000
