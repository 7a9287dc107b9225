"""The scripted model, asked by the real client."""

from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from openai.types.responses import Response

from playground.model import Call, LocalModel, call, text

EMAIL_TOOL: Any = {
    "type": "function",
    "name": "send_email",
    "strict": True,
    "parameters": {
        "type": "object",
        "properties": {"to": {"type": "string"}},
        "required": ["to"],
        "additionalProperties": False,
    },
}


@pytest.fixture
def model() -> Iterator[LocalModel]:
    with LocalModel() as model:
        yield model


@pytest.fixture
def client(model: LocalModel) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=model.url, api_key="local-model-key", max_retries=0) as client:
        yield client


def ask(client: openai.OpenAI, said: Any = "Hello", **more: Any) -> Response:
    response: Response = client.responses.create(model="gpt-5.4", input=said, store=False, **more)
    return response


def stream(client: openai.OpenAI, said: Any = "Hello", **more: Any) -> list[Any]:
    with client.responses.create(
        model="gpt-5.4", input=said, store=False, stream=True, **more
    ) as events:
        return list(events)


def test_it_says_what_it_is_told_to_say(model: LocalModel, client: openai.OpenAI) -> None:
    model.say("Good morning.")

    response = ask(client)

    assert response.status == "completed"
    assert response.output_text == "Good morning."
    assert response.usage is not None
    assert response.usage.total_tokens > 0
    assert model.requests[0].last_user_text == "Hello"
    assert model.unsaid == 0


def test_words_are_streamed_in_the_order_of_the_real_api(
    model: LocalModel, client: openai.OpenAI
) -> None:
    model.say("A text of more than one piece.")

    events = stream(client)

    kinds = [event.type for event in events]
    assert [kind for n, kind in enumerate(kinds) if kind not in kinds[:n]] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.output_item.done",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.completed",
    ]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    assert len(deltas) > 1
    assert "".join(deltas) == "A text of more than one piece."
    assert events[-1].response.output_text == "A text of more than one piece."


def test_several_calls_stand_in_one_response(model: LocalModel, client: openai.OpenAI) -> None:
    model.calls([text("Both at once."), call("a", n=1), Call(name="b", arguments="{broken")])

    events = stream(client)

    done = [e for e in events if e.type == "response.function_call_arguments.done"]
    assert [event.arguments for event in done] == ['{"n": 1}', "{broken"]
    items = events[-1].response.output
    assert [item.type for item in items] == [
        "reasoning",
        "message",
        "function_call",
        "function_call",
    ]
    assert len({item.call_id for item in items[2:]}) == 2


def test_the_outputs_of_its_calls_can_be_sent_back(
    model: LocalModel, client: openai.OpenAI
) -> None:
    model.call("send_email", to="bob@example.com").say("Sent.")
    include = ["reasoning.encrypted_content"]

    first = ask(client, tools=[EMAIL_TOOL], include=include)
    made = next(item for item in first.output if item.type == "function_call")
    history = [
        {"role": "user", "content": "Hello"},
        *(item.model_dump(exclude_none=True) for item in first.output),
        {"type": "function_call_output", "call_id": made.call_id, "output": "ok"},
    ]
    second = ask(client, history, tools=[EMAIL_TOOL], include=include)

    assert second.output_text == "Sent."
    assert model.requests[1].outputs == {made.call_id: "ok"}


def test_a_raw_post_gives_plain_json(model: LocalModel, client: openai.OpenAI) -> None:
    model.say("Plain.")

    response: Any = client.post(
        "/responses", cast_to=object, body={"model": "gpt-5.4", "input": "Hi"}
    )

    assert response["output"][-1]["content"][0]["text"] == "Plain."


def test_reasoning_is_sealed_only_when_asked_for(model: LocalModel, client: openai.OpenAI) -> None:
    model.say("one").say("two")

    plain = ask(client).output[0]
    sealed = ask(client, include=["reasoning.encrypted_content"]).output[0]

    assert plain.type == "reasoning"
    assert plain.encrypted_content is None
    assert sealed.type == "reasoning"
    assert sealed.encrypted_content is not None


def test_a_refusal_is_no_text(model: LocalModel, client: openai.OpenAI) -> None:
    model.refuse("No.").refuse("No.")

    message = ask(client).output[-1]
    streamed = stream(client)

    assert message.type == "message"
    assert message.content[0].type == "refusal"
    assert "response.refusal.done" in [event.type for event in streamed]


def test_an_incomplete_answer_says_why(model: LocalModel, client: openai.OpenAI) -> None:
    model.incomplete("I was").incomplete("I was", reason="content_filter")

    response = ask(client)
    last = stream(client)[-1]

    assert response.status == "incomplete"
    assert response.incomplete_details is not None
    assert response.incomplete_details.reason == "max_output_tokens"
    assert last.type == "response.incomplete"
    assert last.response.incomplete_details.reason == "content_filter"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, openai.BadRequestError),
        (401, openai.AuthenticationError),
        (404, openai.NotFoundError),
        (429, openai.RateLimitError),
        (500, openai.InternalServerError),
        (503, openai.InternalServerError),
    ],
)
def test_an_http_error_is_the_clients_own(
    model: LocalModel, client: openai.OpenAI, status: int, error: type[openai.APIStatusError]
) -> None:
    model.fail(status, "Scripted.", retry_after=7)

    with pytest.raises(error) as caught:
        ask(client)

    assert caught.value.response.headers["retry-after"] == "7"


def test_a_response_can_fail_after_it_began(model: LocalModel, client: openai.OpenAI) -> None:
    model.fail_midway("server_error", "Sorry.")

    last = stream(client)[-1]

    assert last.type == "response.failed"
    assert last.response.error.message == "Sorry."


def test_a_stream_can_break_off_with_an_error(model: LocalModel, client: openai.OpenAI) -> None:
    model.error_midway("server_error", "Sorry.")

    last = stream(client)[-1]

    assert last.type == "error"
    assert last.message == "Sorry."


def test_a_stream_can_be_cut(model: LocalModel, client: openai.OpenAI) -> None:
    model.cut(events=3)
    seen: list[str] = []

    with (
        pytest.raises(openai.APIConnectionError),
        client.responses.create(model="gpt-5.4", input="Hi", stream=True) as events,
    ):
        seen.extend(event.type for event in events)

    assert seen == ["response.created", "response.in_progress", "response.output_item.added"]


def test_an_answer_that_does_not_come_times_out(model: LocalModel, client: openai.OpenAI) -> None:
    model.hang()

    with pytest.raises(openai.APITimeoutError):
        ask(client.with_options(timeout=0.05))


def test_a_wrong_key_is_refused(model: LocalModel) -> None:
    model.say("Never said.")

    with (
        openai.OpenAI(base_url=model.url, api_key="wrong", max_retries=0) as client,
        pytest.raises(openai.AuthenticationError),
    ):
        ask(client)

    assert model.unsaid == 1


def test_a_call_too_many_is_refused_with_what_was_asked(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match=r"no reply left.*Hello"):
        ask(client)


@pytest.mark.parametrize(
    ("items", "complaint"),
    [
        (
            [{"type": "function_call", "call_id": "c1", "name": "a", "arguments": "{}"}],
            "No tool output found for function call c1",
        ),
        (
            [{"type": "function_call_output", "call_id": "c2", "output": "ok"}],
            "No tool call found for function call output with call_id c2",
        ),
        ([{"type": "reasoning", "id": "rs_1", "summary": []}], "Item with id 'rs_1' not found"),
        (
            [
                {"type": "reasoning", "id": "r", "summary": [], "encrypted_content": "forged"},
                {"role": "assistant", "content": "Hi"},
            ],
            "could not be verified",
        ),
    ],
)
def test_a_conversation_that_does_not_fit_together_is_refused(
    model: LocalModel, client: openai.OpenAI, items: list[Any], complaint: str
) -> None:
    model.say("Never said.")

    with pytest.raises(openai.APIStatusError, match=complaint):
        ask(client, items)


def test_a_schema_that_strict_mode_does_not_take_is_refused(
    model: LocalModel, client: openai.OpenAI
) -> None:
    model.say("Never said.")
    loose = {**EMAIL_TOOL["parameters"], "required": []}

    with pytest.raises(openai.BadRequestError, match="Missing 'to'"):
        ask(client, tools=[{**EMAIL_TOOL, "parameters": loose}])


def test_it_can_be_held_until_it_may_answer(model: LocalModel) -> None:
    model.hold().say("Now.")
    body = {"model": "gpt-5.4", "input": "Hi"}
    headers = {"authorization": "Bearer local-model-key"}

    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{model.url}/responses", json=body, headers=headers, timeout=0.05)
    model.release().say("Now.")
    answer = httpx.post(f"{model.url}/responses", json=body, headers=headers)

    assert answer.status_code == 200
    assert len(model.requests) == 2
